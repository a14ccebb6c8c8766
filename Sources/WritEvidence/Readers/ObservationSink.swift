import WritPolicy

/// Takes rows of observations one after the other and keeps nothing but what they sum up to.
struct ObservationSink {
  private var builder = SummaryBuilder()
  private var lastGroup: (key: ByteKey, index: Int)?
  private var labels: Set<ByteKey> = []
  /// The columns of the row that hold no word on how it ended.
  private var rest: [Int] = []

  private static let only = ByteKey(SummaryBuilder.only)

  /// Takes one row.
  ///
  /// - Parameter columns: what is known of the columns; open ones get their role here.
  mutating func take(
    _ cells: [Cell], _ columns: inout [Column], line: Int
  ) throws(EvidenceError) {
    var row = ObservationRow()
    rest.removeAll(keepingCapacity: true)
    for index in cells.indices {
      if try !row.take(cells[index], of: columns[index], line: line) { rest.append(index) }
    }
    let group = try group(row.group ?? Self.only, line)
    if let time = row.time { builder.note(time: time) }
    var measured = 0
    if row.isOK, !row.isSkipped {
      measured = try measure(cells, &columns, group, line)
      measured += try measureRow(row, group, line)
      guard measured > 0 || row.tellsOutcome else {
        throw EvidenceError(
          .syntax, "The row measures nothing and does not say that it failed.", line: line,
          hint: "fill in a number, or mark the run as failed in a column 'ok' or 'error'")
      }
    }
    try count(row, group, line)
  }

  func summary(_ kind: EvidenceKind) throws(EvidenceError) -> EvidenceSummary {
    var result = builder
    if !labels.isEmpty {
      let names = labels.map(\.text.shortened).sorted().prefix(20)
      result.note("Not numbers, so not measured: \(names.joined(separator: ", ")).")
    }
    return try result.summary(kind)
  }

  private mutating func group(_ key: ByteKey, _ line: Int) throws(EvidenceError) -> Int {
    if let lastGroup, lastGroup.key == key { return lastGroup.index }
    let index = try builder.group(key, line: line)
    lastGroup = (key, index)
    return index
  }

  private mutating func count(
    _ row: ObservationRow, _ group: Int, _ line: Int
  ) throws(EvidenceError) {
    let failed = !row.isOK && !row.isSkipped
    builder.addRuns(
      ok: row.isOK && !row.isSkipped ? 1 : 0, failed: failed ? 1 : 0,
      skipped: row.isSkipped ? 1 : 0, group: group)
    guard let key = row.caseKey else { return }
    guard let id = String(validating: key.bytes, as: UTF8.self) else {
      throw EvidenceError(.syntax, "The name of the case is not UTF-8.", line: line)
    }
    // A case whose run went well passed, where nothing says otherwise.
    let passed = row.passed != false && !failed && !row.isSkipped
    builder.add(
      CaseResult(
        id: id, passed: passed ? 1 : 0, failed: passed || row.isSkipped ? 0 : 1,
        errors: failed ? 1 : 0, skipped: row.isSkipped ? 1 : 0), group: group)
  }
}

extension ObservationSink {
  /// Adds the measurements of a row that has its metrics side by side; gives their number.
  private mutating func measure(
    _ cells: [Cell], _ columns: inout [Column], _ group: Int, _ line: Int
  ) throws(EvidenceError) -> Int {
    var measured = 0
    for index in rest {
      let cell = cells[index]
      switch columns[index].role {
      case .metric(let metric):
        guard let value = try number(cell, columns[index].name, line) else {
          builder.declare(metric: metric, group: group)
          continue
        }
        try builder.add(value, metric: metric, group: group, line: line)
        measured += 1
      case .open, .time:
        guard !cell.isEmpty else { continue }
        measured += try open(&columns[index], cell, group, line) ? 1 : 0
      default: continue
      }
    }
    return measured
  }

  /// Settles what a column is by its first value; true when that was measured.
  private mutating func open(
    _ column: inout Column, _ cell: Cell, _ group: Int, _ line: Int
  ) throws(EvidenceError) -> Bool {
    guard let value = Self.plainNumber(cell) else {
      column.role = .label
      labels.insert(ByteKey(column.name))
      return false
    }
    let unit = MetricUnit(of: column.name)
    let metric = try builder.metric(unit.name, unit: unit.unit, line: line)
    column.role = .metric(metric)
    try builder.add(value, metric: metric, group: group, line: line)
    return true
  }

  /// Adds the measurement of a row that holds one, with its metric's name.
  private mutating func measureRow(
    _ row: ObservationRow, _ group: Int, _ line: Int
  ) throws(EvidenceError) -> Int {
    guard let name = row.metricName else {
      guard !row.value.isEmpty else { return 0 }
      return try add(row.value, "value", row.unit, group, line)
    }
    let unit = MetricUnit(of: name)
    return try add(row.value, unit.name, row.unit ?? unit.unit, group, line)
  }

  private mutating func add(
    _ cell: Cell, _ name: String, _ unit: String?, _ group: Int, _ line: Int
  ) throws(EvidenceError) -> Int {
    let metric = try builder.metric(name, unit: unit, line: line)
    guard let value = try number(cell, name, line) else { return 0 }
    try builder.add(value, metric: metric, group: group, line: line)
    return 1
  }

  private func number(
    _ cell: Cell, _ name: String, _ line: Int
  ) throws(EvidenceError) -> Double? {
    if cell.isEmpty { return nil }
    if let value = Self.plainNumber(cell) { return value }
    throw EvidenceError(
      .measurement,
      "'\((cell.string ?? "an object").shortened)' in '\(name.shortened)' is no number.",
      line: line, hint: "leave the value of a failed run empty and mark the run as failed")
  }

  /// The number; also one that is none, as `nan`, for the builder to refuse by name.
  private static func plainNumber(_ cell: Cell) -> Double? {
    switch cell {
    case .number(let value): value
    case .bytes(let bytes): DecimalCell.double(bytes)
    case .text(let text):
      Array(text.utf8).withUnsafeBufferPointer { DecimalCell.double($0) }
    default: nil
    }
  }
}
