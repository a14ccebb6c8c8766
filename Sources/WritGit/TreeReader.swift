internal import Glibc

/// Walks the stored form of a tree: `mode SP name NUL id`, again and again.
///
/// A tree whose names are not in Git's order, or occur twice, is damaged: readers could disagree on
/// what it holds.
struct TreeReader {
  private let content: UnsafeRawBufferPointer
  private var position = 0
  private var last: Item?
  /// Files read before whose names a later folder may still repeat.
  private var open: [Item] = []
  private(set) var isDamaged = false

  init(_ content: UnsafeRawBufferPointer) { self.content = content }

  struct Item {
    let name: UnsafeRawBufferPointer
    let entry: TreeEntry
    let range: Range<Int>

    /// Folders sort as if their name ended in a slash.
    var key: TreeKey { TreeKey(name: name, isFolder: entry.mode == .folder) }

    func begins(with other: Item) -> Bool {
      guard name.count >= other.name.count, let a = name.baseAddress,
        let b = other.name.baseAddress
      else { return false }
      return memcmp(a, b, other.name.count) == 0
    }
  }

  mutating func next() -> Item? {
    guard position < content.count else { return nil }
    guard let item = parse(), inOrder(item) else {
      isDamaged = true
      position = content.count
      return nil
    }
    position = item.range.upperBound
    last = item
    return item
  }

  private func parse() -> Item? {
    guard let base = content.baseAddress else { return nil }
    var bits: UInt32 = 0
    var cursor = position
    while cursor < content.count, content[cursor] != UInt8(ascii: " ") {
      let digit = content[cursor] &- UInt8(ascii: "0")
      guard digit < 8, bits < 1 << 24 else { return nil }
      bits = bits << 3 | UInt32(digit)
      cursor += 1
    }
    let start = cursor + 1
    guard start < content.count, let nul = memchr(base + start, 0, content.count - start) else {
      return nil
    }
    let count = UnsafeRawPointer(nul) - (base + start)
    let end = start + count + 21
    guard count > 0, end <= content.count, let mode = TreeEntry.Mode(bits: bits),
      memchr(base + start, Int32(UInt8(ascii: "/")), count) == nil
    else { return nil }
    return Item(
      name: UnsafeRawBufferPointer(start: base + start, count: count),
      entry: TreeEntry(mode: mode, id: ObjectID(raw: base + end - 20)), range: position..<end)
  }

  /// A file and a folder of one name sort apart, with only names in between that begin with it.
  private mutating func inOrder(_ item: Item) -> Bool {
    guard let last else { return true }
    guard last.key < item.key else { return false }
    if last.entry.mode != .folder, item.begins(with: last) { open.append(last) }
    while let file = open.last, !item.begins(with: file) { open.removeLast() }
    guard item.entry.mode == .folder else { return true }
    return !open.contains { $0.name.count == item.name.count }
  }
}

extension TreeReader {
  /// Takes the next entry where it has the mode and the name of an entry of another tree, which was
  /// found to be in order, and returns its id; nil, and nothing is taken, otherwise.
  ///
  /// Whether entries are in order rests on modes and names alone, so this tree is as well-formed as
  /// the other one as far as all entries from the first one on are taken so.
  mutating func takeLike(_ item: Item) -> ObjectID? {
    let size = item.range.count
    let head = size - 20
    guard content.count - position >= size, let own = content.baseAddress,
      let name = item.name.baseAddress,
      memcmp(own + position, name - (head - 1 - item.name.count), head) == 0
    else { return nil }
    defer { position += size }
    return ObjectID(raw: own + position + head)
  }

  /// Reads again by itself what was taken like the entries of another tree, to go on from there.
  mutating func catchUp() {
    let end = position
    if end == content.count { return }
    position = 0
    while position < end, next() != nil {}
  }

  /// All entries that are left.
  mutating func all() -> [(name: [UInt8], entry: TreeEntry)] {
    var result: [(name: [UInt8], entry: TreeEntry)] = []
    while let item = next() { result.append((Array(item.name), item.entry)) }
    return result
  }

  /// The entry of a name.
  ///
  /// Reads on to where a folder of the name would stand, so that a tree with the name twice is seen
  /// to be damaged.
  mutating func find(_ name: UnsafeRawBufferPointer) -> TreeEntry? {
    let last = TreeKey(name: name, isFolder: true)
    var found: TreeEntry?
    while let item = next() {
      let key = item.key
      if key.hasName(of: last) { found = item.entry }
      if last < key { break }
    }
    return found
  }
}

/// The place of a name among the names of a tree.
struct TreeKey {
  let name: UnsafeRawBufferPointer
  let isFolder: Bool

  /// Negative, zero or positive, as C compares.
  func order(_ other: TreeKey) -> Int32 {
    let common = min(name.count, other.name.count)
    if let a = name.baseAddress, let b = other.name.baseAddress {
      let order = memcmp(a, b, common)
      if order != 0 { return order }
    }
    return Int32(byte(at: common)) - Int32(other.byte(at: common))
  }

  /// A name is followed by a slash when it is a folder's, and by nothing otherwise.
  private func byte(at index: Int) -> UInt8 {
    if index < name.count { return name[index] }
    return isFolder ? UInt8(ascii: "/") : 0
  }

  func hasName(of other: TreeKey) -> Bool {
    guard name.count == other.name.count else { return false }
    guard let a = name.baseAddress, let b = other.name.baseAddress else { return true }
    return memcmp(a, b, name.count) == 0
  }

  static func < (left: TreeKey, right: TreeKey) -> Bool { left.order(right) < 0 }
}
