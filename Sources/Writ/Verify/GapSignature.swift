import WritGit
import WritJSON
import WritPolicy
import WritSignature

/// What the time that a gap record states is held against.
///
/// Who accepts a gap states the time themselves, and a key that is not valid any more could still
/// sign a record of a time when it was.
struct GapTimes {
  /// The commit with which the record came.
  var bringer: Ledger.Bringer?
  /// The latest time that a commit states which the record accepts, in seconds since 1970.
  var newest: Int64?
  /// When the record came in, where somebody saw it come.
  var arrival: Instant?

  /// For a record of the history: it came with a commit.
  init(broughtBy bringer: Ledger.Bringer?, newest: Int64?) {
    self.bringer = bringer
    self.newest = newest
  }

  /// For a record that comes in: of what it accepts only the end is looked at, as a push may bring
  /// many records that accept much.
  init(broughtBy bringer: Ledger.Bringer, arrival: Instant, end: Int64?) {
    self.bringer = bringer
    self.arrival = arrival
    newest = end
  }

  /// Why a record cannot have been made when it says.
  fileprivate func problem(_ acceptedAt: Instant) -> String? {
    guard let bringer else { return "The commit that brought it cannot be read." }
    if let backdating = bringer.backdating { return backdating }
    let seconds = bringer.time.seconds
    if acceptedAt.seconds > seconds + Ledger.clockSkew {
      return "It states the time \(acceptedAt), and the commit that brought it, \(bringer.name), "
        + "is of \(bringer.time)."
    }
    // Where a commit states a later time than what came after it, one of the clocks was wrong.
    let latest = newest.map { min($0, seconds) - Ledger.clockSkew }
    guard let latest, acceptedAt.seconds < latest else { return nil }
    return "It states the time \(acceptedAt), when what it accepts did not exist."
  }

  /// The times at which the key must have been valid, besides the one that the record states.
  fileprivate var others: [(seconds: Int64, words: String)] {
    var result: [(seconds: Int64, words: String)] = []
    if let bringer { result.append((bringer.time.seconds, "when it was brought, at")) }
    if let newest { result.append((newest, "when what it accepts was made, at")) }
    if let arrival { result.append((arrival.seconds, "when it came in, at")) }
    return result
  }
}

/// Lists of signers by which a gap record must be signed.
struct GapLists {
  /// What they say.
  let trust: FoundTrust
  /// The commit in trouble that changed them; nil for those in force.
  var changedBy: ObjectID?
}

extension Ledger {
  /// The commit that brought a file to a line as it is.
  struct Bringer {
    /// How it is named.
    let name: String
    /// The time that it states.
    let time: Instant
    /// Why that time cannot be so.
    var backdating: String?
  }

  /// The commits of the line of first parents with which some files came to it as they are.
  ///
  /// One that cannot be found, as an object is missing or damaged, is left out.
  func bringers(
    of files: [(path: GitPath, entry: TreeEntry)], at tip: ObjectID
  ) throws -> [GitPath: Bringer] {
    var result: [GitPath: Bringer] = [:]
    var waiting = files
    do {
      var current = try objects.commit(tip)
      while !waiting.isEmpty {
        let parent = try current.parents.first.map { try objects.commit($0) }
        let isSame = try parent.map { try governance(in: $0.tree) == governance(in: current.tree) }
        if isSame != true {
          let bringer = bringer(current, on: parent)
          waiting = try waiting.filter { path, entry in
            if let parent, try objects.entry(at: path, in: parent.tree) == entry { return true }
            result[path] = bringer
            return false
          }
        }
        guard let parent else { break }
        current = parent
      }
    } catch let error as GitError where error.code == .missingObject || error.code == .corrupt {
      return result
    }
    return result
  }

  private func governance(in tree: ObjectID) throws -> TreeEntry? {
    try objects.entry(at: "governance", in: tree)
  }

  private func bringer(_ commit: Commit, on parent: Commit?) -> Bringer {
    let time = Instant(seconds: commit.committer.seconds)
    let finding = parent.flatMap { backdating(at: time, on: $0.id, of: $0.committer.seconds) }
    return Bringer(name: commit.id.short, time: time, backdating: finding?.message)
  }

  /// Why a gap record does not count, or nil when it does: it must be signed by who accepted the
  /// gap, with a key that may sign gap records and was valid all the while.
  func gapFinding(
    _ gap: Gap, _ path: GitPath, _ times: GapTimes, trusting lists: [GapLists]
  ) throws -> Finding? {
    var problem = times.problem(gap.acceptedAt)
    for list in lists where problem == nil {
      let own = try signatureProblem(of: gap, times, list.trust)
      problem = own.map { list.words + $0 }
    }
    return problem.map {
      Finding(
        .gapUnsigned, path: path.description, "The gap record \(path) does not count: \($0)",
        mend:
          "have it signed by who accepted it, with a key of governance/allowed_signers that may "
          + "sign in the namespace '\(Gap.namespace)' and is valid, and bring it then")
    }
  }

  /// The tree whose lists of signers a commit replaced by others; nil where it left them alone.
  ///
  /// As of a signature those of the first parent; its own where nobody was a signer yet.
  func listsChanged(by commit: Commit) throws -> ObjectID? {
    let before = try signerTree(of: commit)
    let isChanged = try Ledger.signerLists.contains {
      try objects.entry(at: $0, in: before) != objects.entry(at: $0, in: commit.tree)
    }
    guard isChanged, try objects.entry(at: Ledger.allowedSigners, in: before) != nil else {
      return nil
    }
    return before
  }

  private func signatureProblem(
    of gap: Gap, _ times: GapTimes, _ trust: FoundTrust
  ) throws -> String? {
    guard let signature = gap.signature else { return "It has no signature." }
    switch trust {
    case .unreadable(let reason): return "The lists of signers cannot be read: \(reason)"
    case .trust(let trust):
      let bytes = try gap.signedBytes()
      func problem(at seconds: Int64) -> String? {
        let identities = Ledger.identities(of: gap.acceptedBy)
        let verdict = trust.judge(
          armored: Array(signature.utf8), over: bytes, namespace: Gap.namespace, at: seconds,
          asking: identities)
        guard verdict.status == .good else { return verdict.reason }
        let signer = verdict.principals.first ?? ""
        return identities.contains(where: { $0.hasSameBytes(as: signer) })
          ? nil : "It is not signed by who accepted it."
      }
      if let problem = problem(at: gap.acceptedAt.seconds) { return problem }
      for (seconds, words) in times.others {
        guard let problem = problem(at: seconds) else { continue }
        return "It does not hold \(words) \(Instant(seconds: seconds)): \(problem)"
      }
      return nil
    }
  }
}

extension GapLists {
  fileprivate var words: String {
    guard let changedBy else { return "" }
    return "By the lists of signers before the commit \(changedBy.short), which it accepts: "
  }
}

extension Finding {
  /// A gap record that cannot be read.
  init(gapRecord path: GitPath, _ error: PolicyError) {
    self.init(
      .gapUnsigned, path: path.description, pointer: error.pointer, error.message,
      mend: error.hint ?? "write the gap record anew")
  }
}

extension GitPath {
  /// Whether a gap record stands there.
  var isGapRecord: Bool {
    isInside(GitPath(Gap.folder)) && bytes.suffix(5).elementsEqual(".json".utf8)
  }
}
