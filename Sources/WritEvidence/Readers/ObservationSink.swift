import WritPolicy

/// Takes rows of observations one after the other and keeps nothing but what they sum up to.
struct ObservationSink {
  private var builder = SummaryBuilder()
  private var lastGroup: (key: ByteKey, index: Int)?
  /// The group of rows that name none.
  private var unnamedGroup: Int?
  private var labels: Set<ByteKey> = []
  /// The columns that say something of the row, and those that measure: their roles stand here as
  /// well, since a whole column costs more to look at than its cell.
  private var telling: [(place: Int, role: Column.Role)] = []
  private var measuring: [(place: Int, role: Column.Role)] = []
  private var laidOut = 0

  private static let only = ByteKey(SummaryBuilder.only)

  /// Takes one row.
  ///
  /// - Parameter columns: what is known of the columns; open ones get their role here.
  mutating func take(
    _ cells: [Cell], _ columns: inout [Column], line: Int
  ) throws(EvidenceError) {
    if laidOut != columns.count { layOut(columns) }
    var row = ObservationRow()
    // By number: an array that is walked through while this changes is counted at every row.
    for place in 0..<telling.count {
      let (index, role) = telling[place]
      let isTold = try row.take(cells[index], role, of: columns[index].name, line: line)
      if !isTold {
        // A time that is a span, and so a measurement.
        columns[index].role = .open
        layOut(columns)
        return try take(cells, &columns, line: line)
      }
    }
    let group = try group(row.group, line)
    if let time = row.time { builder.note(time: time) }
    if row.isOK, !row.isSkipped {
      var measured = try measure(cells, &columns, group, line)
      measured += try measureRow(row, group, line)
      guard measured > 0 || row.tellsOutcome else {
        throw EvidenceError(
          .syntax, "The row measures nothing and does not say that it failed.", line: line,
          hint: "fill in a number, or mark the run as failed in a column 'ok' or 'error'")
      }
    }
    count(row, group)
  }

  func summary(_ kind: EvidenceKind) throws(EvidenceError) -> EvidenceSummary {
    var result = builder
    if !labels.isEmpty {
      let names = labels.map(\.text.shortened).sorted().prefix(20)
      result.note("Not numbers, so not measured: \(names.joined(separator: ", ")).")
    }
    return try result.summary(kind)
  }

  private mutating func layOut(_ columns: [Column]) {
    laidOut = columns.count
    let roles = columns.enumerated().map { (place: $0, role: $1.role) }
    telling = roles.filter(\.role.tells)
    measuring = roles.filter(\.role.measures)
  }

  private mutating func group(_ named: ByteKey?, _ line: Int) throws(EvidenceError) -> Int {
    guard let key = named else {
      if let unnamedGroup { return unnamedGroup }
      let index = try builder.group(Self.only, line: line)
      unnamedGroup = index
      return index
    }
    if let lastGroup, lastGroup.key == key { return lastGroup.index }
    let index = try builder.group(key, line: line)
    lastGroup = (key, index)
    return index
  }

  private mutating func count(_ row: ObservationRow, _ group: Int) {
    let failed = !row.isOK && !row.isSkipped
    builder.addRuns(
      ok: row.isOK && !row.isSkipped ? 1 : 0, failed: failed ? 1 : 0,
      skipped: row.isSkipped ? 1 : 0, group: group)
    guard let name = row.caseName else { return }
    // A case whose run went well passed, where nothing says otherwise.
    let passed = row.passed != false && !failed && !row.isSkipped
    builder.add(
      CaseRuns(
        passed: passed ? 1 : 0, failed: passed || row.isSkipped ? 0 : 1, errors: failed ? 1 : 0,
        skipped: row.isSkipped ? 1 : 0), of: name, group: group)
  }
}

extension ObservationSink {
  /// Adds the measurements of a row that has its metrics side by side; gives their number.
  private mutating func measure(
    _ cells: [Cell], _ columns: inout [Column], _ group: Int, _ line: Int
  ) throws(EvidenceError) -> Int {
    var measured = 0
    var hasSettled = false
    for place in 0..<measuring.count {
      let (index, role) = measuring[place]
      guard case .metric(let metric) = role else {
        guard !cells[index].isEmpty else { continue }
        measured += try settle(&columns[index], cells[index], group, line) ? 1 : 0
        hasSettled = true
        continue
      }
      guard let value = Self.plainNumber(cells[index]) else {
        try refuseText(cells[index], columns[index].name, line)
        builder.declare(metric: metric, group: group)
        continue
      }
      try builder.add(value, metric: metric, group: group, line: line)
      measured += 1
    }
    if hasSettled { layOut(columns) }
    return measured
  }

  /// Settles what a column is by its first value; true when that was measured.
  private mutating func settle(
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
    guard let value = Self.plainNumber(cell) else {
      try refuseText(cell, name, line)
      return 0
    }
    try builder.add(value, metric: metric, group: group, line: line)
    return 1
  }

  /// Nothing is no measurement, and text where numbers were is a mistake.
  private func refuseText(_ cell: Cell, _ name: String, _ line: Int) throws(EvidenceError) {
    if cell.isEmpty { return }
    throw EvidenceError(
      .measurement,
      "'\((cell.string ?? "an object").shortened)' in '\(name.shortened)' is no number.",
      line: line, hint: "leave the value of a failed run empty and mark the run as failed")
  }

  /// The number; also one that is none, as `nan`, for the builder to refuse by name.
  private static func plainNumber(_ cell: Cell) -> Double? {
    switch cell {
    case .number(let value): value
    case .bytes(let bytes), .text(let bytes): DecimalCell.double(bytes)
    default: nil
    }
  }
}
