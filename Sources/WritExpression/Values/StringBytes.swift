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
      other.withBytes { right in
        left.count == right.count && left.elementsEqual(right)
      }
    }
  }

  /// Whether this text comes before the other by code points, which UTF-8 bytes order alike.
  func comesBefore(_ other: String) -> Bool {
    withBytes { left in other.withBytes { right in left.lexicographicallyPrecedes(right) } }
  }
}
