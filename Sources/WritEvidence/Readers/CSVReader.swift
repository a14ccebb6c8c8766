import WritPolicy

/// Reads rows and columns (RFC 4180) from pieces of a file.
///
/// The first row names the columns. Lines end with LF or CRLF; a field in quotation marks may hold
/// commas, line ends and doubled quotation marks.
struct CSVReader {
  private var sink = ObservationSink()
  private var columns: [Column] = []
  private var rest: [UInt8] = []
  private var line = 1
  private var isStarted = false

  /// A row with more bytes than this is a mistake.
  private static let rowLimit = 1 << 20
  private static let columnLimit = 1_000

  mutating func feed(_ piece: [UInt8]) throws(EvidenceError) {
    if rest.isEmpty { rest = piece } else { rest += piece }
    let used = try read(isLast: false)
    rest = used == rest.count ? [] : Array(rest[used...])
    try check(row: rest.count)
  }

  mutating func finish() throws(EvidenceError) -> EvidenceSummary {
    _ = try read(isLast: true)
    guard isStarted else { throw EvidenceError(.empty, "The file is empty.") }
    return try sink.summary(.csv)
  }

  private func check(row count: Int) throws(EvidenceError) {
    guard count > Self.rowLimit else { return }
    throw EvidenceError(
      .tooLarge, "The row has more than \(Self.rowLimit) bytes.", line: line,
      hint: "a quotation mark may be missing")
  }

  /// Takes all whole rows; gives the number of bytes that they had.
  private mutating func read(isLast: Bool) throws(EvidenceError) -> Int {
    let bytes = rest
    var scanner = CSVScanner(isLast: isLast)
    var failure: EvidenceError?
    let used = bytes.withUnsafeBufferPointer { buffer -> Int in
      var start = 0
      if !isStarted, buffer.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
      do throws(EvidenceError) {
        while let end = try scanner.row(buffer, from: start, line: line) {
          try check(row: end - start)
          try take(scanner.cells)
          line += scanner.lines
          start = end
        }
      } catch {
        failure = error
      }
      return start
    }
    if let failure { throw failure }
    return used
  }

  private mutating func take(_ cells: [Cell]) throws(EvidenceError) {
    if cells.count == 1, cells[0].isEmpty { return }
    guard isStarted else { return try start(cells) }
    guard cells.count == columns.count else {
      throw EvidenceError(
        .syntax, "The row has \(cells.count) fields, and the header has \(columns.count).",
        line: line)
    }
    try sink.take(cells, &columns, line: line)
  }

  private mutating func start(_ cells: [Cell]) throws(EvidenceError) {
    isStarted = true
    guard cells.count <= Self.columnLimit else {
      throw EvidenceError(.tooLarge, "There are more than \(Self.columnLimit) columns.", line: line)
    }
    var seen: Set<ByteKey> = []
    for cell in cells {
      guard let key = cell.key, !cell.isEmpty else {
        throw EvidenceError(.syntax, "A column has no name in UTF-8.", line: line)
      }
      guard seen.insert(key).inserted else {
        throw EvidenceError(
          .syntax, "Two columns are named '\(key.text.shortened)'.", line: line,
          hint: "name each column once")
      }
      columns.append(Column(key.text))
    }
  }
}

/// Finds the fields of one row.
private struct CSVScanner {
  let isLast: Bool
  /// The fields of the last row.
  private(set) var cells: [Cell] = []
  private let texts = CellTexts()
  private var keepsTexts = false
  /// How many line ends the last row had, its own among them.
  private(set) var lines = 0

  init(isLast: Bool) { self.isLast = isLast }

  /// Gives where the row from `start` ends, or nil when it is not all there.
  mutating func row(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, line: Int
  ) throws(EvidenceError) -> Int? {
    cells.removeAll(keepingCapacity: true)
    if keepsTexts { texts.forget() }
    keepsTexts = false
    lines = 0
    guard start < bytes.count else { return nil }
    var index = start
    while true {
      let field = index
      if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
        guard let end = try quoted(bytes, from: index, line: line) else { return nil }
        index = end
      } else {
        while index < bytes.count, bytes[index] != UInt8(ascii: ","), bytes[index] != 0x0A {
          index += 1
        }
        var end = index
        let atEnd = index == bytes.count
        if atEnd && !isLast { return nil }
        if atEnd || bytes[index] == 0x0A, end > field, bytes[end - 1] == 0x0D { end -= 1 }
        cells.append(.bytes(UnsafeBufferPointer(rebasing: bytes[field..<end])))
      }
      guard index < bytes.count else { return isLast ? index : nil }
      if bytes[index] == 0x0A {
        lines += 1
        return index + 1
      }
      index += 1
    }
  }

  /// Takes a field in quotation marks; gives the place of the comma or line end after it.
  private mutating func quoted(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, line: Int
  ) throws(EvidenceError) -> Int? {
    var hasMarks = false
    var index = start + 1
    while index < bytes.count {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "\"") else {
        lines += byte == 0x0A ? 1 : 0
        index += 1
        continue
      }
      guard index + 1 < bytes.count else {
        if isLast { close(bytes[(start + 1)..<index], hasMarks) }
        return isLast ? index + 1 : nil
      }
      guard bytes[index + 1] == UInt8(ascii: "\"") else { break }
      hasMarks = true
      index += 2
    }
    guard index < bytes.count else {
      guard isLast else { return nil }
      throw EvidenceError(.syntax, "A quotation mark is not closed.", line: line)
    }
    var next = index + 1
    if bytes[next] == 0x0D {
      if next + 1 == bytes.count, !isLast { return nil }
      next += 1
    }
    guard next == bytes.count || bytes[next] == UInt8(ascii: ",") || bytes[next] == 0x0A else {
      throw EvidenceError(
        .syntax, "Text follows a closing quotation mark.", line: line,
        hint: "double the quotation marks inside a field")
    }
    close(bytes[(start + 1)..<index], hasMarks)
    return next
  }

  private mutating func close(_ field: Slice<UnsafeBufferPointer<UInt8>>, _ hasMarks: Bool) {
    guard hasMarks else { return cells.append(.text(UnsafeBufferPointer(rebasing: field))) }
    var text: [UInt8] = []
    var index = field.startIndex
    while index < field.endIndex {
      text.append(field[index])
      index += field[index] == UInt8(ascii: "\"") ? 2 : 1
    }
    keepsTexts = true
    cells.append(.text(texts.keep(text)))
  }
}
