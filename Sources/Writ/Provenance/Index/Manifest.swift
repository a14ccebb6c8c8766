import WritGit

/// What the index holds: its segments, oldest first, one beginning where the one before ends.
struct Manifest: Equatable {
  /// One segment.
  struct Entry: Equatable {
    var first: Int
    var last: Int
    var tip: ObjectID
    var size: Int
    var rows: ClosedRange<Int>
    /// The digest of the directory.
    var digest: UInt64
  }

  var entries: [Entry] = []

  /// Of an index that holds nothing.
  init() {}

  /// The stored form, which ends in its own digest.
  var bytes: [UInt8] {
    var writer = PackedWriter()
    writer.number(entries.count)
    for entry in entries {
      writer.number(entry.first)
      writer.number(entry.last)
      writer.raw(entry.tip.bytes)
      writer.number(entry.size)
      writer.number(entry.rows.lowerBound)
      writer.number(entry.rows.upperBound)
      writer.word(entry.digest)
    }
    writer.word(BlockDigest.of(writer.bytes))
    return writer.bytes
  }

  /// Reads the stored form; nil when it is not what was written.
  init?(_ bytes: [UInt8]) {
    guard bytes.count > 8 else { return nil }
    let body = Array(bytes.dropLast(8))
    var tail = PackedReader(bytes.suffix(8))
    guard tail.word() == BlockDigest.of(body) else { return nil }
    var reader = PackedReader(body)
    guard let count = reader.count() else { return nil }
    for _ in 0..<count {
      guard let entry = Self.entry(&reader), entry.first == (entries.last?.last ?? -1) + 1 else {
        return nil
      }
      entries.append(entry)
    }
  }

  private static func entry(_ reader: inout PackedReader) -> Entry? {
    guard let first = reader.count(), let last = reader.count(), last >= first,
      let tip = reader.raw(20).flatMap({ ObjectID(bytes: Array($0)) }),
      let size = reader.count(), let from = reader.count(), let to = reader.count(), from <= to,
      let digest = reader.word()
    else { return nil }
    return Entry(first: first, last: last, tip: tip, size: size, rows: from...to, digest: digest)
  }
}
