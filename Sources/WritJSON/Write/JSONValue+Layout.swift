extension JSONValue {
  /// Whether the text that this value was read from is the one that `serialized()` gives.
  ///
  /// - Parameter text: what it was read from; nothing can be said of any other text.
  public func isSerialized(as text: [UInt8]) -> Bool {
    // Where nothing is escaped and all is ASCII each string has one spelling, so the layout tells.
    let isPlain = text.allSatisfy { $0 < 0x7F && $0 != UInt8(ascii: "\\") }
    guard isPlain else { return serialized() == text }
    return text.withUnsafeBufferPointer { buffer in
      var check = LayoutCheck(buffer)
      return check.isSerialized()
    }
  }
}

/// Goes over strict JSON of plain characters and holds its white space against what is written.
private struct LayoutCheck {
  private let text: UnsafeBufferPointer<UInt8>
  private var place = 0
  private var depth = 0

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  private var next: UInt8? { place < text.count ? text[place] : nil }

  mutating func isSerialized() -> Bool {
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""): skipString()
      case UInt8(ascii: "{"), UInt8(ascii: "["): if !opens() { return false }
      case UInt8(ascii: ","): if !breaksLine() { return false }
      case UInt8(ascii: ":"): if !takesSpace() { return false }
      case UInt8(ascii: "\n"):
        // Nothing but the end of a container, or of the text, may follow.
        if depth == 0 { return place == text.count }
        depth -= 1
        guard takesIndentation(), next == UInt8(ascii: "}") || next == UInt8(ascii: "]") else {
          return false
        }
        place += 1
      // A container that is not empty ends on a line of its own.
      case 0x20, 0x09, 0x0D, UInt8(ascii: "}"), UInt8(ascii: "]"): return false
      default: continue
      }
    }
    return false
  }

  private mutating func skipString() {
    while let byte = next {
      place += 1
      if byte == UInt8(ascii: "\"") { return }
    }
  }

  private mutating func opens() -> Bool {
    if next == UInt8(ascii: "}") || next == UInt8(ascii: "]") {
      place += 1
      return true
    }
    depth += 1
    return breaksLine()
  }

  private mutating func breaksLine() -> Bool {
    guard next == UInt8(ascii: "\n") else { return false }
    place += 1
    return takesIndentation() && next != UInt8(ascii: "\n")
  }

  private mutating func takesIndentation() -> Bool {
    for _ in 0..<(2 * depth) {
      guard next == 0x20 else { return false }
      place += 1
    }
    return next != 0x20
  }

  private mutating func takesSpace() -> Bool {
    guard next == 0x20 else { return false }
    place += 1
    return next != 0x20 && next != UInt8(ascii: "\n")
  }
}
