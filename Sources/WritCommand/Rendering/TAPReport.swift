import WritJSON

/// A report for the Test Anything Protocol, version 14.
struct TAPReport {
  private let report: Report

  init(_ report: Report) { self.report = report }

  var text: String {
    var text = "TAP version 14\n1..\(report.items.count)\n"
    for (index, item) in report.items.enumerated() {
      let word = item.problems.isEmpty ? "ok" : "not ok"
      text += "\(word) \(index + 1) - \(item.name.description(escaping: ["\\", "#"]))\n"
      if !item.problems.isEmpty { text += diagnostics(item.problems) }
    }
    return text
  }

  /// The YAML block under a failure; JSON strings are YAML.
  private func diagnostics(_ problems: [Report.Problem]) -> String {
    var text = "  ---\n  problems:\n"
    for problem in problems {
      text += "    - message: \(quoted(problem.message))\n"
      text += "      code: \(quoted(problem.code))\n"
      let rest: [(String, String?)] = [
        ("rule", problem.rule), ("at", problem.place), ("mend", problem.mend),
      ]
      for (name, value) in rest {
        if let value { text += "      \(name): \(quoted(value))\n" }
      }
    }
    return text + "  ...\n"
  }

  private func quoted(_ text: String) -> String { JSONValue.string(text).compactText }
}

extension String {
  /// The text on one line, with some characters behind a backslash.
  fileprivate func description(escaping special: Set<Unicode.Scalar>) -> String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if special.contains(scalar) { result.append("\\") }
      result.append(scalar.value < 0x20 ? " " : scalar)
    }
    return String(result)
  }
}
