/// A sorted table as it is read: its directory, and where to get its blocks.
final class SortedTable {
  /// One block, as the directory tells of it.
  struct Block {
    /// The first key in it.
    let firstKey: [UInt8]
    /// What gets its bytes.
    let row: Int
    /// The digest of its bytes.
    let digest: UInt64
  }

  /// The blocks in order.
  let blocks: [Block]
  private let fetch: (Int) throws -> [UInt8]
  private var cache: [Int: [UInt8]] = [:]
  private var cached: [Int] = []

  /// How many blocks are kept in memory.
  private static let cacheLimit = 64

  /// Makes a table from its blocks.
  ///
  /// - Parameter fetch: gets the bytes of a block by its row.
  init(_ blocks: [Block], fetch: @escaping (Int) throws -> [UInt8]) {
    self.blocks = blocks
    self.fetch = fetch
  }

  /// The stored form of a directory.
  static func directory(of blocks: [Block]) -> [UInt8] {
    var writer = PackedWriter()
    writer.number(blocks.count)
    for block in blocks {
      writer.text(block.firstKey)
      writer.number(block.row)
      writer.word(block.digest)
    }
    return writer.bytes
  }

  /// Reads the stored form of a directory; nil when it is none.
  static func blocks(fromDirectory bytes: [UInt8]) -> [Block]? {
    var reader = PackedReader(bytes)
    guard let count = reader.count(), count <= bytes.count else { return nil }
    var blocks: [Block] = []
    blocks.reserveCapacity(count)
    for _ in 0..<count {
      guard let key = reader.text(), let row = reader.count(), let digest = reader.word() else {
        return nil
      }
      blocks.append(Block(firstKey: Array(key), row: row, digest: digest))
    }
    return blocks
  }

  /// Calls `body` with the entries whose keys begin with `prefix`, in order.
  func scan(
    _ prefix: [UInt8], _ body: (_ key: [UInt8], _ value: ArraySlice<UInt8>) throws -> Void
  ) throws {
    var place = lastBlock(startingAtMost: prefix)
    while place < blocks.count {
      var cursor = BlockCursor(try content(place))
      while try cursor.next() {
        if cursor.key.starts(with: prefix) {
          try body(cursor.key, cursor.value)
        } else if prefix.lexicographicallyPrecedes(cursor.key) {
          return
        }
      }
      place += 1
    }
  }

  /// The entry with the greatest key that is not above `key`.
  func last(atMost key: [UInt8]) throws -> (key: [UInt8], value: [UInt8])? {
    guard !blocks.isEmpty else { return nil }
    var cursor = BlockCursor(try content(lastBlock(startingAtMost: key)))
    var found: (key: [UInt8], value: [UInt8])?
    while try cursor.next(), !key.lexicographicallyPrecedes(cursor.key) {
      found = (cursor.key, Array(cursor.value))
    }
    return found
  }

  /// The place of the last block whose first key is not above `key`, or of the first one.
  private func lastBlock(startingAtMost key: [UInt8]) -> Int {
    var low = 0
    var high = blocks.count
    while low < high {
      let middle = (low + high) / 2
      if key.lexicographicallyPrecedes(blocks[middle].firstKey) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return max(0, low - 1)
  }

  /// The bytes of a block, which are those that were written.
  func content(_ place: Int) throws -> [UInt8] {
    if let known = cache[place] { return known }
    let bytes = try fetch(blocks[place].row)
    guard BlockDigest.of(bytes) == blocks[place].digest else {
      throw Database.Failure.damaged("A block of the index is not what was written.")
    }
    if cached.count >= Self.cacheLimit { cache[cached.removeFirst()] = nil }
    cache[place] = bytes
    cached.append(place)
    return bytes
  }
}
