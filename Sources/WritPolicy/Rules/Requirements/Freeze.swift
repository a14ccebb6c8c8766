internal import WritJSON

/// A span of time in which nothing, or nothing of some intents, is changed.
public struct Freeze: Sendable {
  /// The first instant of it.
  public let from: Instant
  /// The first instant after it.
  public let to: Instant
  /// What is frozen; nil for everything but rollbacks.
  public let intents: [Intent]?
  /// Why.
  public let reason: String
  /// Where in the rules it stands.
  let place: JSONPointer

  static func read(_ form: Form) throws(PolicyError) -> [Freeze] {
    var result: [Freeze] = []
    for (index, value) in try form.array("freeze").enumerated() {
      result.append(try Freeze(value, at: form.place("freeze").appending(index)))
    }
    return result
  }

  private init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(value, Rules.path, at: place, known: ["from", "to", "intents", "reason"])
    self.place = place
    from = try Freeze.instant(form, "from")
    to = try Freeze.instant(form, "to")
    guard from < to else {
      throw form.bad("to", "not after 'from'", hint: "a freeze ends after it begins")
    }
    intents = try Intent.list(form, "intents")
    if intents?.contains(.rollback) ?? false {
      throw form.bad("intents", "'rollback'", hint: "a rollback is never held up; leave it out")
    }
    reason = try form.sentence("reason")
  }

  private static func instant(_ form: Form, _ key: String) throws(PolicyError) -> Instant {
    let text = try form.string(key)
    do throws(TimeError) {
      return try Instant.parse(text)
    } catch {
      throw form.bad(key, "'\(text.oneLine)', which is no RFC 3339 date-time", hint: error.hint)
    }
  }

  /// Whether a change of an intent at an instant falls into it.
  func holds(_ intent: Intent, at now: Instant) -> Bool {
    from <= now && now < to && (intents?.contains(intent) ?? true)
  }

  var words: String {
    "no \(intents?.words ?? "change") from \(from) until \(to): \(reason)"
  }
}
