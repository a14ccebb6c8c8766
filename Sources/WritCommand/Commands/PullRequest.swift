import ArgumentParser
import Writ

struct PullRequestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pr",
    abstract: "Show everything that a pull request changed or proposes, and what became of it.",
    discussion: """
      Works offline: from records, trailers and subjects in the history, and from references such as \
      refs/pull/N/head and refs/merge-requests/N/head where they were fetched. With markdown the \
      result is fit for a comment on the pull request.
      """)

  @Argument(help: ArgumentHelp("Its number or address.", valueName: "N|URL"))
  var reference: String
  @Option(help: "The branch; the one that is checked out when not given.") var branch: String?
  @OptionGroup var clock: AsOfOptions
  @Option(help: "How to print the result.") var format = PullRequestFormat.text

  mutating func validate() throws { Failure.format = format == .json ? .json : .text }

  func run() throws {
    Failure.command = "pr"
    let ledger = try Ledger.open(asOf: clock.given())
    let text = PullRequestText(request: try ledger.pullRequest(reference, on: branch))
    switch format {
    case .text: text.printText()
    case .json: Output.json("pr", text.json)
    case .markdown: for line in text.markdown { Output.line(line) }
    }
  }
}

/// How a pull request is printed.
enum PullRequestFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, markdown
}
