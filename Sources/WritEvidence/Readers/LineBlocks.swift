import WritJSON

/// Cuts pieces of a file into runs of whole lines, each holding one JSON value.
struct LineBlocks {
  private var rest: [UInt8] = []
  private var line = 1

  /// A line with more bytes than this is a mistake.
  private static let lineLimit = 16 << 20

  /// Whole lines.
  struct Block {
    let bytes: [UInt8]
    fileprivate let firstLine: Int
  }

  /// Takes a piece; gives the lines that are whole now.
  mutating func add(_ piece: [UInt8]) throws(EvidenceError) -> Block? {
    guard let end = piece.lastIndex(of: 0x0A) else {
      rest += piece
      guard rest.count <= Self.lineLimit else {
        throw EvidenceError(
          .tooLarge, "The line has more than \(Self.lineLimit) bytes.", line: line)
      }
      return nil
    }
    let block = Block(bytes: rest + piece[...end], firstLine: line)
    rest = Array(piece[(end + 1)...])
    line += block.bytes.count { $0 == 0x0A }
    return block
  }

  /// What stands behind the last line end.
  mutating func last() -> Block? {
    defer { rest = [] }
    return rest.isEmpty ? nil : Block(bytes: rest, firstLine: line)
  }
}

extension LineBlocks.Block {
  /// Calls `body` with the place and the number of each line that is not blank.
  func forEachLine(
    _ body: (Range<Int>, Int) throws(EvidenceError) -> Void
  ) throws(EvidenceError) {
    var start = 0
    var number = firstLine
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let isBlank = bytes[start..<end].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      if !isBlank { try body(start..<end, number) }
      start = end + 1
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
