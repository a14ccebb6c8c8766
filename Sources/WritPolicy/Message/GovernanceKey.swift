import WritJSON

/// A trailer key that writ owns.
public enum GovernanceKey: String, Sendable, Hashable, CaseIterable {
  /// Who acts: `Name <mail>` or `automation:<name>`.
  case actor = "Actor"
  /// What approved it: a URL or an id in the team's own system.
  case approvalRef = "Approval-Ref"
  /// Why, on one line.
  case rationale = "Rationale"
  /// When this must be looked at again: an RFC 3339 date or date-time.
  case reviewBy = "Review-By"
  /// The pull request: a URL or `#N`.
  case pullRequest = "Pull-Request"
  /// The intent of the apply.
  case intent = "Writ-Intent"
  /// The record: `<path of record.json> sha256:<hex>`.
  case record = "Writ-Record"
  /// The decision: `promote` or `hold`, then ` sha256:<hex>`.
  case decision = "Writ-Decision"
  /// One artifact: `<name> sha256:<hex>`, in order of the names' bytes.
  case evidence = "Writ-Evidence"
  /// The tag on the tip before the apply: `checkpoint/<id>`.
  case checkpoint = "Writ-Checkpoint"
  /// What a rollback restores or undoes: a checkpoint, an apply's id or a commit.
  case restores = "Writ-Restores"
  /// The idempotency key.
  case key = "Writ-Key"

  /// How often a key stands in one message.
  public enum Occurrence: Sendable, Equatable {
    /// Exactly once.
    case once
    /// At most once.
    case atMostOnce
    /// Any number of times.
    case any
  }

  /// How often this key stands in the message of an apply.
  public var occurrence: Occurrence {
    switch self {
    case .actor, .approvalRef, .rationale, .reviewBy, .intent, .record: .once
    case .pullRequest, .decision, .checkpoint, .restores, .key: .atMostOnce
    case .evidence: .any
    }
  }

  /// The most bytes a governance value may have.
  public static let valueLimit = 1024

  /// The four keys that a person supplies with every change.
  public static let metadata: [GovernanceKey] = [.actor, .approvalRef, .rationale, .reviewBy]

  /// The key that is written exactly so, or nil.
  ///
  /// Every line of every message is asked, so only keys of the same length are compared.
  init?(exactly name: String) {
    let bytes = name.utf8
    let key = GovernanceKey.ofLength(bytes.count).first { $0.rawValue.hasSameBytes(as: name) }
    guard let key else { return nil }
    self = key
  }

  /// The key that has these letters in any case, or nil.
  ///
  /// - Parameter name: ASCII bytes; other bytes never match.
  init?(ignoringCase name: some Collection<UInt8>) {
    let key = GovernanceKey.ofLength(name.count).first { key in
      zip(key.rawValue.utf8, name).allSatisfy { Ascii.lowercase($0) == Ascii.lowercase($1) }
    }
    guard let key else { return nil }
    self = key
  }

  private static func ofLength(_ count: Int) -> [GovernanceKey] {
    count < byLength.count ? byLength[count] : []
  }

  private static let byLength: [[GovernanceKey]] = {
    var lists: [[GovernanceKey]] = []
    for key in allCases {
      while lists.count <= key.rawValue.utf8.count { lists.append([]) }
      lists[key.rawValue.utf8.count].append(key)
    }
    return lists
  }()
}
