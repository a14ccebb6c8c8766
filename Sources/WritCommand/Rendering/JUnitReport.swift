/// A report as the XML that JUnit's tools read: a case for each thing that was checked.
struct JUnitReport {
  private let report: Report

  init(_ report: Report) { self.report = report }

  var text: String {
    let failed = report.items.count { !$0.problems.isEmpty }
    let counts = "tests=\"\(report.items.count)\" failures=\"\(failed)\" errors=\"0\""
    let name = "writ \(report.name)".xml
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites \(counts)>\n  <testsuite name=\"\(name)\" \(counts) skipped=\"0\">\n"
    for item in report.items { text += testCase(item, in: name) }
    return text + "  </testsuite>\n</testsuites>\n"
  }

  private func testCase(_ item: Report.Item, in name: String) -> String {
    let start = "    <testcase classname=\"\(name)\" name=\"\(item.name.xml)\""
    if item.problems.isEmpty { return start + "/>\n" }
    var text = start + ">\n"
    // Readers expect one failure of a case; the others stand in its text.
    let told = item.problems.map { problem in
      [problem.place, problem.message, problem.mend.map { "mend: \($0)" }].compactMap { $0 }
        .joined(separator: "\n")
    }
    let first = item.problems.first
    text += "      <failure type=\"\((first?.code ?? "").xml)\""
    text += " message=\"\((first?.message ?? "").xml)\">"
    text += told.joined(separator: "\n\n").xml + "</failure>\n"
    return text + "    </testcase>\n"
  }
}

extension String {
  /// The text inside XML 1.0, in an attribute or between tags; what XML cannot hold becomes `?`.
  fileprivate var xml: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result += "&#\(scalar.value);"
      case _ where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value): result += "?"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
