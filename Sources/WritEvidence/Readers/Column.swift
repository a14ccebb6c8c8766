/// What a column of observations holds.
struct Column {
  enum Role {
    /// Which case the row is a run of.
    case caseName
    /// Which of the things measured the row is about.
    case group
    /// When it was measured.
    case time
    /// Whether the run gave a measurement.
    case ok
    /// Whether the case passed.
    case passed
    /// Both, as a word.
    case outcome
    /// What went wrong; empty when nothing did.
    case error
    /// The name, the value and the unit of a measurement that has a row of its own.
    case metricName, value, unit
    /// Not known before its first value: a metric where that is a number, a label where not.
    case open
    /// A metric, by its number.
    case metric(Int)
    /// Something that measures nothing.
    case label
  }

  let name: String
  /// The name as it stands in a JSON text, with its quotation marks; nothing when it needs escapes.
  let bytes: [UInt8]
  var role: Role

  init(_ name: String) {
    self.name = name
    let isPlain = name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    bytes = isPlain ? Array("\"\(name)\"".utf8) : []
    role = Column.roles[name.lowercased()] ?? .open
  }

  private static let roles: [String: Role] = [
    "case": .caseName, "case_id": .caseName, "group": .group, "arm": .group, "model": .group,
    "variant": .group, "timestamp": .time, "recorded_at": .time, "created_at": .time,
    "time": .time, "ok": .ok, "success": .ok, "passed": .passed, "pass": .passed,
    "outcome": .outcome, "status": .outcome, "error": .error, "error_code": .error,
    "error_msg": .error, "error_message": .error, "metric": .metricName, "value": .value,
    "unit": .unit,
  ]

  /// Whether a number of this column is wanted as it is spelled.
  var wantsText: Bool { role.wantsText }
}

extension Column.Role {
  /// Whether the column says something of the row beside its measurements.
  var tells: Bool {
    switch self {
    case .open, .metric, .label: false
    default: true
    }
  }

  /// Whether the column holds measurements, or may yet.
  var measures: Bool {
    switch self {
    case .open, .metric: true
    default: false
    }
  }

  /// Whether a number of the column is wanted as it is spelled.
  var wantsText: Bool {
    switch self {
    case .caseName, .group, .error, .metricName, .unit, .outcome: true
    default: false
    }
  }
}
