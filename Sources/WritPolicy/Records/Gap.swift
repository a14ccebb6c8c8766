public import WritJSON

/// A document that accepts a broken stretch of history, which is never rewritten.
///
/// It stands at `governance/gaps/<name>.json`, so it is judged as every change of governance is. It
/// hides nothing: what it accepts is listed by every verification.
public struct Gap: Sendable, Equatable {
  /// The format that this writ reads and writes.
  public static let version = 1
  /// The folder that holds gap records.
  public static let folder = "governance/gaps"
  /// The namespace of the SSH signature (`ssh-keygen -Y sign -n`).
  public static let namespace = "writ-gap"

  /// The commit before the stretch, or nil when it begins with the history.
  public let from: String?
  /// The last commit of the stretch.
  public let to: String
  /// Why it is broken and why that is accepted.
  public let reason: String
  /// Who accepted it: `Name <mail>`.
  public let acceptedBy: String
  /// When it was accepted.
  public let acceptedAt: Instant
  /// An armoured SSH signature over `signedBytes`, or nil for one that is not signed.
  public let signature: String?

  /// Makes a gap record from its parts.
  public init(
    from: String?, to: String, reason: String, acceptedBy: String, acceptedAt: Instant,
    signature: String? = nil
  ) {
    self.from = from
    self.to = to
    self.reason = reason
    self.acceptedBy = acceptedBy
    self.acceptedAt = acceptedAt
    self.signature = signature
  }

  /// Reads a stored gap record.
  public init(_ document: JSONValue) throws(PolicyError) {
    let form = try Form(
      document, "the gap record",
      known: ["version", "from", "to", "reason", "acceptedBy", "acceptedAt", "signature"])
    try form.requireVersion(Gap.version)
    from = try form.optionalString("from")
    to = try form.string("to")
    for (key, id) in [("from", from), ("to", to)] {
      if let id, !Gap.isCommit(id) { throw form.wrong(key, "a whole commit id") }
    }
    reason = try form.string("reason")
    guard !reason.isEmpty else { throw form.wrong("reason", "a sentence") }
    acceptedBy = try form.string("acceptedBy")
    guard case .person = GovernanceActor(acceptedBy) else {
      throw form.wrong("acceptedBy", "`Name <mail>`")
    }
    acceptedAt = try Record.instant(form, "acceptedAt")
    signature = try form.optionalString("signature")
  }

  private static func isCommit(_ text: String) -> Bool {
    text.utf8.count == 40 && text.utf8.allSatisfy(Ascii.isLowerHex)
  }

  /// The document that is stored.
  public var json: JSONValue {
    var object = content
    object["signature"] = signature.map(JSONValue.string)
    return .object(object)
  }

  /// What the signature is over: the canonical form (RFC 8785) of the document without it.
  public func signedBytes() throws(JSONError) -> [UInt8] {
    try JSONValue.object(content).canonicalBytes(numbers: .exact)
  }

  private var content: JSONObject {
    var object: JSONObject = ["version": .number(JSONNumber(Gap.version))]
    object["from"] = from.map(JSONValue.string)
    object["to"] = .string(to)
    object["reason"] = .string(reason)
    object["acceptedBy"] = .string(acceptedBy)
    object["acceptedAt"] = .string(acceptedAt.description)
    return object
  }
}
