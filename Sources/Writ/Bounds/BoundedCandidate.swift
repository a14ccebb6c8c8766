import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// Throws when a candidate brings more than is judged in one commit.
  ///
  /// What a merge brings is counted against each of its parents, and together. A rollback that
  /// returns `policies/` as a whole to a state that was judged is not counted: the way back works
  /// however much came since, in as many commits.
  func requireBounded(_ candidate: inout Candidate) throws {
    do {
      if let excess = candidate.excess { throw excess }
      try measure(candidate)
    } catch let error as GitError where error.code == .tooMuch {
      guard try isWholeReturn(candidate) else { throw error }
      guard candidate.excess != nil, let tree = candidate.tree else { return }
      candidate.changes = try governedChanges(from: candidate.parentTree, to: tree)
      candidate.excess = nil
    }
  }

  /// The verdict on a candidate of which too much would have to be judged.
  func tooMuch(_ error: GitError, _ candidate: Candidate) throws -> CommitVerdict {
    let isGoverned = try isAdopted(candidate)
    var verdict = Verdict()
    if isGoverned { verdict.findings = [Finding(tooMuch: error).ofCommit] }
    var result = CommitVerdict(
      label: candidate.label,
      passedUntouched: isGoverned ? nil : "the repository was not adopted by writ",
      verdict: verdict)
    result.isBeforeAdoption = !isGoverned
    result.isUnread = true
    return result
  }

  /// Whether the candidate or its first parent has rules, be they readable or not.
  func isAdopted(_ candidate: Candidate) throws -> Bool {
    let path = GitPath(Rules.path)
    if let tree = candidate.parentTree, try objects.entry(at: path, in: tree) != nil { return true }
    return try candidate.file(path) != nil
  }

  private func measure(_ candidate: Candidate) throws {
    let limits = surroundings.limits
    guard candidate.parents.count <= limits.parents else {
      throw GitError(
        .tooMuch,
        "The merge has \(candidate.parents.count) parents, more than the \(limits.parents) that are "
          + "looked at for one commit.", hint: "merge fewer branches at a time")
    }
    var meter = ChangeMeter(limits)
    try measure(candidate.changes, &meter)
    var files = candidate.changes.count
    for parent in candidate.parents.dropFirst() {
      let changes = try changes(of: candidate, from: parent)
      files += changes.count
      guard files <= limits.files else {
        throw ChangeMeter.tooMuch(
          "The merge differs from its parents in more than the \(limits.files) files that are looked "
            + "at for one commit.")
      }
      try measure(changes, &meter)
    }
  }

  /// What differs from another parent, within the limits.
  private func changes(
    of candidate: Candidate, from parent: ObjectID
  ) throws -> [TreeChange] {
    guard let tree = candidate.tree else { return try candidate.changesFrom(parent) }
    var budget = surroundings.limits.trees
    return try governedChanges(
      from: roots(objects.commit(parent).tree), to: roots(tree), &budget)
  }

  func measure(_ changes: [TreeChange], _ meter: inout ChangeMeter) throws(GitError) {
    for change in changes {
      try meter.add(file: change.path)
      guard change.path.isDocument else { continue }
      for entry in [change.before, change.after] {
        guard let entry, entry.mode.isFile else { continue }
        try meter.add(source(of: entry.id, meter, change.path), at: change.path)
      }
    }
  }

  /// The bytes of a document, which is kept where it is small, as it is read soon.
  func source(
    of blob: ObjectID, _ meter: ChangeMeter, _ path: GitPath
  ) throws(GitError) -> [UInt8] {
    if let known = readDocuments.source(of: blob) { return known }
    guard let bytes = try objects.blob(blob, atMost: meter.mostBytes) else {
      throw meter.tooLarge(path)
    }
    if readDocuments.keeps(bytes.count) { _ = readDocument(bytes, of: blob) }
    return bytes
  }

  /// Whether a candidate is a rollback that makes `policies/` what it was in a state that was
  /// judged, and touches nothing else that is governed.
  private func isWholeReturn(_ candidate: Candidate) throws -> Bool {
    guard candidate.parents.count == 1, let parent = candidate.parents.first,
      let tree = candidate.tree, let parentTree = candidate.parentTree
    else { return false }
    let message = CommitMessage.read(candidate.message).message
    guard message.value(of: .intent) == Intent.rollback.rawValue,
      let restores = message.value(of: .restores),
      let source = try restoredCommit(restores, before: parent),
      try isJudged(source, onLineTo: parent)
    else { return false }
    let old = try roots(objects.commit(source).tree).governed
    let own = try roots(tree).governed
    let before = try roots(parentTree).governed
    return own.first == old.first && own.dropFirst() == before.dropFirst()
  }
}

extension Ledger {
  /// Throws when records list more bytes of artifacts than are read for one commit.
  func requireBounded(_ records: [Record]) throws(GitError) {
    var left = surroundings.limits.evidence
    for item in records.flatMap(\.evidence) {
      left -= min(item.size, left + 1)
      guard left >= 0 else {
        throw ChangeMeter.tooMuch(
          "The records of the change list more than the \(surroundings.limits.evidence) bytes of "
            + "artifacts that are read for one commit.")
      }
    }
  }
}

extension GitPath {
  /// Whether a file of this name is read as a document.
  var isDocument: Bool { bytes.suffix(5).elementsEqual(".json".utf8) }
}
