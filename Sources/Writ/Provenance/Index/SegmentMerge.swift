/// Makes one table of segments that follow each other.
struct SegmentMerge {
  private let segments: [Segment]
  private var cursors: [TableCursor]
  private var writer = TableWriter()

  /// Merges segments, oldest first.
  static func table(of segments: [Segment]) throws -> TableWriter {
    var merge = SegmentMerge(segments)
    try merge.mergeCommits()
    try merge.mergeLists()
    merge.writer.finish()
    return merge.writer
  }

  private init(_ segments: [Segment]) {
    self.segments = segments
    cursors = segments.map { TableCursor($0.table) }
  }

  private mutating func mergeCommits() throws {
    var rows: [CommitRow] = []
    for (place, segment) in segments.enumerated() {
      _ = try cursors[place].next()
      while cursors[place].key.first == IndexKey.commits {
        rows += try CommitRow.rows(key: cursors[place].key, cursors[place].value)
          .filter { $0.ordinal <= segment.last }
        _ = try cursors[place].next()
      }
    }
    CommitRow.add(rows, to: &writer)
  }

  private mutating func mergeLists() throws {
    while let stored = cursors.filter({ !$0.isAtEnd }).map(\.key).min(by: Self.isBefore) {
      guard let key = IndexKey(stored: stored) else {
        throw Database.Failure.damaged("A key of the index is not what was written.")
      }
      var list: EventList?
      for (place, segment) in segments.enumerated() {
        while !cursors[place].isAtEnd, IndexKey(stored: cursors[place].key) == key {
          try IndexEvent.unpack(cursors[place].value) { event in
            if event.ordinal > segment.last { return }
            if list == nil { list = EventList(event) } else { list?.append(event) }
          }
          _ = try cursors[place].next()
        }
      }
      list?.add(to: &writer, key)
    }
  }

  private static func isBefore(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.lexicographicallyPrecedes(right)
  }
}

/// Walks all entries of a table.
private struct TableCursor {
  private let table: SortedTable
  private var place = 0
  private var block: BlockCursor?
  private(set) var isAtEnd = false
  private(set) var key: [UInt8] = []
  private(set) var value: ArraySlice<UInt8> = []

  init(_ table: SortedTable) { self.table = table }

  /// Goes to the next entry; false at the end, where there is no key.
  mutating func next() throws -> Bool {
    while true {
      if block != nil, try block?.next() == true {
        key = block?.key ?? []
        value = block?.value ?? []
        return true
      }
      guard place < table.blocks.count else {
        isAtEnd = true
        key = []
        return false
      }
      block = BlockCursor(try table.content(place))
      place += 1
    }
  }
}
