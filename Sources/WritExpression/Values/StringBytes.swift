// These stand here and not in WritJSON so that they are inlined into the look-up of fields.

extension String {
  /// The UTF-8 bytes in place.
  @inline(__always)
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable({ body(UnsafeRawBufferPointer($0)) }) {
      return result
    }
    return Array(utf8).withUnsafeBytes(body)
  }

  /// Whether both texts are the same code points; `==` would also accept another normal form.
  @inline(__always)
  func isIdentical(to other: String) -> Bool {
    withBytes { left in
      other.withBytes { right in left.count == right.count && Self.areEqual(left, right) }
    }
  }

  /// Compares eight bytes at a time; the standard library's comparison goes byte by byte.
  @inline(__always)
  private static func areEqual(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
  ) -> Bool {
    let count = left.count
    var index = 0
    while index + 8 <= count {
      let a = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let b = right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      guard a == b else { return false }
      index += 8
    }
    while index < count {
      guard left[index] == right[index] else { return false }
      index += 1
    }
    return true
  }

  /// Whether this text comes before the other by code points, which UTF-8 bytes order alike.
  func comesBefore(_ other: String) -> Bool {
    withBytes { left in other.withBytes { right in left.lexicographicallyPrecedes(right) } }
  }
}
