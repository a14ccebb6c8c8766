// `String ==` merges canonically equivalent spellings (NFC and NFD), which JSON does not: keys and
// strings are compared by their UTF-8 bytes everywhere in this package.

extension String {
  /// Whether both strings have the same UTF-8 bytes.
  package func hasSameBytes(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let answer = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { right in left.elementsEqual(right) }
    }
    if case .some(.some(let same)) = answer { return same }
    return utf8.elementsEqual(other.utf8)
  }

  /// Whether this string's UTF-8 bytes sort before the other's.
  package func bytesPrecede(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// A hash of the UTF-8 bytes.
  package var byteHash: Int {
    var hasher = Hasher()
    hashBytes(into: &hasher)
    return hasher.finalize()
  }

  /// Feeds the UTF-8 bytes, and a byte that UTF-8 never holds as an end mark, to the hasher.
  package func hashBytes(into hasher: inout Hasher) {
    let done: Void? = utf8.withContiguousStorageIfAvailable {
      hasher.combine(bytes: UnsafeRawBufferPointer($0))
    }
    if done == nil { for byte in utf8 { hasher.combine(byte) } }
    hasher.combine(0xFF as UInt8)
  }
}

/// A string that is equal to another only when their UTF-8 bytes are; fit for dictionary keys.
package struct ByteString: Hashable, Sendable, Comparable {
  /// The string itself.
  package let string: String

  /// Wraps a string.
  package init(_ string: String) { self.string = string }

  package static func == (left: Self, right: Self) -> Bool {
    left.string.hasSameBytes(as: right.string)
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.string.bytesPrecede(right.string)
  }

  package func hash(into hasher: inout Hasher) { string.hashBytes(into: &hasher) }
}
