import WritGit
import WritJSON

/// Reads commits of the first-parent history, oldest first, and tells the index what they did.
struct TimelineBuilder {
  private let ledger: Ledger
  /// The history before the first commit that is read.
  private let base: Timeline
  private var terms: CommitTerms
  private var versions: VersionReader
  private var segment: SegmentBuilder
  private var parent: GovernedRoots

  init(_ ledger: Ledger, on base: Timeline) throws {
    self.ledger = ledger
    self.base = base
    terms = CommitTerms(ledger)
    versions = VersionReader(ledger)
    segment = SegmentBuilder(first: base.last + 1)
    parent = try ledger.roots(base.tip.map { try ledger.objects.commit($0).tree })
  }

  /// Reads the next commit.
  mutating func add(_ commit: Commit) throws {
    let ordinal = base.last + 1 + segment.count
    let row = CommitRow(ordinal: ordinal, id: commit.id, seconds: commit.committer.seconds)
    segment.add(row)
    for key in try terms.keys(of: commit) {
      segment.add(IndexEvent(ordinal: ordinal, kind: .said), to: key)
    }
    let own = try terms.roots(commit.tree)
    for change in try changes(to: own) { add(change, ordinal) }
    parent = own
  }

  private mutating func changes(to own: GovernedRoots) throws -> [VersionChange] {
    let (base, ledger) = (base, ledger)
    return try versions.changes(from: parent, to: own) { path in
      // A version that this builder has read itself is known to the reader of versions.
      try ledger.lastReadable(of: path, base.versions(of: path)) { try base.commit($0).id }
    }
  }

  private mutating func add(_ change: VersionChange, _ ordinal: Int) {
    segment.add(
      IndexEvent(ordinal: ordinal, kind: change.state), to: IndexKey(file: change.path))
    for (pointer, source) in change.sources {
      let payload = IndexEvent.Payload.source(path: source.path, pointer: source.pointer)
      segment.add(
        IndexEvent(ordinal: ordinal, kind: .carried, payload: payload),
        to: IndexKey(path: change.path, pointer: pointer))
    }
    for touch in change.touches {
      if touch.kind == .added, change.sources[touch.pointer] != nil { continue }
      segment.add(touch.event(ordinal), to: IndexKey(path: change.path, pointer: touch.pointer))
    }
    // The source of a renamed file is not read, so nothing in it was touched.
    if let source = change.renamedFrom {
      segment.add(
        IndexEvent(ordinal: ordinal, kind: .removed), to: IndexKey(path: source, pointer: []))
    }
  }

  /// The finished table.
  consuming func table() -> TableWriter { segment.table() }
}

extension Ledger {
  /// The last version of a file, out of its history, that was strict JSON.
  func lastReadable(
    of path: GitPath, _ history: [IndexEvent], commit: (Int) throws -> ObjectID
  ) throws -> TreeEntry? {
    guard let event = history.last(where: { $0.kind != IndexEvent.Kind.unreadable }),
      event.kind == IndexEvent.Kind.version
    else { return nil }
    return try objects.entry(at: path, in: objects.commit(commit(event.ordinal)).tree)
  }
}

extension Segment {
  /// A segment that is held in memory.
  init(_ table: TableWriter, first: Int, last: Int, tip: ObjectID) {
    let blocks = table.blocks
    self.init(
      first: first, last: last, tip: tip, size: blocks.reduce(0) { $0 + $1.bytes.count }, rows: nil,
      table: SortedTable(
        blocks.enumerated().map { place, block in
          SortedTable.Block(
            firstKey: block.firstKey, row: place, digest: BlockDigest.of(block.bytes))
        }, fetch: { blocks[$0].bytes }))
  }
}

extension JSONTouch {
  /// What the index tells of it.
  fileprivate func event(_ ordinal: Int) -> IndexEvent {
    switch kind {
    case .added: IndexEvent(ordinal: ordinal, kind: .added)
    case .removed: IndexEvent(ordinal: ordinal, kind: .removed)
    case .changed: IndexEvent(ordinal: ordinal, kind: .changed, payload: before)
    case .reordered(let runs): IndexEvent(ordinal: ordinal, kind: .reordered, payload: .runs(runs))
    }
  }

  /// The scalar that was there, when it is short.
  private var before: IndexEvent.Payload {
    guard let old, old.kind != .object, old.kind != .array,
      old.byteRange.count <= IndexEvent.longestBefore
    else { return .none }
    return .before(Array(old.sourceText.utf8))
  }
}
