/// Counts the values of a text without reading it: scalars, arrays and objects.
///
/// A value far inside counts more than once, since whoever looks at it handles its pointer: once
/// more for every 64 bytes of that and for every 8 levels; and so does an element of a long array, once
/// more for every 65,536 before it, since finding out which elements are the same takes longer there. Of a text that is no JSON the number says
/// nothing, but it is the same each time.
public enum ValueCount {
  /// What the index of an element is taken to add to a pointer.
  private static let index = 8
  private static let long = 65_536

  /// How many values a text has; one more than `most`, or above, where there are more.
  ///
  /// - Parameter pointer: how many bytes lead to the text itself, as part of every pointer.
  public static func of(_ text: [UInt8], pointer: Int, atMost most: Int) -> Int {
    text.withUnsafeBufferPointer { bytes in
      var counter = Counter(bytes, pointer: pointer)
      return counter.count(atMost: most)
    }
  }

  private struct Level {
    let isObject: Bool
    /// The length of the pointer to the container.
    let pointer: Int
    /// How many members or elements came before.
    var count = 0
  }

  private struct Counter {
    let bytes: UnsafeBufferPointer<UInt8>
    var at = 0
    var total = 0
    var levels: [Level] = []
    /// The length of the pointer to the value that comes next.
    var pointer: Int
    var expectsKey = false

    init(_ bytes: UnsafeBufferPointer<UInt8>, pointer: Int) {
      self.bytes = bytes
      self.pointer = pointer
    }

    mutating func count(atMost most: Int) -> Int {
      while at < bytes.count, total <= most {
        switch bytes[at] {
        case UInt8(ascii: "\""): string()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          // Nobody reads on where it is nested more deeply.
          guard levels.count < JSONLimits.default.depth else { return total }
          open(isObject: bytes[at] == UInt8(ascii: "{"))
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if levels.popLast() != nil { at += 1 } else { return total }
        case UInt8(ascii: ","): next()
        case UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D: at += 1
        default: scalar()
        }
      }
      return total
    }

    private mutating func note() {
      total += 1 + pointer / 64 + levels.count / 8
      if let level = levels.last, !level.isObject { total += level.count / ValueCount.long }
    }

    private mutating func open(isObject: Bool) {
      note()
      levels.append(Level(isObject: isObject, pointer: pointer))
      at += 1
      enter()
    }

    /// Before the next member or element.
    private mutating func enter() {
      guard let level = levels.last else { return }
      expectsKey = level.isObject
      pointer = level.pointer + ValueCount.index
    }

    private mutating func next() {
      at += 1
      if !levels.isEmpty { levels[levels.count - 1].count += 1 }
      enter()
    }

    private mutating func string() {
      let start = at
      at += 1
      while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
        at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
      }
      at = min(at + 1, bytes.count)
      guard expectsKey, let level = levels.last else { return note() }
      pointer = level.pointer + at - start
      expectsKey = false
    }

    private mutating func scalar() {
      note()
      while at < bytes.count {
        switch bytes[at] {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09, 0x0A, 0x0D,
          UInt8(ascii: "\""), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ":"):
          return
        default: at += 1
        }
      }
    }
  }
}
