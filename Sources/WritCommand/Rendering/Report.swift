import WritJSON
import WritPolicy
import WritSchema

/// What was checked and what was found, for the tools of a CI.
struct Report {
  /// One thing that was checked: a file, a commit, a case.
  struct Item {
    let name: String
    let problems: [Problem]
  }

  /// One thing that is wrong.
  struct Problem {
    /// A stable word for the kind.
    let code: String
    /// The rule, where a rule says so.
    var rule: String?
    /// The file, from the top of the repository.
    var path: String?
    /// The value, as a JSON Pointer.
    var pointer: String?
    var line: Int?
    var column: Int?
    /// A full sentence.
    let message: String
    /// What mends it.
    var mend: String?
  }

  /// The command, as the name of the whole.
  let name: String
  var items: [Item]

  /// Prints the report in a format that is neither for people nor writ's own JSON.
  func print(as format: ReportFormat) {
    switch format {
    case .text, .json: break
    case .sarif: Output.bytes(SARIFReport(self).json.serialized())
    case .junit: Output.bytes(Array(JUnitReport(self).text.utf8))
    case .github: Output.bytes(Array(GitHubReport(self).text.utf8))
    case .tap: Output.bytes(Array(TAPReport(self).text.utf8))
    }
  }
}

extension Report.Problem {
  init(_ finding: Finding) {
    self.init(
      code: finding.code.rawValue, rule: finding.rule, path: finding.path,
      pointer: finding.pointer, line: finding.line, column: finding.column,
      message: finding.message, mend: finding.mend)
  }

  init(_ violation: SchemaViolation, in path: String) {
    self.init(
      code: "schema", path: path, pointer: violation.instance.description, line: violation.line,
      column: violation.column, message: violation.message, mend: violation.hint)
  }

  /// `path:line:column#pointer`, as far as it is known.
  var place: String? {
    guard let path else { return nil }
    let position = line.map { ":\($0):\(column ?? 1)" } ?? ""
    return path + position + (pointer.map { "#\($0)" } ?? "")
  }
}
