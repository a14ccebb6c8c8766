import WritGit

/// A stretch of the first-parent history in the index: one sorted table.
struct Segment {
  /// The ordinal of its first commit.
  let first: Int
  /// The ordinal of its last commit that counts; what it tells of later ones does not.
  var last: Int
  /// The last commit that counts.
  var tip: ObjectID
  /// How many bytes its blocks have.
  let size: Int
  /// The rows that hold its blocks and, as the last one, its directory; nil in memory.
  let rows: ClosedRange<Int>?
  let table: SortedTable

  /// How many commits count.
  var count: Int { last - first + 1 }

  /// Calls `body` with the events of a list, oldest first.
  func events(_ key: IndexKey, _ body: (IndexEvent) -> Void) throws {
    try table.scan(key.bytes) { stored, value in
      guard stored.count == key.bytes.count || stored.count == key.bytes.count + 4 else { return }
      try IndexEvent.unpack(value) { if $0.ordinal <= last { body($0) } }
    }
  }

  /// Calls `body` with the events of all lists whose keys begin with `prefix`.
  func events(under prefix: [UInt8], _ body: (IndexKey, IndexEvent) -> Void) throws {
    try table.scan(prefix) { stored, value in
      guard let key = IndexKey(stored: stored) else {
        throw Database.Failure.damaged("A key of the index is not what was written.")
      }
      try IndexEvent.unpack(value) { if $0.ordinal <= last { body(key, $0) } }
    }
  }

  /// The id and the time of a commit.
  func commit(_ ordinal: Int) throws -> CommitRow {
    let key = [IndexKey.commits] + IndexKey.packed(ordinal)
    guard let found = try table.last(atMost: key),
      let row = CommitRow.find(ordinal, key: found.key, found.value[...])
    else { throw Database.Failure.damaged("The index has lost a commit.") }
    return row
  }

  /// Calls `body` with all commits that count, oldest first.
  func commits(_ body: (CommitRow) throws -> Void) throws {
    try table.scan([IndexKey.commits]) { key, value in
      for row in try CommitRow.rows(key: key, value) where row.ordinal <= last { try body(row) }
    }
  }
}

/// A commit of the first-parent history as the index keeps it.
struct CommitRow {
  let ordinal: Int
  let id: ObjectID
  /// When it was made, in seconds since 1970.
  let seconds: Int64

  /// How many stand together.
  static let chunk = 256

  /// The stored form of neighbours.
  static func pack(_ rows: some Collection<CommitRow>) -> [UInt8] {
    var writer = PackedWriter()
    var last: Int64 = 0
    for row in rows {
      writer.raw(row.id.bytes)
      // Commits may state any number, so differences may wrap round, and do so back again.
      writer.signed(Int(row.seconds &- last))
      last = row.seconds
    }
    return writer.bytes
  }

  /// Adds neighbours to a table.
  static func add(_ rows: [CommitRow], to writer: inout TableWriter) {
    for start in stride(from: 0, to: rows.count, by: chunk) {
      let part = rows[start..<min(start + chunk, rows.count)]
      writer.add([IndexKey.commits] + IndexKey.packed(rows[start].ordinal), pack(part))
    }
  }

  static func find(_ ordinal: Int, key: [UInt8], _ value: ArraySlice<UInt8>) -> CommitRow? {
    guard key.first == IndexKey.commits else { return nil }
    do {
      return try rows(key: key, value).first { $0.ordinal == ordinal }
    } catch {
      return nil
    }
  }

  static func rows(key: [UInt8], _ value: ArraySlice<UInt8>) throws -> [CommitRow] {
    var ordinal = key.dropFirst().reduce(0) { $0 << 8 | Int($1) }
    var reader = PackedReader(value)
    var seconds: Int64 = 0
    var rows: [CommitRow] = []
    while !reader.isAtEnd {
      guard let id = reader.raw(20).flatMap({ ObjectID(bytes: Array($0)) }),
        let delta = reader.signed()
      else { throw Database.Failure.damaged("The commits of the index are not what was written.") }
      seconds &+= Int64(delta)
      rows.append(CommitRow(ordinal: ordinal, id: id, seconds: seconds))
      ordinal += 1
    }
    return rows
  }
}
