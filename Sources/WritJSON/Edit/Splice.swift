/// One change of bytes: what stands in the range gives way to the replacement.
struct Splice {
  var range: Range<Int>
  var replacement: [UInt8]

  /// The bytes with the change made.
  func applied(to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count - range.count + replacement.count)
    result += bytes[..<range.lowerBound]
    result += replacement
    result += bytes[range.upperBound...]
    return result
  }
}
