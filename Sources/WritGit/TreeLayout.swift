/// Where the entries of a well-formed tree begin.
///
/// A tree in which nothing but ids is another has the same layout, and is as well-formed: whether
/// entries are in order rests on modes and names alone.
final class TreeLayout {
  private let starts: [Int]
  private let end: Int

  /// Nil for a tree that is damaged.
  init?(_ tree: UnsafeRawBufferPointer) {
    var reader = TreeReader(tree)
    var starts: [Int] = []
    while let item = reader.next() { starts.append(item.range.lowerBound) }
    if reader.isDamaged { return nil }
    self.starts = starts
    end = tree.count
  }

  /// The entries that differ between two trees of which one has this layout, by their bytes; nil where
  /// more differs than ids, which is not looked at.
  func differences(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
  ) -> [Range<Int>]? {
    guard left.count == end, right.count == end else { return nil }
    var result: [Range<Int>] = []
    var position = 0
    while let place = TreeLayout.mismatch(left, right, from: position) {
      let entry = entry(at: place)
      guard place >= entry.upperBound - 20 else { return nil }
      result.append(entry)
      position = entry.upperBound
    }
    return result
  }

  /// The entry to which a byte belongs.
  private func entry(at place: Int) -> Range<Int> {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= place { low = middle } else { high = middle }
    }
    return starts[low]..<(low + 1 < starts.count ? starts[low + 1] : end)
  }

  /// The first byte from a place on that differs between two buffers of one length.
  private static func mismatch(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, from start: Int
  ) -> Int? {
    var place = start
    let width = MemoryLayout<UInt64>.size
    while place + width <= left.count {
      let difference =
        left.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        ^ right.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      if difference != 0 {
        return place + UInt64(littleEndian: difference).trailingZeroBitCount / 8
      }
      place += width
    }
    while place < left.count {
      if left[place] != right[place] { return place }
      place += 1
    }
    return nil
  }
}

/// The layouts of trees that were compared last: neighbours in a history mostly share theirs.
struct TreeLayouts {
  private var known: [(tree: ObjectID, layout: TreeLayout)] = []
  private var next = 0

  /// The folders on the way to a document, of both sides, and some more.
  private static let kept = 16
  /// A tree of less is read faster than its layout is found.
  private static let least = 512

  /// The layout of one of two trees, or nil.
  subscript(_ left: ObjectID, _ right: ObjectID) -> TreeLayout? {
    known.first { $0.tree == left || $0.tree == right }?.layout
  }

  /// Notes that a tree has a layout.
  mutating func note(_ tree: ObjectID, _ layout: TreeLayout) {
    if known.contains(where: { $0.tree == tree }) { return }
    if known.count < TreeLayouts.kept {
      known.append((tree, layout))
    } else {
      known[next] = (tree, layout)
      next = (next + 1) % TreeLayouts.kept
    }
  }

  /// Whether it is likely that the layout of two trees is asked for again.
  static func isWorthwhile(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
  ) -> Bool {
    left.count == right.count && left.count >= least
  }
}
