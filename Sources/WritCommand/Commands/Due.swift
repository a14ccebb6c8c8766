import ArgumentParser
import Writ
import WritJSON

struct Due: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "due", abstract: "List what must be looked at: reviews, emergencies, trials.",
    discussion: """
      Told are values in force whose review date has passed or is near; applies that a break-glass \
      approval or an override let pass, until enough people reviewed them; and values in force \
      that were only tried out (intent observe). 'writ approve ID --review' reviews an apply; a new \
      apply of a value gives it a new date. Exits with 3 with --check when something is due.
      """)

  @Option(help: ArgumentHelp("Count deadlines that come within so many days.", valueName: "DAYS"))
  var within = 0
  @OptionGroup var clock: AsOfOptions
  @Flag(help: "Exit with 3 when something is due.") var check = false
  @Option(help: "The branch; the one that is checked out when not given.") var branch: String?
  @Argument(help: "The revision whose values are looked at; the tip when not given.")
  var revision: String?
  @Option(help: "How to print the result.") var format = DueFormat.text

  mutating func validate() throws {
    Failure.format = format == .json ? .json : .text
    guard (0...36_500).contains(within) else {
      throw ValidationError("--within takes 0 to 36500 days.")
    }
  }

  func run() throws {
    Failure.command = "due"
    let ledger = try Ledger.open(asOf: clock.given())
    let report = try ledger.due(within: within, at: revision, on: branch)
    switch format {
    case .text: DueText.print(report)
    case .json: Output.json("due", DueText.json(report))
    case .ndjson: for item in report.items { EntryText.printLine(DueText.json(item)) }
    case .markdown: for line in DueText.markdown(report) { Output.line(line) }
    }
    if check, !report.items.isEmpty { throw ExitStatus.refused }
  }
}

/// How what is due is printed.
enum DueFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, ndjson, markdown
}
