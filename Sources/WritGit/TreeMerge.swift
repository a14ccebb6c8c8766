/// Puts changed entries among the entries of a stored tree in one pass, copying what lies between
/// them as it is.
struct TreeMerge {
  /// A changed name: what shall stand there, or nothing.
  typealias Change = (name: [UInt8], entry: TreeEntry?)

  private let content: UnsafeRawBufferPointer
  private let names: [UnsafeRawBufferPointer]
  private let changes: [Change]
  private var output: [UInt8] = []

  /// The stored form of the tree with `changes`, or nil when the tree is damaged.
  static func merge(_ content: UnsafeRawBufferPointer, _ changes: [Change]) -> [UInt8]? {
    // One buffer for all names, so that they can be compared where they are.
    let text = changes.flatMap(\.name)
    return text.withUnsafeBytes { buffer in
      var start = 0
      let names = changes.map { change in
        defer { start += change.name.count }
        return UnsafeRawBufferPointer(rebasing: buffer[start..<start + change.name.count])
      }
      var merge = TreeMerge(content: content, names: names, changes: changes)
      return merge.run() ? merge.output : nil
    }
  }

  private init(content: UnsafeRawBufferPointer, names: [UnsafeRawBufferPointer], changes: [Change])
  {
    self.content = content
    self.names = names
    self.changes = changes
    let added = changes.reduce(0) { $0 + $1.name.count + 28 }
    output.reserveCapacity(content.count + added)
  }

  private mutating func run() -> Bool {
    // A changed name takes the place of a file as well as of a folder, which sort apart.
    var files = SortedKeys(names.map { TreeKey(name: $0, isFolder: false) })
    var folders = SortedKeys(names.map { TreeKey(name: $0, isFolder: true) })
    let added = changes.indices.filter { changes[$0].entry != nil }
    let addedKeys = added.map {
      TreeKey(name: names[$0], isFolder: changes[$0].entry?.mode == .folder)
    }
    var additions = zip(addedKeys, added).sorted { $0.0 < $1.0 }[...]
    var reader = TreeReader(content)
    var copied = 0
    while let item = reader.next() {
      while let first = additions.first, first.0 < item.key {
        copy(&copied, to: item.range.lowerBound)
        append(changes[additions.removeFirst().1])
      }
      let isReplaced =
        item.entry.mode == .folder ? folders.reaches(item.key) : files.reaches(item.key)
      if isReplaced {
        copy(&copied, to: item.range.lowerBound)
        copied = item.range.upperBound
      }
    }
    copy(&copied, to: content.count)
    for (_, index) in additions { append(changes[index]) }
    return !reader.isDamaged
  }

  private mutating func copy(_ copied: inout Int, to end: Int) {
    output.append(contentsOf: content[copied..<end])
    copied = end
  }

  private mutating func append(_ change: Change) {
    guard let entry = change.entry else { return }
    output.append(contentsOf: String(entry.mode.rawValue, radix: 8).utf8)
    output.append(UInt8(ascii: " "))
    output.append(contentsOf: change.name)
    output.append(0)
    output.append(contentsOf: entry.id.bytes)
  }
}

/// Keys in order, read along with items that come in the same order.
private struct SortedKeys {
  private let keys: [TreeKey]
  private var position = 0

  init(_ keys: [TreeKey]) { self.keys = keys.sorted { $0 < $1 } }

  /// Whether `key` is one of them.
  mutating func reaches(_ key: TreeKey) -> Bool {
    while position < keys.count {
      let order = keys[position].order(key)
      if order >= 0 { return order == 0 }
      position += 1
    }
    return false
  }
}
