import WritGit
import WritPolicy

extension Ledger {
  /// The verdict on the commit that git is about to make with a message: by every way in which git
  /// may clean it, of which one that is refused refuses it.
  ///
  /// - Parameter encoding: the encoding that git is told to give the message; nil where the settings
  ///   say.
  public func judgeStaged(
    message: [UInt8], cleaned cleaning: MessageCleaning, encoding: String? = nil
  ) throws -> CommitVerdict {
    let parents = try stagedParents()
    let readings = try readings(of: message, cleaning)
    var last = try judgeStaged(readings[0], parents)
    for reading in readings.dropFirst() where last.isAllowed {
      last = try judgeStaged(reading, parents)
    }
    return try judgeEncoding(encoding, of: last)
  }

  /// The verdict on the commit that `git am` is about to make: the patch lies in the index, and the
  /// message is final.
  ///
  /// Git gives `pre-applypatch` no word of this. `applypatch-msg`, which gets the message, comes before
  /// the patch is applied.
  ///
  /// - Parameter encoding: the encoding that git is told to give the message; nil where the settings
  ///   say.
  public func judgePatch(encoding: String? = nil) throws -> CommitVerdict {
    let path = repository.gitPath("rebase-apply/final-commit")
    guard let message = try FileSystem.read(path, limit: 16 << 20) else {
      throw LedgerError(
        .usage, "no-patch", "No patch is being applied here: there is no file '\(path)'.",
        hint: "'git am' runs this hook by itself")
    }
    // Whatever else has been begun, such a commit stands on `HEAD` alone.
    let parents = try headCommit().map { [$0] } ?? []
    return try judgeEncoding(encoding, of: judgeStaged(message, parents))
  }

  /// Adds what is wrong with the encoding; what is not judged may say what it likes, here as on a
  /// server.
  private func judgeEncoding(
    _ encoding: String?, of judged: CommitVerdict
  ) throws -> CommitVerdict {
    var result = judged
    if judged.passedUntouched == nil, !judged.isBeforeAdoption {
      result.verdict.findings += try encodingFindings(ofCall: encoding)
    }
    return result
  }

  private func judgeStaged(_ message: [UInt8], _ parents: [ObjectID]) throws -> CommitVerdict {
    var candidate = try stagedCandidate(message: message, parents: parents)
    if case .branch(let name, _) = try repository.head() {
      candidate.branch = name
    } else {
      // As in the middle of a rebase: whoever takes the branch over asks.
      candidate.branch = "HEAD"
    }
    return try judge(candidate)
  }

  /// The verdict on the index before there is a message: only what no message could mend.
  public func judgeStagedFiles() throws -> CommitVerdict {
    let candidate = try stagedCandidate(message: [], parents: try stagedParents())
    let judged = try judge(candidate, looksBack: false)
    var verdict = judged.verdict
    // Whether it is a rollback, which passes whatever the rules are, the message will tell.
    verdict.findings.removeAll {
      $0 == judged.unreadableRules
        || ![.notStrictJSON, .documentName, .specialFile, .rulesForm].contains($0.code)
    }
    return CommitVerdict(
      label: judged.label, passedUntouched: judged.passedUntouched, verdict: verdict)
  }

  /// The parents of the commit in the making: `HEAD` and what is being merged; those of `HEAD`
  /// when it is being amended.
  private func stagedParents() throws -> [ObjectID] {
    guard let head = try headCommit() else { return [] }
    if try amendedCommit() == head { return try objects.commit(head).parents }
    return try [head] + mergeHeads()
  }

  private func headCommit() throws -> ObjectID? {
    switch try repository.head() {
    case .branch(_, let tip): tip
    case .detached(let id): id
    }
  }

  /// What is being merged.
  ///
  /// Of an annotated tag git notes the tag, and makes a parent of the commit that it stands for.
  private func mergeHeads() throws -> [ObjectID] {
    guard let bytes = try FileSystem.read(repository.gitPath("MERGE_HEAD"), limit: 1 << 20) else {
      return []
    }
    let noted = bytes.split(separator: UInt8(ascii: "\n")).compactMap {
      ObjectID(String(decoding: $0, as: UTF8.self))
    }
    return try noted.map { try objects.peelToCommit($0) }
  }

  // MARK: Amending

  private var amendMark: String { repository.gitPath("writ/amending") }

  /// `prepare-commit-msg` is the only hook that git tells of an amend, and not always.
  public func noteAmending(source: String?, commit: String?) throws {
    guard source == "commit", let commit, let head = try headCommit(),
      try repository.resolve(commit) == head
    else { return try forgetAmending() }
    try FileSystem.makeFolder(repository.gitPath("writ"))
    try FileSystem.write(Array(head.hex.utf8), to: amendMark, durable: false)
  }

  /// A new commit has begun: what an aborted one left must not be believed.
  public func forgetAmending() throws { try FileSystem.remove(amendMark) }

  private func amendedCommit() throws -> ObjectID? {
    try FileSystem.read(amendMark, limit: 128).flatMap {
      ObjectID(String(decoding: $0, as: UTF8.self))
    }
  }
}
