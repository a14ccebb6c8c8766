// `String ==` merges canonically equivalent spellings (NFC and NFD), which JSON does not: keys and
// strings are compared by their UTF-8 bytes everywhere in this package.

extension String {
  /// Whether both strings have the same UTF-8 bytes.
  package func hasSameBytes(as other: String) -> Bool {
    let answer = utf8.withContiguousStorageIfAvailable {
      other.hasBytes(UnsafeRawBufferPointer($0))
    }
    return answer ?? utf8.elementsEqual(other.utf8)
  }

  /// Whether these are the string's UTF-8 bytes.
  package func hasBytes(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard utf8.count == bytes.count else { return false }
    let answer = utf8.withContiguousStorageIfAvailable {
      ByteScan.areEqual(UnsafeRawBufferPointer($0), 0, bytes, 0, count: bytes.count)
    }
    return answer ?? utf8.elementsEqual(bytes)
  }

  /// Whether this string's UTF-8 bytes sort before the other's.
  package func bytesPrecede(_ other: String) -> Bool {
    let answer = utf8.withContiguousStorageIfAvailable { own in
      other.utf8.withContiguousStorageIfAvailable { own.lexicographicallyPrecedes($0) }
    }
    return (answer ?? nil) ?? utf8.lexicographicallyPrecedes(other.utf8)
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
