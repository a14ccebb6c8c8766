/// A change of an object, as gitformat-pack(5) tells it: pieces of the base and new bytes.
enum Delta {
  /// What a change makes of its base, for the caller to deallocate; nil when it does not fit, or
  /// would make more than `limit` bytes.
  static func apply(
    _ delta: UnsafeRawBufferPointer, to base: UnsafeRawBufferPointer, limit: Int
  ) -> UnsafeMutableRawBufferPointer? {
    var reader = NumberReader(delta[...], at: 0)
    guard reader.number() == base.count, let size = reader.number(), size <= limit else {
      return nil
    }
    let result = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)
    if fill(result, delta, from: reader.position, base) { return result }
    result.deallocate()
    return nil
  }

  private static func fill(
    _ result: UnsafeMutableRawBufferPointer, _ delta: UnsafeRawBufferPointer, from start: Int,
    _ base: UnsafeRawBufferPointer
  ) -> Bool {
    var position = start
    var written = 0
    while position < delta.count {
      let code = delta[position]
      position += 1
      let source: UnsafeRawBufferPointer.SubSequence
      if code & 0x80 != 0 {
        guard let (offset, count) = piece(code, delta, &position), offset <= base.count,
          count <= base.count - offset
        else { return false }
        source = base[offset..<(offset + count)]
      } else {
        let count = Int(code)
        guard count > 0, count <= delta.count - position else { return false }
        source = delta[position..<(position + count)]
        position += count
      }
      guard source.count <= result.count - written else { return false }
      UnsafeMutableRawBufferPointer(rebasing: result[written...])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: source))
      written += source.count
    }
    return written == result.count
  }

  /// Which piece of the base comes next: each bit of `code` tells whether a byte follows.
  private static func piece(
    _ code: UInt8, _ delta: UnsafeRawBufferPointer, _ position: inout Int
  ) -> (offset: Int, count: Int)? {
    var value = 0
    for bit in 0..<7 where code & 1 << bit != 0 {
      guard position < delta.count else { return nil }
      value |= Int(delta[position]) << (8 * bit)
      position += 1
    }
    let count = value >> 32
    return (value & 0xFFFF_FFFF, count == 0 ? 0x1_0000 : count)
  }
}
