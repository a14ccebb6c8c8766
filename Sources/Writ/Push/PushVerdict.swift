public import WritPolicy

/// Why a push is refused: one reference or one commit of it.
public struct PushFinding: Sendable {
  /// The reference.
  public let reference: String
  /// The commit, or nil when the reference itself is at fault.
  public let commit: String?
  /// What is wrong.
  public let finding: Finding
}

/// What the judge says of a push.
public struct PushVerdict: Sendable {
  /// Why it is refused; nothing when it is not.
  public internal(set) var findings: [PushFinding] = []
  /// Whether the judge stopped at the most refused commits that are told at once.
  public internal(set) var isCutShort = false

  /// Whether the push may pass.
  public var isAllowed: Bool { findings.isEmpty }

  /// How many refused commits are told at once: a pusher decides how many there are.
  static let mostCommits = 100
}
