import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// As `log`, for filters that the index knows the commits of.
  func indexedLog(
    from revision: String?, on branch: String?, _ filter: LogFilter, _ body: (Entry) throws -> Void
  ) throws {
    let view = try history(of: revision, on: branch, for: "which changes it had")
    // What was found is told at the end, so that a damaged index tells nothing twice.
    let entries = try view.answering { timeline, _ in
      var search = IndexedLog(self, timeline, filter)
      return try search.entries()
    }
    for entry in entries { try body(entry) }
  }
}

/// Finds the commits that a filter lets through by the lists that they must be in.
private struct IndexedLog {
  private let ledger: Ledger
  private let timeline: Timeline
  private let filter: LogFilter
  private let fates: FateFinder
  private var terms: CommitTerms

  init(_ ledger: Ledger, _ timeline: Timeline, _ filter: LogFilter) {
    self.ledger = ledger
    self.timeline = timeline
    self.filter = filter
    fates = FateFinder(ledger, timeline)
    terms = CommitTerms(ledger)
  }

  mutating func entries() throws -> [Entry] {
    var found: [Entry] = []
    for ordinal in try candidates() {
      let commit = try ledger.objects.commit(timeline.commit(ordinal).id)
      for commit in try [commit] + ledger.mergedCommits(commit) where try matches(commit, ordinal) {
        found.append(try ledger.entry(commit))
        if found.count >= filter.limit { return found }
      }
    }
    // A value that is or was there has been changed by somebody.
    if found.isEmpty, filter.isAboutPlace, let name = filter.document, let pointer = filter.pointer
    {
      try ledger.refuseUnknown(name, pointer, timeline, DocumentVersions(ledger, timeline))
    }
    return found
  }

  /// The ordinals that all lists have in common, newest first.
  private func candidates() throws -> [Int] {
    if filter.limit == 0 { return [] }
    var lists = try filter.terms.map { try timeline.ordinals($0) }
    if let name = filter.document {
      let path = GitPath(name.path)
      let versions = try timeline.versions(of: path)
      if versions.isEmpty { throw try ledger.unknownPolicy(name, timeline) }
      lists.append(
        try filter.pointer.map { try timeline.touches(of: ValuePlace(path: path, pointer: $0)) }
          ?? versions.map(\.ordinal))
    }
    // A merge is later than what it brings, so an older time decides nothing about those.
    if lists.isEmpty { lists.append(try ordinalsInTime()) }
    var result = Set(lists[0])
    for list in lists.dropFirst() { result.formIntersection(list) }
    return result.sorted(by: >)
  }

  private func ordinalsInTime() throws -> [Int] {
    var result: [Int] = []
    for segment in timeline.segments {
      try segment.commits { row in
        if filter.since.map({ row.seconds >= $0.seconds }) ?? true { result.append(row.ordinal) }
      }
    }
    return result
  }

  private mutating func matches(_ commit: Commit, _ ordinal: Int) throws -> Bool {
    guard filter.holds(Instant(seconds: commit.committer.seconds)),
      try ledger.changesPolicy(commit, filter.document)
    else { return false }
    let said = filter.terms.isEmpty ? [] : try terms.keysOfItself(commit)
    guard filter.terms.allSatisfy(said.contains), try changesPlace(commit) else { return false }
    guard let fate = filter.fate else { return true }
    return try ledger.documentChanges(of: commit).contains { document in
      try document.changes.contains { try has(fate, $0, document, ordinal) }
    }
  }

  private func changesPlace(_ commit: Commit) throws -> Bool {
    guard let pointer = filter.pointer, let name = filter.document else { return true }
    let path = GitPath(name.path)
    return try ledger.documentChanges(of: commit).contains { document in
      GitPath(document.path) == path
        && document.before?.value(at: pointer) != document.after?.value(at: pointer)
    }
  }

  private func has(
    _ wanted: LogFilter.Fate, _ change: JSONChange, _ document: DocumentChange, _ ordinal: Int
  ) throws -> Bool {
    let place = ValuePlace(path: GitPath(document.path), pointer: change.pointer)
    let made = FateFinder.Made(
      place: place, before: change.before, after: change.after, ordinal: ordinal)
    switch (wanted, try fates.fate(of: made)) {
    case (.inForce, .inForce), (.rolledBack, .rolledBack): return true
    default: return false
    }
  }
}
