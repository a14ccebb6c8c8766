/// A place in a text as people count it.
public struct JSONPosition: Sendable, Hashable {
  /// The line, from 1; lines end with LF, and so with CRLF.
  public let line: Int
  /// The column, from 1, counted in Unicode scalars.
  public let column: Int

  /// The position of a byte in a text; offsets beyond the end give the end.
  init(ofByte offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    let end = min(max(offset, 0), bytes.count)
    var line = 1
    var start = 0
    for place in 0..<end where bytes[place] == 0x0A {
      line += 1
      start = place + 1
    }
    // A byte that continues a scalar is no column of its own.
    let scalars = bytes[start..<end].count { $0 & 0xC0 != 0x80 }
    self.line = line
    column = scalars + 1
  }
}
