public import WritJSON

/// What a person, or somebody in their place, says by an approval: the predicate of the in-toto
/// Statement that is signed.
public struct ApprovalPredicate: Sendable, Equatable {
  /// The type of the predicate, with its version.
  public static let type = "urn:writ:approval:v1"

  /// How the consent is given.
  public let mode: Approval.Mode
  /// When it is given, as its giver states.
  public let time: Instant
  /// Why; one line, and always there in an emergency.
  public let note: String?
  /// When its values must be looked at again, where a review says so: an RFC 3339 date or date-time.
  public let reviewBy: String?
  /// What is approved.
  public let subject: ApprovalSubject

  /// Makes a predicate from its parts.
  public init(
    mode: Approval.Mode, time: Instant, note: String?, reviewBy: String? = nil,
    subject: ApprovalSubject
  ) {
    self.mode = mode
    self.time = time
    self.note = note
    self.reviewBy = reviewBy
    self.subject = subject
  }

  /// The document in the Statement.
  public var json: JSONValue {
    var object: JSONObject = [
      "mode": .string(mode.rawValue), "time": .string(time.description),
      "approved": subject.json,
    ]
    object["note"] = note.map(JSONValue.string)
    object["reviewBy"] = reviewBy.map(JSONValue.string)
    return .object(object)
  }

  /// Reads the document of a Statement.
  public init(_ document: JSONValue) throws(PolicyError) {
    let form = try Form(
      document, "the approval", known: ["mode", "time", "note", "reviewBy", "approved"])
    guard let mode = Approval.Mode(rawValue: try form.string("mode")) else {
      throw form.wrong("mode", "human, delegated or break-glass")
    }
    self.mode = mode
    let time = try form.string("time")
    do throws(TimeError) {
      self.time = try Instant.parse(time)
    } catch {
      throw form.wrong("time", "an RFC 3339 date-time")
    }
    note = try form.optionalString("note")
    if let note, let problem = GovernanceKey.rationale.check(note) {
      throw PolicyError(
        .form, "In the approval, '/note' cannot be used: \(problem.sentence)", pointer: "/note")
    }
    guard mode != .breakGlass || note != nil else {
      throw form.wrong("note", "the reason for an approval in an emergency")
    }
    reviewBy = try form.optionalString("reviewBy")
    if let reviewBy, ReviewDate(reviewBy) == nil {
      throw form.wrong("reviewBy", "an RFC 3339 date or date-time")
    }
    guard let approved = form.value("approved") else { throw form.wrong("approved", "an object") }
    subject = try ApprovalSubject(approved, at: form.place("approved"))
  }
}
