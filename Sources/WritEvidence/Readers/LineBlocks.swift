import WritJSON

/// Cuts pieces of a file into runs of whole lines, each holding one JSON value.
struct LineBlocks {
  private var rest: [UInt8] = []
  private var line = 1

  /// A line with more bytes than this is a mistake.
  private static let lineLimit = 16 << 20

  /// Whole lines.
  struct Block {
    private let bytes: [UInt8]
    private let end: Int
    private let firstLine: Int

    fileprivate init(_ bytes: [UInt8], end: Int, firstLine: Int) {
      self.bytes = bytes
      self.end = end
      self.firstLine = firstLine
    }
  }

  /// Takes a piece; gives the lines that are whole now.
  mutating func add(_ piece: [UInt8]) throws(EvidenceError) -> Block? {
    guard let last = piece.lastIndex(of: 0x0A) else {
      rest += piece
      try Self.check(rest.count, line)
      return nil
    }
    let whole = rest.isEmpty ? piece : rest + piece
    let end = whole.count - piece.count + last + 1
    let block = Block(whole, end: end, firstLine: line)
    rest = Array(whole[end...])
    line += block.lineCount
    return block
  }

  /// What stands behind the last line end.
  mutating func last() -> Block? {
    defer { rest = [] }
    return rest.isEmpty ? nil : Block(rest, end: rest.count, firstLine: line)
  }

  fileprivate static func check(_ length: Int, _ line: Int) throws(EvidenceError) {
    guard length > lineLimit else { return }
    throw EvidenceError(.tooLarge, "The line has more than \(lineLimit) bytes.", line: line)
  }
}

extension LineBlocks.Block {
  /// Gives the bytes, in which the places of the lines are.
  func withBytes<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
    bytes.withUnsafeBufferPointer(body)
  }

  fileprivate var lineCount: Int {
    withBytes { bytes in
      var count = 0
      var place = 0
      // Blocks of 128 keep the count of each in a byte, which the compiler turns into vector code.
      while place + 128 <= end {
        var block: UInt8 = 0
        for index in place..<(place &+ 128) { block &+= bytes[index] == 0x0A ? 1 : 0 }
        count &+= Int(block)
        place &+= 128
      }
      return count + bytes[place..<end].count { $0 == 0x0A }
    }
  }

  /// Calls `body` with the place and the number of each line that is not blank.
  func forEachLine(
    _ body: (Range<Int>, Int) throws(EvidenceError) -> Void
  ) throws(EvidenceError) {
    var start = 0
    var number = firstLine
    while start < end {
      let stop = withBytes { bytes in bytes[start..<end].firstIndex(of: 0x0A) ?? end }
      let isBlank = bytes[start..<stop].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      try LineBlocks.check(stop - start, number)
      if !isBlank { try body(start..<stop, number) }
      start = stop + 1
      number += 1
    }
  }

  /// The value of one line, read strictly.
  func node(_ range: Range<Int>, _ line: Int) throws(EvidenceError) -> JSONNode {
    do throws(JSONError) {
      return try JSONDocument(parsing: Array(bytes[range])).root
    } catch {
      let column = error.column.map { " at column \($0)" } ?? ""
      throw EvidenceError(
        .syntax, "The line is not strict JSON\(column): \(error.message)", line: line,
        hint: error.hint)
    }
  }
}
