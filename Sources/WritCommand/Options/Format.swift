import ArgumentParser

/// How results are printed.
enum Format: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// What every command understands.
struct CommonOptions: ParsableArguments {
  @Option(help: "How to print the result.")
  var format = Format.text

  mutating func validate() throws { Failure.format = format }

  /// Tells errors which command they belong to.
  func begin(_ command: String) {
    Failure.format = format
    Failure.command = command
  }

  var isJSON: Bool { format == .json }
}
