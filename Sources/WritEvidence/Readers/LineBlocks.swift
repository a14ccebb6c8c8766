import WritJSON

/// Cuts pieces of a file into runs of whole lines, each holding one JSON value.
struct LineBlocks {
  private var rest: [UInt8] = []
  private var line = 1

  /// A line with more bytes than this is a mistake.
  private static let lineLimit = 16 << 20

  /// Whole lines.
  struct Block {
    fileprivate let bytes: [UInt8]
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
  /// The values with the numbers of their lines.
  ///
  /// The lines are read as one array, since a document of its own for each would take longer than
  /// the line; only when that fails is each line read by itself, to find the one with the mistake.
  func rows() throws(EvidenceError) -> [(JSONNode, Int)] {
    let spans = spans()
    guard !spans.isEmpty else { return [] }
    if let rows = joined(spans) { return rows }
    var result: [(JSONNode, Int)] = []
    for span in spans {
      do throws(JSONError) {
        result.append(
          (try JSONDocument(parsing: Array(bytes[span.range])).root, span.line))
      } catch {
        let column = error.column.map { " at column \($0)" } ?? ""
        throw EvidenceError(
          .syntax, "The line is not strict JSON\(column): \(error.message)", line: span.line,
          hint: error.hint)
      }
    }
    return result
  }

  /// The lines that are not blank.
  private func spans() -> [(range: Range<Int>, line: Int)] {
    var result: [(range: Range<Int>, line: Int)] = []
    var start = 0
    var number = firstLine
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let isBlank = bytes[start..<end].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      if !isBlank { result.append((start..<end, number)) }
      start = end + 1
      number += 1
    }
    return result
  }

  /// The values read as one array; nil when they are not one value to a line.
  private func joined(_ spans: [(range: Range<Int>, line: Int)]) -> [(JSONNode, Int)]? {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + 2)
    text.append(UInt8(ascii: "["))
    for (index, span) in spans.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      text += bytes[span.range]
    }
    text.append(UInt8(ascii: "]"))
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(parsing: text)
    } catch {
      return nil
    }
    var result: [(JSONNode, Int)] = []
    result.reserveCapacity(spans.count)
    var end = 0
    for node in document.root.elements {
      guard result.count < spans.count else { return nil }
      let span = spans[result.count]
      // Each line stands between its brackets or commas.
      let start = end + 1
      end = start + span.range.count
      guard node.byteRange.lowerBound >= start, node.byteRange.upperBound <= end else { return nil }
      result.append((node, span.line))
    }
    return result.count == spans.count ? result : nil
  }
}
