/// One name in a tree.
public struct TreeEntry: Sendable, Hashable {
  /// What kind of thing the name stands for.
  public enum Mode: UInt32, Sendable {
    case folder = 0o040000
    case file = 0o100644
    case executable = 0o100755
    case symbolicLink = 0o120000
    case submodule = 0o160000

    /// Old histories hold files with other permission bits; they are files all the same.
    init?(bits: UInt32) {
      if let mode = Mode(rawValue: bits) {
        self = mode
      } else if bits & 0o170000 == 0o100000 {
        self = bits & 0o100 == 0 ? .file : .executable
      } else {
        return nil
      }
    }

    /// Whether it is an ordinary file.
    public var isFile: Bool { self == .file || self == .executable }
  }

  /// The mode.
  public let mode: Mode
  /// The object.
  public let id: ObjectID

  /// Makes an entry.
  public init(mode: Mode = .file, id: ObjectID) {
    self.mode = mode
    self.id = id
  }
}

/// Walks the stored form of a tree: `mode SP name NUL id`, again and again.
struct TreeReader {
  private let content: UnsafeRawBufferPointer
  private(set) var position = 0
  private(set) var isDamaged = false

  init(_ content: UnsafeRawBufferPointer) { self.content = content }

  struct Item {
    let name: UnsafeRawBufferPointer
    let entry: TreeEntry
    let range: Range<Int>

    /// Folders sort as if their name ended in a slash.
    func sortKey() -> [UInt8] {
      entry.mode == .folder ? Array(name) + [UInt8(ascii: "/")] : Array(name)
    }
  }

  mutating func next() -> Item? {
    guard position < content.count else { return nil }
    let start = position
    var bits: UInt32 = 0
    var cursor = position
    while cursor < content.count, content[cursor] != UInt8(ascii: " ") {
      let digit = content[cursor] &- UInt8(ascii: "0")
      guard digit < 8, bits < 1 << 24 else { return damaged() }
      bits = bits << 3 | UInt32(digit)
      cursor += 1
    }
    let nameStart = cursor + 1
    guard nameStart < content.count,
      let end = content[nameStart...].firstIndex(of: 0), end + 21 <= content.count,
      let mode = TreeEntry.Mode(bits: bits), let base = content.baseAddress
    else { return damaged() }
    position = end + 21
    return Item(
      name: UnsafeRawBufferPointer(rebasing: content[nameStart..<end]),
      entry: TreeEntry(mode: mode, id: ObjectID(raw: base + end + 1)), range: start..<position)
  }

  private mutating func damaged() -> Item? {
    isDamaged = true
    position = content.count
    return nil
  }
}
