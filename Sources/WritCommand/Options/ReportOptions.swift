import ArgumentParser

/// How the result of a check is printed: for people, for programs, or for the tools of a CI.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, sarif, junit, github, tap
}

/// What every command understands that checks something.
struct ReportOptions: ParsableArguments {
  @Option(help: "How to print the result.")
  var format = ReportFormat.text

  mutating func validate() throws { Failure.format = format == .json ? .json : .text }

  /// Tells errors which command they belong to.
  func begin(_ command: String) {
    Failure.format = format == .json ? .json : .text
    Failure.command = command
  }

  var isJSON: Bool { format == .json }
}
