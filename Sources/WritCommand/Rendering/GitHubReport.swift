/// A report as the commands that GitHub Actions turns into annotations of lines.
struct GitHubReport {
  private let report: Report

  init(_ report: Report) { self.report = report }

  var text: String {
    report.items.flatMap(\.problems).map(line).joined()
  }

  private func line(_ problem: Report.Problem) -> String {
    let properties: [(String, String?)] = [
      ("file", problem.path), ("line", problem.line.map(String.init)),
      ("col", problem.column.map(String.init)), ("title", "writ: \(problem.rule ?? problem.code)"),
    ]
    let told = properties.compactMap { name, value in value.map { "\(name)=\($0.property)" } }
    let mend = problem.mend.map { "\nmend: \($0)" } ?? ""
    return "::error \(told.joined(separator: ","))::\((problem.message + mend).data)\n"
  }
}

extension String {
  /// The text of a command: nothing in it may begin another command.
  fileprivate var data: String { escaped(["%", "\r", "\n"]) }

  /// The value of a command's property.
  fileprivate var property: String { escaped(["%", "\r", "\n", ":", ","]) }

  private func escaped(_ special: Set<Unicode.Scalar>) -> String {
    var result = ""
    for scalar in unicodeScalars {
      if special.contains(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
