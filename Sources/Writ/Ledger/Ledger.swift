public import WritGit
import WritPolicy

/// The ledger of a policy repository: plans, applies, checkpoints, rollbacks and their history.
///
/// One ledger belongs to one task; the repository below it is not shared.
public final class Ledger {
  /// The repository.
  public let repository: Repository
  let objects: ObjectDatabase
  let surroundings: Surroundings
  let ruleBook: RuleBook
  let keyBook: KeyBook
  private(set) lazy var factCache = FactCache(self)
  /// Documents that were read already, by their blobs.
  let readDocuments = ReadDocuments()
  /// Lists of signers that were read already.
  let readTrust = ReadTrust()
  /// What is known of the history already, where somebody has walked it.
  var lineage: Lineage?
  private(set) lazy var provenanceIndex = ProvenanceIndex(self)
  /// Whom to tell what is done.
  public var observer = Observer()

  /// Opens the ledger of a repository.
  public init(_ repository: Repository, _ surroundings: Surroundings) throws {
    self.repository = repository
    self.surroundings = surroundings
    objects = try repository.objects()
    let blobs = GovernanceBlobs(objects)
    ruleBook = RuleBook(blobs)
    keyBook = KeyBook(blobs)
  }

  /// The folders whose content is governed.
  static let governed: [GitPath] = ["policies", "governance"]
  static let policies: GitPath = "policies"
  static let evidence: GitPath = "evidence"

  /// A branch and its tip.
  public struct Branch: Sendable {
    /// The full name, such as `refs/heads/main`.
    public let name: String
    /// The newest commit.
    public let tip: ObjectID
    /// Whether it is checked out in this work tree.
    public let isCheckedOut: Bool
  }

  /// The branch of that name, short or full; nil stands for the branch that `HEAD` names.
  public func branch(_ name: String? = nil) throws -> Branch {
    let head = try repository.head()
    guard let name else {
      switch head {
      case .branch(let name, let tip?): return Branch(name: name, tip: tip, isCheckedOut: true)
      case .branch(let name, nil):
        throw LedgerError(
          .usage, "unborn-branch", "The branch '\(name)' has no commit yet.",
          hint: "run 'writ init' to make the first one")
      case .detached(let id):
        throw LedgerError(
          .usage, "detached-head", "HEAD is detached at \(id.short) and names no branch.",
          hint: "check out a branch, or name one with --branch")
      }
    }
    let full = name.utf8.starts(with: "refs/".utf8) ? name : "refs/heads/\(name)"
    guard full.utf8.starts(with: "refs/heads/".utf8), let tip = try repository.reference(full)
    else {
      throw LedgerError(
        .usage, "unknown-branch", "There is no branch '\(name)'.",
        hint: "list the branches with 'git branch --all'")
    }
    var isCheckedOut = false
    if case .branch(full, _) = head { isCheckedOut = true }
    return Branch(name: full, tip: tip, isCheckedOut: isCheckedOut)
  }

  /// The history to look at.
  ///
  /// That of the named branch, or of what is checked out, be it a branch or not. Only a change
  /// needs a branch.
  public func viewpoint(_ name: String? = nil) throws -> Branch {
    if name == nil, case .detached(let id) = try repository.head() {
      return Branch(name: "HEAD", tip: id, isCheckedOut: false)
    }
    return try branch(name)
  }

  /// The commit that a revision names.
  public func commit(_ revision: String) throws -> ObjectID {
    guard let id = try repository.resolve(revision) else {
      throw LedgerError(
        .usage, "unknown-revision", "'\(revision)' names no commit here.",
        hint: "give an apply's id, a checkpoint, or any revision that git understands")
    }
    return try commit(id, named: revision)
  }

  /// The commit that an object is, or is a tag of.
  ///
  /// - Parameter revision: by what the user named the object.
  func commit(_ id: ObjectID, named revision: String) throws -> ObjectID {
    do {
      return try objects.peelToCommit(id)
    } catch {
      guard error.code == .invalid else { throw error }
      throw LedgerError(
        .usage, "no-commit", "'\(revision.oneLine)' names no commit: \(error.message)",
        hint: "name a commit, or a tag of one")
    }
  }

  /// A verdict that rests on history needs all of it.
  func requireWholeHistory(for what: String) throws {
    guard repository.isShallow else { return }
    throw LedgerError(
      .unverifiable, "shallow-clone",
      "The history was cut off by a shallow clone, so \(what) cannot be decided.",
      hint: "run 'git fetch --unshallow'")
  }

  /// The signatures of author and committer for a commit made now.
  func signatures(at time: Instant) throws -> (author: Signature, committer: Signature) {
    func signature(_ given: Surroundings.Identity?, _ role: String) throws -> Signature {
      guard let identity = try given ?? repository.configuredIdentity(role: role) else {
        throw LedgerError(
          .usage, "no-identity", "Git does not know who you are, so no commit can be made.",
          hint: "run 'git config --global user.name NAME' and 'git config --global user.email MAIL'"
        )
      }
      return Signature(
        name: identity.name, mail: identity.mail, seconds: time.seconds,
        offset: surroundings.offset)
    }
    return (
      try signature(surroundings.author, "author"),
      try signature(surroundings.committer, "committer")
    )
  }

  /// The identity that an actor has when none is given: git's own.
  public func gitActor() throws -> String? {
    let identity = try surroundings.author ?? repository.configuredIdentity(role: "author")
    return identity.map { "\($0.name) <\($0.mail)>" }
  }
}
