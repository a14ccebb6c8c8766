/// A field of the governance metadata.
public enum MetadataField: String, Sendable, CaseIterable {
  case actor
  case approvalRef
  case rationale
  case reviewBy
  case pullRequest

  /// The trailer that carries the field.
  public var key: GovernanceKey {
    switch self {
    case .actor: .actor
    case .approvalRef: .approvalRef
    case .rationale: .rationale
    case .reviewBy: .reviewBy
    case .pullRequest: .pullRequest
    }
  }

  /// The option of `writ apply` that gives the field.
  public var option: String {
    switch self {
    case .actor: "--actor"
    case .approvalRef: "--approval-ref"
    case .rationale: "--rationale"
    case .reviewBy: "--review-by"
    case .pullRequest: "--pr"
    }
  }
}

/// Who, on whose approval, why, until when: what a change says about itself.
public struct Metadata: Sendable, Equatable {
  /// `Name <mail>` or `automation:<name>`.
  public var actor: String?
  /// How the actor is known: `flag`, `environment`, `file`, `git`, `trailer`.
  public var actorSource: String?
  /// A URL, or an id in the team's own system.
  public var approvalRef: String?
  /// One line.
  public var rationale: String?
  /// An RFC 3339 date or date-time.
  public var reviewBy: String?
  /// A URL or `#N`.
  public var pullRequest: String?
  /// The idempotency key.
  public var key: String?

  /// Starts with nothing.
  public init() {}

  /// A field's value, or nil.
  public subscript(field: MetadataField) -> String? {
    get {
      switch field {
      case .actor: actor
      case .approvalRef: approvalRef
      case .rationale: rationale
      case .reviewBy: reviewBy
      case .pullRequest: pullRequest
      }
    }
    set {
      switch field {
      case .actor: actor = newValue
      case .approvalRef: approvalRef = newValue
      case .rationale: rationale = newValue
      case .reviewBy: reviewBy = newValue
      case .pullRequest: pullRequest = newValue
      }
    }
  }

  /// What is wrong with the values that are there, whatever the rules say: nothing that could
  /// forge or break a trailer ever reaches a commit.
  public var problems: [MessageProblem] {
    var result = MetadataField.allCases.compactMap { field in
      self[field].flatMap { field.key.check($0) }
    }
    if let key, let problem = GovernanceKey.key.check(key) { result.append(problem) }
    return result
  }

  /// The trailers for the values that are there, in the order of the fields.
  public var trailers: [Trailer] {
    MetadataField.allCases.compactMap { field in self[field].map { Trailer(field.key, $0) } }
  }

  /// The metadata that a message's trailers give.
  public init(trailersOf message: CommitMessage) {
    for field in MetadataField.allCases { self[field] = message.value(of: field.key) }
    actorSource = actor == nil ? nil : "trailer"
    key = message.value(of: .key)
  }
}
