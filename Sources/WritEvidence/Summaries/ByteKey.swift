/// A name that is compared by its bytes: Unicode would take two spellings for one.
struct ByteKey: Hashable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  /// Takes bytes, which must be UTF-8.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.isASCII {
      text = String(decoding: bytes, as: UTF8.self)
    } else {
      guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
      self.text = text
    }
  }

  static func == (left: ByteKey, right: ByteKey) -> Bool { left.text.hasBytes(of: right.text) }

  func hash(into hasher: inout Hasher) {
    let isDone: Void? = text.utf8.withContiguousStorageIfAvailable {
      hasher.combine(bytes: UnsafeRawBufferPointer($0))
    }
    if isDone == nil { for byte in text.utf8 { hasher.combine(byte) } }
  }
}

extension String {
  /// Whether these are the bytes of the text.
  func hasBytes(of other: UnsafeBufferPointer<UInt8>) -> Bool {
    utf8.withContiguousStorageIfAvailable { $0.hasBytes(of: other) } ?? utf8.elementsEqual(other)
  }

  /// Whether two texts have the same bytes.
  func hasBytes(of other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let answer = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { left.hasBytes(of: $0) }
    }
    return (answer ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The bytes of a text that stands in the program.
  init(constant text: StaticString) {
    self.init(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  var isASCII: Bool {
    let bytes = UnsafeRawBufferPointer(self)
    var place = 0
    while place + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      if word & 0x8080_8080_8080_8080 != 0 { return false }
      place += 8
    }
    while place < bytes.count {
      if bytes[place] >= 0x80 { return false }
      place += 1
    }
    return true
  }

  var isUTF8: Bool { isASCII || String(validating: self, as: UTF8.self) != nil }

  /// Whether as many bytes elsewhere are the same, compared eight at a time.
  func hasBytes(of other: UnsafeBufferPointer<UInt8>) -> Bool {
    let (left, right) = (UnsafeRawBufferPointer(self), UnsafeRawBufferPointer(other))
    guard left.count == right.count else { return false }
    var place = 0
    while place + 8 <= left.count {
      guard
        left.loadUnaligned(fromByteOffset: place, as: UInt64.self)
          == right.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      else { return false }
      place += 8
    }
    while place < left.count {
      guard left[place] == right[place] else { return false }
      place += 1
    }
    return true
  }
}
