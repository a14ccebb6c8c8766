import WritJSON
import WritPolicy

/// Reads JSON objects, one on a line, from pieces of a file.
struct NDJSONReader {
  private var sink = ObservationSink()
  private var columns: [Column] = []
  private var places: [ByteKey: Int] = [:]
  private var cells: [Cell] = []
  private let texts = CellTexts()
  private var lines = LineBlocks()

  private static let columnLimit = 1_000

  mutating func feed(_ piece: [UInt8]) throws(EvidenceError) {
    if let block = try lines.add(piece) { try take(block) }
  }

  mutating func finish() throws(EvidenceError) -> EvidenceSummary {
    if let block = lines.last() { try take(block) }
    return try sink.summary(.ndjson)
  }

  private mutating func take(_ block: LineBlocks.Block) throws(EvidenceError) {
    var failure: EvidenceError?
    block.withBytes { bytes in
      do throws(EvidenceError) {
        try block.forEachLine { (range, line) throws(EvidenceError) in
          var flat = FlatObject(bytes, range)
          if !columns.isEmpty, flat.read(columns, into: &cells) {
            try sink.take(cells, &columns, line: line)
          } else {
            try takeStrictly(try block.node(range, line), line)
          }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  private mutating func takeStrictly(_ row: JSONNode, _ line: Int) throws(EvidenceError) {
    guard row.kind == .object else {
      throw EvidenceError(.syntax, "The line holds \(row.kind), not an object.", line: line)
    }
    for index in cells.indices { cells[index] = .none }
    texts.forget()
    for member in row.members {
      let index = try column(member.key, line)
      cells[index] = cell(member.value, columns[index])
    }
    try sink.take(cells, &columns, line: line)
  }

  private mutating func column(_ name: String, _ line: Int) throws(EvidenceError) -> Int {
    let key = ByteKey(name)
    if let known = places[key] { return known }
    guard columns.count < Self.columnLimit else {
      throw EvidenceError(
        .tooLarge, "There are more than \(Self.columnLimit) different members.", line: line)
    }
    places[key] = columns.count
    columns.append(Column(name))
    cells.append(.none)
    return columns.count - 1
  }

  private func cell(_ node: JSONNode, _ column: Column) -> Cell {
    switch node.kind {
    case .null: .none
    case .bool: .flag(node.boolValue == true)
    case .string: .text(texts.keep((node.stringValue ?? "").utf8))
    case .number where column.wantsText: .text(texts.keep(node.sourceText.utf8))
    case .number: .number(node.doubleValue ?? .infinity)
    case .array, .object: .nested
    }
  }
}
