import WritJSON
import WritPolicy

/// JUnit's XML report, as Ant, Surefire, pytest, and most others write it.
///
/// A test that failed or broke is a failed run, so that a gate holds unless it allows some.
struct JUnitReport {
  private var builder = SummaryBuilder()
  private var suites: [String] = []
  private var test: Test?
  private let group: Int
  private let time: Int

  private struct Test {
    let id: String
    let seconds: Double?
    var failed = false
    var skipped = false
    /// Runs that failed before one passed, as Surefire's reruns.
    var flaked = 0
  }

  static func read(_ bytes: [UInt8]) throws(EvidenceError) -> EvidenceSummary {
    var xml = try XMLReader(bytes)
    var report = try JUnitReport()
    var depth = 0
    while let event = try xml.next() {
      switch event {
      case .start(let name, let attributes):
        if depth == 0, name != "testsuites", name != "testsuite" {
          throw EvidenceError(
            .wrongKind, "The root element is <\(name.shortened)>, so this is no JUnit report.")
        }
        depth += 1
        try report.start(name, attributes, line: xml.line)
      case .end(let name):
        depth -= 1
        try report.end(name)
      case .text: continue
      }
    }
    return try report.builder.summary(.junit)
  }

  private init() throws(EvidenceError) {
    group = try builder.group(SummaryBuilder.only)
    time = try builder.metric("time", unit: "s")
  }

  private mutating func start(
    _ name: String, _ attributes: [XMLReader.Attribute], line: @autoclosure () -> Int
  ) throws(EvidenceError) {
    func value(_ key: String) -> String? { attributes.first { $0.name == key }?.value }
    switch name {
    case "testsuite":
      suites.append(value("name") ?? "")
      if let text = value("timestamp") { builder.note(timeText: text) }
    case "testcase":
      guard test == nil, let name = value("name") else {
        throw EvidenceError(
          .syntax, "A <testcase> has no name or stands in another one.", line: line())
      }
      let place = value("classname") ?? suites.last ?? ""
      test = Test(
        id: place.isEmpty ? name : "\(place).\(name)",
        seconds: try value("time").map { (text) throws(EvidenceError) in
          try Self.seconds(text, line())
        })
    case "failure", "error", "rerunFailure", "rerunError": test?.failed = true
    case "flakyFailure", "flakyError": test?.flaked += 1
    case "skipped": test?.skipped = true
    default: return
    }
  }

  private mutating func end(_ name: String) throws(EvidenceError) {
    if name == "testsuite" { suites.removeLast() }
    guard name == "testcase", let test else { return }
    self.test = nil
    if test.skipped, !test.failed {
      builder.addRuns(skipped: 1, group: group)
      builder.add(CaseResult(id: test.id, skipped: 1), group: group)
      return
    }
    let failed = (test.failed ? 1 : 0) + test.flaked
    builder.addRuns(ok: test.failed ? 0 : 1, failed: failed, group: group)
    builder.add(
      CaseResult(id: test.id, passed: test.failed ? 0 : 1, failed: failed, errors: failed),
      group: group)
    if let seconds = test.seconds, !test.failed {
      try builder.add(seconds, metric: time, group: group)
    }
  }

  /// Surefire parts thousands by commas.
  private static func seconds(_ text: String, _ line: Int) throws(EvidenceError) -> Double {
    let plain = Array(text.utf8.filter { $0 != UInt8(ascii: ",") })
    guard let value = plain.withUnsafeBufferPointer({ DecimalCell.double($0) }) else {
      throw EvidenceError(.measurement, "The time '\(text.shortened)' is no number.", line: line)
    }
    guard value.isFinite, value >= 0 else {
      throw EvidenceError(
        .measurement, "The time '\(text.shortened)' is no span of time.", line: line,
        hint: "a clock went backwards: run the tests again")
    }
    return value
  }
}
