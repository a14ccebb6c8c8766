/// Writes a sorted table: keys in ascending order of their bytes, each with a value, in blocks.
///
/// A key is stored without what it shares with the one before it in its block.
struct TableWriter {
  /// A block that is full, with the first key in it.
  typealias Finished = (firstKey: [UInt8], bytes: [UInt8])

  private(set) var blocks: [Finished] = []
  private var current = PackedWriter()
  private var firstKey: [UInt8] = []
  private var lastKey: [UInt8] = []

  /// A little under four pages of SQLite's.
  private static let blockSize = 16_000

  /// Adds an entry, whose key must come after all others.
  mutating func add(_ key: [UInt8], _ value: [UInt8]) {
    if current.bytes.isEmpty {
      firstKey = key
      lastKey = []
    }
    var shared = 0
    while shared < min(lastKey.count, key.count), lastKey[shared] == key[shared] { shared += 1 }
    current.number(shared)
    current.text(key[shared...])
    current.text(value)
    lastKey = key
    if current.bytes.count >= Self.blockSize { closeBlock() }
  }

  /// Ends the last block.
  mutating func finish() { if !current.bytes.isEmpty { closeBlock() } }

  private mutating func closeBlock() {
    blocks.append((firstKey, current.bytes))
    current = PackedWriter()
  }
}

/// Walks the entries of one block.
struct BlockCursor {
  private var reader: PackedReader
  private(set) var key: [UInt8] = []
  private(set) var value: ArraySlice<UInt8> = []

  init(_ block: [UInt8]) { reader = PackedReader(block) }

  /// Goes to the next entry; false at the end.
  ///
  /// - Throws: when the block is not what was written.
  mutating func next() throws(Database.Failure) -> Bool {
    if reader.isAtEnd { return false }
    guard let shared = reader.count(), shared <= key.count, let rest = reader.text(),
      let value = reader.text()
    else { throw .damaged("A block of the index is not what was written.") }
    key.removeLast(key.count - shared)
    key.append(contentsOf: rest)
    self.value = value
    return true
  }
}
