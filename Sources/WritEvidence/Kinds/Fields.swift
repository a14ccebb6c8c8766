import WritJSON
import WritPolicy

/// Reads the members of an object of a result file.
struct Fields {
  let node: JSONNode
  /// What the object is, for messages: `the result`.
  let what: String

  init(_ node: JSONNode, _ what: String) throws(EvidenceError) {
    guard node.kind == .object else {
      throw EvidenceError(.syntax, "\(what) is \(node.kind), not an object.", line: node.line)
    }
    self.node = node
    self.what = what
  }

  /// A number, or nil when it is missing or null.
  func number(_ key: String) throws(EvidenceError) -> Double? {
    guard let value = node[key], !value.isNull else { return nil }
    guard let number = value.doubleValue else { throw wrong(value, key, "a number") }
    return number
  }

  /// A count, or nil when it is missing or null.
  func count(_ key: String) throws(EvidenceError) -> Int? {
    guard let value = node[key], !value.isNull else { return nil }
    guard let number = value.intValue, (0...(1 << 40)).contains(number) else {
      throw wrong(value, key, "a count")
    }
    return number
  }

  /// A text, or nil when it is missing or something else.
  func text(_ key: String) -> String? { node[key]?.stringValue }

  /// An object, or nil when it is missing or something else.
  func object(_ key: String) -> JSONNode? {
    node[key].flatMap { $0.kind == .object ? $0 : nil }
  }

  /// An array, or nil when it is missing or something else.
  func array(_ key: String) -> JSONNode? { node[key].flatMap { $0.kind == .array ? $0 : nil } }

  func wrong(_ value: JSONNode, _ key: String, _ wanted: String) -> EvidenceError {
    EvidenceError(
      .syntax, "In \(what), '\(key.shortened)' is \(value.kind) and not \(wanted).",
      line: value.line)
  }
}

/// Reads one kind of JSON result.
protocol ResultReader {
  /// Whether a document looks like one.
  static func recognises(_ root: JSONNode) -> Bool
  /// Adds what it says.
  static func read(_ root: JSONNode, into builder: inout SummaryBuilder) throws(EvidenceError)
}

extension JSONNode {
  /// The first element of an array.
  var firstElement: JSONNode? { kind == .array ? self[0] : nil }

  /// Whether an object has a member, whatever it is.
  func has(_ key: String) -> Bool { self[key] != nil }
}

extension SummaryBuilder {
  /// Adds every number of an array as a measurement.
  mutating func add(
    all array: JSONNode, metric: Int, group: Int
  ) throws(EvidenceError) {
    for element in array.elements {
      guard let value = element.doubleValue else {
        throw EvidenceError(
          .measurement,
          "'\(name(ofMetric: metric).shortened)' holds \(element.kind), which is no measurement.",
          line: element.line)
      }
      try add(value, metric: metric, group: group, line: element.line)
    }
  }

  /// Adds a metric that was measured once.
  mutating func add(
    single value: Double?, _ name: String, unit: String?, count: Int?, group: Int
  ) throws(EvidenceError) {
    guard let value else { return }
    try add(
      MetricSummary(
        name: name, unit: unit, count: count, statistics: [.init(MetricSummary.single, value)]),
      group: group)
  }

  /// Notes the time that a text or a number tells; one without an offset from UTC tells none.
  mutating func note(timeIn node: JSONNode?) {
    guard let node else { return }
    if let number = node.doubleValue, number >= 1e8, let time = EpochTime.instant(number) {
      note(time: time)
    } else if let text = node.stringValue {
      note(timeText: text)
    }
  }

  mutating func note(timeText text: String) {
    do throws(TimeError) {
      note(time: try Instant.parse(text))
    } catch {
      note(
        "The time '\(text.shortened)' has no offset from UTC, so it is not known when it was "
          + "measured.")
    }
  }
}
