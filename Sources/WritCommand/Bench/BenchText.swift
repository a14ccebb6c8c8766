import WritJSON
import WritTrials

/// The results of benchmarks for people.
enum BenchText {
  /// Prints what was measured; a run that did not come to its end is a failure of the tool.
  static func finish(
    _ outcome: SuiteRequest.Outcome, _ command: String, isJSON: Bool
  ) throws {
    if isJSON {
      Output.json(
        command,
        [
          "report": .string(outcome.path), "run_id": .string(outcome.report.setting.runID),
          "finished": .bool(outcome.end == .whole),
          "models": .object(
            JSONObject(
              outcome.report.models.map {
                (key: $0.entry.tag, value: outcome.report.summary($0.entry, $0.runs).json)
              })),
        ])
    } else {
      for line in table(outcome.report) { Output.line(line) }
      Output.line("report  \(outcome.path)")
    }
    try require(outcome)
  }

  /// An error for a run that is not whole, or that measured nothing.
  static func require(_ outcome: SuiteRequest.Outcome) throws {
    let hint = "go on with --resume \(outcome.path)"
    switch outcome.end {
    case .whole: break
    case .interrupted:
      throw UnfinishedRun("The run was broken off; what was measured is kept.", hint: hint)
    case .serverGone(let reason):
      throw UnfinishedRun("The server is gone; what was measured is kept. \(reason)", hint: hint)
    }
    guard outcome.isMeasured else {
      let failed = outcome.report.models.flatMap(\.runs).first
      let reason =
        if case .failed(let text)? = failed?.outcome { " The first: \(text)" } else { "" }
      throw UnfinishedRun("No run gave an answer.\(reason)", hint: "the report has every error")
    }
  }

  /// A table of the models of a report.
  static func table(_ report: BenchmarkReport) -> [String] {
    var rows = [["model", "runs", "failed", "ability", "pass rate", "avg wall", "p95", "tokens/s"]]
    for (entry, runs) in report.models {
      let summary = report.summary(entry, runs)
      rows.append([
        Printable.line(entry.tag), "\(summary.totalRuns)", "\(summary.failedRuns)",
        shown(summary.averageAbility), shown(summary.passRate), shown(summary.averageWall) + " s",
        shown(summary.p95Wall) + " s", shown(summary.averageTokensPerSecond),
      ])
    }
    return TextTable.lines(rows)
  }

  /// A number with three digits behind the point.
  static func shown(_ value: Double) -> String {
    let thousandths = Int((value.magnitude * 1_000).rounded())
    let rest = "\(thousandths % 1_000 + 1_000)".dropFirst()
    return "\(value < 0 && thousandths > 0 ? "-" : "")\(thousandths / 1_000).\(rest)"
  }
}

/// A benchmark that did not come to its end.
struct UnfinishedRun: Error {
  let message: String
  let hint: String

  init(_ message: String, hint: String) {
    self.message = message
    self.hint = hint
  }
}

/// Rows in columns.
enum TextTable {
  /// The lines; a column of numbers stands right, any other left.
  static func lines(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let columns = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column] : "" }
    }
    let widths = columns.map { $0.map(\.unicodeScalars.count).max() ?? 0 }
    let areNumbers = columns.map { cells in cells.last.map(isNumber) ?? false }
    return rows.map { row in
      let line = row.enumerated().map { column, cell in
        let blanks = String(
          repeating: " ", count: max(0, widths[column] - cell.unicodeScalars.count))
        return areNumbers[column] ? blanks + cell : cell + blanks
      }.joined(separator: "  ")
      let end = line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex
      return String(line[..<end])
    }
  }

  private static func isNumber(_ cell: String) -> Bool {
    let digits = cell.utf8.first == UInt8(ascii: "-") ? cell.utf8.dropFirst() : cell.utf8[...]
    return digits.first.map { (0x30...0x39).contains($0) } ?? false
  }
}
