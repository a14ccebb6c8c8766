public import WritGit
public import WritPolicy

/// What `writ verify` is asked.
public struct VerifyRequest: Sendable {
  /// A revision whose whole history is looked at, or `A..B`; nil stands for what is checked out.
  public var range: String?
  /// The commit at which governance began, or nil when the rules themselves tell.
  public var since: String?
  /// How many threads read and judge; nil for two, or one where there is one processor only.
  public var threads: Int?
  /// Whether commits that an earlier run verified are taken over from the cache.
  public var usesCache = true
  /// Whether the report lists every commit, and not only those in trouble.
  public var listsCommits = false

  /// The whole history of what is checked out.
  public init() {}
}

/// What is found of a commit that changes policy or governance.
public enum VerifyStatus: UInt8, Sendable, CaseIterable {
  /// Everything that was asked of it holds.
  case ok = 0
  /// No rules were in force yet.
  case beforeAdoption = 1
  /// A rule is violated, or something in it is not what it should be.
  case violation = 2
  /// Something that the verdict needs is missing or damaged.
  case unverifiable = 3
  /// It is in trouble, and a signed gap record accepts that.
  case gap = 4

  /// The word in output.
  public var word: String {
    switch self {
    case .ok: "ok"
    case .beforeAdoption: "before-adoption"
    case .violation: "violation"
    case .unverifiable: "unverifiable"
    case .gap: "gap"
    }
  }
}

/// A commit, with its status.
public struct VerifiedCommit: Sendable {
  /// The commit.
  public let id: ObjectID
  /// What was found.
  public var status: VerifyStatus
}

/// A commit or a reference that is in trouble; or one that is `ok` and worth a look all the same.
public struct VerifyProblem: Sendable {
  /// The commit, or nil when a reference is at fault.
  public let commit: ObjectID?
  /// The reference, or nil when a commit is at fault.
  public let reference: String?
  /// What was found.
  public var status: VerifyStatus
  /// What is violated.
  public var findings: [Finding] = []
  /// What is missing or damaged, one sentence each.
  public var missing: [String] = []
  /// The path of the gap record that accepts it.
  public var gap: String?
}

/// What `writ verify` found.
public struct VerifyReport: Sendable {
  /// The commit whose history was verified.
  public let tip: ObjectID
  /// The branch by its full name, or nil when a revision or a range was named.
  public let branch: String?
  /// The commits that changed policy or governance, newest first; none unless they were asked for.
  public internal(set) var commits: [VerifiedCommit] = []
  /// How many of them have each status, in the order of the statuses.
  var counts = [Int](repeating: 0, count: VerifyStatus.allCases.count)
  /// How many other commits there are.
  public internal(set) var others = 0
  /// The oldest commit that was judged by rules.
  public internal(set) var adoption: ObjectID?
  /// What is in trouble, newest first, references last.
  public internal(set) var problems: [VerifyProblem] = []
  /// The gap records in force.
  public internal(set) var gaps: [AcceptedGap] = []
  /// How many checkpoint tags stand where they should.
  public internal(set) var checkpoints = 0
  /// How many checkpoints were retired.
  public internal(set) var retired = 0
  /// How many commits are taken at the word of their record: a squash lost the trailers, and neither
  /// an approval nor a signature holds what it says of who and why.
  public internal(set) var takenAtTheirWord = 0
  /// How many commits an earlier run had verified.
  public internal(set) var known = 0

  /// How many commits have a status.
  public func count(of status: VerifyStatus) -> Int { counts[Int(status.rawValue)] }

  /// Whether anything is violated.
  public var isViolated: Bool { problems.contains { $0.status == .violation } }

  /// Whether anything could not be verified.
  public var isUnverifiable: Bool { problems.contains { $0.status == .unverifiable } }
}

/// A gap record, and whether it counts.
public struct AcceptedGap: Sendable {
  /// Where it stands.
  public let path: String
  /// What it says.
  public let gap: Gap
  /// How many commits in trouble it accepts.
  public var accepted = 0
}
