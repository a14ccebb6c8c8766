import WritPolicy

/// What one row says beside its measurements.
struct ObservationRow {
  var group: ByteKey?
  /// The name of the case, in UTF-8; valid while the row is read.
  private(set) var caseName: UnsafeBufferPointer<UInt8>?
  var time: Instant?
  var passed: Bool?
  private var ok: Bool?
  private(set) var isSkipped = false
  private var hasError = false
  /// The name, the value and the unit of a measurement with a row of its own.
  var metricName: String?
  var value: Cell = .none
  var unit: String?

  /// Whether the run gave a measurement.
  var isOK: Bool { !hasError && ok != false }

  /// Whether the row says how it ended, so that it needs no measurement.
  var tellsOutcome: Bool { ok != nil || passed != nil }

  /// Takes what a cell says; false when the column is a measurement.
  mutating func take(
    _ cell: Cell, _ role: Column.Role, of column: @autoclosure () -> String, line: Int
  ) throws(EvidenceError) -> Bool {
    switch role {
    case .open, .metric, .label: return false
    case .caseName: try takeCase(cell, column, line)
    case .group:
      guard !cell.isEmpty, let key = cell.key else {
        throw wrong(column(), cell, "a name in UTF-8", line)
      }
      group = key
    case .time: return try takeTime(cell, column, line)
    case .ok: ok = try flag(cell, column, line) ?? ok
    case .passed: passed = try flag(cell, column, line)
    case .outcome: try takeOutcome(cell, column, line)
    case .error: hasError = hasError || Self.isError(cell)
    case .metricName: metricName = cell.string
    case .value: value = cell
    case .unit: unit = cell.isEmpty ? nil : cell.string
    }
    return true
  }

  /// The name stays where it stands: most were seen before.
  private mutating func takeCase(
    _ cell: Cell, _ column: () -> String, _ line: Int
  ) throws(EvidenceError) {
    guard !cell.isEmpty else { return }
    let name: UnsafeBufferPointer<UInt8>? =
      switch cell {
      case .bytes(let bytes), .text(let bytes): bytes
      case .flag(let flag): UnsafeBufferPointer(constant: flag ? "true" : "false")
      default: nil
      }
    guard let name, name.isUTF8 else { throw wrong(column(), cell, "a name in UTF-8", line) }
    caseName = name
  }

  /// A number may be a span of time as well as a point in time; it is one from the year 1973 on.
  private mutating func takeTime(
    _ cell: Cell, _ column: () -> String, _ line: Int
  ) throws(EvidenceError) -> Bool {
    guard !cell.isEmpty, let text = cell.string else { return true }
    if let number = Double(text) {
      guard number >= 1e8 else { return false }
      time = EpochTime.instant(number)
      return true
    }
    do throws(TimeError) {
      time = try Instant.parse(text)
      return true
    } catch {
      throw EvidenceError(
        .syntax, "'\(text.shortened)' in '\(column().shortened)' is no RFC 3339 time.",
        line: line, hint: "write 2030-01-31T12:00:00Z, with the offset from UTC")
    }
  }

  private mutating func takeOutcome(
    _ cell: Cell, _ column: () -> String, _ line: Int
  ) throws(EvidenceError) {
    guard !cell.isEmpty, let word = cell.string?.lowercased() else { return }
    if let code = Int(word), (100...599).contains(code) {
      ok = code < 400
      return
    }
    switch word {
    case "pass", "passed", "ok", "success", "succeeded", "true", "1": (ok, passed) = (true, true)
    case "fail", "failed", "failure", "error", "errored", "timeout", "crashed", "cancelled",
      "canceled", "false", "0":
      (ok, passed) = (false, false)
    case "skip", "skipped", "ignored", "disabled": isSkipped = true
    default: throw wrong(column(), cell, "an outcome", line)
    }
  }

  private func flag(
    _ cell: Cell, _ column: () -> String, _ line: Int
  ) throws(EvidenceError) -> Bool? {
    switch cell {
    case .flag(let flag): return flag
    case .bytes(let bytes) where bytes.elementsEqual("true".utf8): return true
    default: break
    }
    guard !cell.isEmpty, let word = cell.string?.lowercased() else { return nil }
    switch word {
    case "true", "1", "1.0", "yes", "pass", "passed": return true
    case "false", "0", "0.0", "no", "fail", "failed": return false
    default: throw wrong(column(), cell, "true or false", line)
    }
  }

  private static func isError(_ cell: Cell) -> Bool {
    if case .nested = cell { return true }
    guard !cell.isEmpty, let text = cell.string else { return false }
    return !["null", "none", "false", "0"].contains(text.lowercased())
  }

  private func wrong(
    _ column: String, _ cell: Cell, _ wanted: String, _ line: Int
  ) -> EvidenceError {
    EvidenceError(
      .syntax,
      "'\((cell.string ?? "").shortened)' in '\(column.shortened)' is not \(wanted).",
      line: line)
  }
}

/// Points in time as numbers.
enum EpochTime {
  /// Seconds or milliseconds since 1970; a number of milliseconds is one no second of use reaches.
  static func instant(_ number: Double) -> Instant? {
    guard number.isFinite, number > 0, number < 1e15 else { return nil }
    let seconds = number > 1e11 ? number / 1000 : number
    let whole = seconds.rounded(.down)
    let rest = ((seconds - whole) * 1e9).rounded(.down)
    return Instant(seconds: Int64(whole), nanoseconds: Int(rest))
  }
}
