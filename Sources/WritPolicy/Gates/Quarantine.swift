internal import WritJSON

/// A case that is known to be flaky, so that for a time it does not count.
public struct Quarantine: Sendable {
  /// The case.
  public let id: String
  /// Who mends it.
  public let owner: String
  /// The last moment at which it does not count.
  public let until: ReviewDate
  /// Why.
  public let reason: String

  init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(
      value, "the gate", at: place, known: ["case", "owner", "until", "reason"])
    id = try form.string("case")
    owner = try form.string("owner")
    guard !owner.isEmpty else { throw form.wrong("owner", "the name of a person or a team") }
    let text = try form.string("until")
    guard let date = ReviewDate(text) else {
      throw form.wrong("until", "an RFC 3339 date or date-time")
    }
    until = date
    reason = try form.string("reason")
  }

  /// Whether the case does not count at a time.
  func isInForce(at now: Instant) -> Bool { !until.isPast(at: now) }
}
