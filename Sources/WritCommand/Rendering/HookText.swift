import Writ
import WritJSON
import WritPolicy

/// What a hook says to the person who commits or pushes.
enum HookText {
  static func finish(_ verdict: CommitVerdict, _ format: ReportFormat) throws {
    if format == .json {
      Output.json(
        Failure.command,
        [
          "allowed": .bool(verdict.isAllowed),
          "findings": .array(verdict.verdict.findings.map(\.json)),
        ])
    }
    let problems = verdict.verdict.findings.map { Report.Problem($0) }
    Report(name: Failure.command, items: [.init(name: verdict.label, problems: problems)])
      .print(as: format)
    guard !verdict.isAllowed else { return }
    Output.message("writ refuses \(verdict.label):")
    for finding in verdict.verdict.findings { tell(finding) }
    throw ExitStatus.refused
  }

  static func finish(_ verdict: PushVerdict, _ format: ReportFormat) throws {
    let findings = verdict.findings
    if format == .json {
      let list = findings.map { item -> JSONValue in
        var object: JSONObject = ["reference": .string(item.reference)]
        object["commit"] = item.commit.map(JSONValue.string)
        object["finding"] = item.finding.json
        return .object(object)
      }
      Output.json(
        Failure.command,
        [
          "allowed": .bool(verdict.isAllowed), "findings": .array(list),
          "complete": .bool(!verdict.isCutShort),
        ])
    }
    report(findings).print(as: format)
    guard !verdict.isAllowed else { return }
    Output.message("writ refuses this push:")
    var told = ""
    for item in findings {
      let place = item.commit.map { "commit \($0.prefix(10))" } ?? item.reference
      if place != told { say(" \(place)") }
      told = place
      tell(item.finding)
    }
    if verdict.isCutShort { Output.message(" The commits after these were not looked at.") }
    throw ExitStatus.refused
  }

  /// An item for each commit or reference at fault.
  private static func report(_ findings: [PushFinding]) -> Report {
    var report = Report(name: Failure.command, items: [])
    var names: [String] = []
    for name in findings.map({ $0.commit ?? $0.reference }) where !names.contains(name) {
      names.append(name)
    }
    for name in names {
      let own = findings.filter { ($0.commit ?? $0.reference) == name }
      report.items.append(
        .init(name: name, problems: own.map { Report.Problem($0.finding) }))
    }
    return report
  }

  private static func tell(_ finding: Finding) {
    let place = [finding.path, finding.pointer].compactMap { $0 }.joined(separator: "#")
    say("  - \(finding.message)\(place.isEmpty ? "" : " [\(place)]")")
    say("    mend: \(finding.mend)")
  }

  /// Names and values come from whoever pushes, and go to another's terminal.
  private static func say(_ text: String) {
    Output.message(
      text.split(separator: "\n").map { Printable.line(String($0)) }.joined(separator: "\n"))
  }
}
