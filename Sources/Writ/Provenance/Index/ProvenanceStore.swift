import WritGit

/// The file of the provenance index: an SQLite database that holds the blocks of sorted tables and a
/// manifest of them.
///
/// All that one question reads is of one state. Everything that is read is checked against the
/// digests that the manifest leads to, so that damage shows wherever it is.
final class ProvenanceStore {
  private let database: Database
  private let isWritable: Bool
  private var isReading = false
  private var reading: Database.Statement?

  /// Changing what is stored, or how, needs a new number.
  static let version: Int64 = 3
  private static let manifestRow = 0

  /// Opens or makes the index at `path`; one of another version is emptied.
  init(path: String) throws {
    database = try Database(path: path, .writeAhead)
    isWritable = true
    if try storedVersion() != Self.version { try makeTable() }
  }

  /// Opens an index that cannot be written.
  init(untouchedAt path: String) throws {
    database = try Database(path: path, .untouched)
    isWritable = false
    guard try storedVersion() == Self.version else {
      throw Database.Failure.damaged("The index is of another version.")
    }
  }

  private func storedVersion() throws -> Int64 {
    var found: Int64 = 0
    try database.prepare("PRAGMA user_version").run([]) { found = $0.integer(0) }
    return found
  }

  private func makeTable() throws {
    try database.transaction {
      // Another process may have made it meanwhile.
      if try storedVersion() == Self.version { return }
      try database.run("DROP TABLE IF EXISTS block")
      try database.run("CREATE TABLE block(id INTEGER PRIMARY KEY, content BLOB NOT NULL)")
      try write(Manifest().bytes, at: Self.manifestRow)
      try database.run("PRAGMA user_version=\(Self.version)")
    }
  }

  // MARK: Reading

  /// The manifest; what is read from now on is of the same state.
  func manifest() throws -> Manifest {
    endReading()
    try database.run("BEGIN")
    isReading = true
    return try storedManifest()
  }

  /// Lets go of the state that was read.
  func endReading() {
    reading = nil
    guard isReading else { return }
    isReading = false
    // There is nothing to lose when this fails: the transaction only reads.
    do { try database.run("COMMIT") } catch { return }
  }

  private func storedManifest() throws -> Manifest {
    guard let manifest = Manifest(try content(Self.manifestRow)) else {
      throw Database.Failure.damaged("The manifest of the index is not what was written.")
    }
    return manifest
  }

  private func content(_ row: Int) throws -> [UInt8] {
    let statement = try reading ?? database.prepare("SELECT content FROM block WHERE id = ?")
    reading = statement
    var result: [UInt8]?
    try statement.run([.integer(Int64(row))]) { result = $0.blob(0) }
    guard let result else { throw Database.Failure.damaged("The index has lost a block.") }
    return result
  }

  /// A segment, ready to be read.
  func segment(_ entry: Manifest.Entry) throws -> Segment {
    let directory = try content(entry.rows.upperBound)
    guard BlockDigest.of(directory) == entry.digest,
      let blocks = SortedTable.blocks(fromDirectory: directory)
    else { throw Database.Failure.damaged("A directory of the index is not what was written.") }
    let table = SortedTable(blocks) { try self.content($0) }
    return Segment(
      first: entry.first, last: entry.last, tip: entry.tip, size: entry.size, rows: entry.rows,
      table: table)
  }

  // MARK: Writing

  /// Puts segments in the place of those that `manifest` tells of; false when the index has become
  /// another one meanwhile, or cannot be written.
  ///
  /// - Parameters:
  ///   - kept: how many of the first segments stay, with what counts of them.
  ///   - added: a table for each segment that is new.
  func replace(
    _ manifest: Manifest, keeping kept: [Manifest.Entry], adding added: [(Segment, TableWriter)]
  ) throws -> Bool {
    guard isWritable else { return false }
    endReading()
    var isDone = false
    try database.transaction {
      guard try storedManifest() == manifest else { return }
      reading = nil
      for entry in manifest.entries where !kept.contains(where: { $0.rows == entry.rows }) {
        try database.run(
          "DELETE FROM block WHERE id BETWEEN \(entry.rows.lowerBound) AND \(entry.rows.upperBound)"
        )
      }
      var result = Manifest()
      result.entries = kept
      var row = (manifest.entries.map(\.rows.upperBound).max() ?? Self.manifestRow) + 1
      for (segment, table) in added {
        result.entries.append(try write(segment, table, from: row))
        row = (result.entries.last?.rows.upperBound ?? row) + 1
      }
      try write(result.bytes, at: Self.manifestRow)
      isDone = true
    }
    return isDone
  }

  private func write(
    _ segment: Segment, _ table: TableWriter, from start: Int
  ) throws -> Manifest.Entry {
    var blocks: [SortedTable.Block] = []
    let statement = try database.prepare("INSERT OR REPLACE INTO block VALUES(?, ?)")
    for (place, block) in table.blocks.enumerated() {
      try statement.run([.integer(Int64(start + place)), .blob(block.bytes)])
      blocks.append(
        SortedTable.Block(
          firstKey: block.firstKey, row: start + place, digest: BlockDigest.of(block.bytes)))
    }
    let directory = SortedTable.directory(of: blocks)
    let end = start + blocks.count
    try statement.run([.integer(Int64(end)), .blob(directory)])
    return Manifest.Entry(
      first: segment.first, last: segment.last, tip: segment.tip, size: segment.size,
      rows: start...end, digest: BlockDigest.of(directory))
  }

  private func write(_ bytes: [UInt8], at row: Int) throws {
    try database.prepare("INSERT OR REPLACE INTO block VALUES(?, ?)")
      .run([.integer(Int64(row)), .blob(bytes)])
  }
}
