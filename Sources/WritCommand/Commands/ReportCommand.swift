import ArgumentParser
import Writ

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Report who changed what in a time, why, on whose approval and which evidence.",
    discussion: """
      Told are the commits of the first-parent history, with what became of each value. Marked is what \
      is worth a look: unreviewed, break-glass, overridden, rollback, rolled-back, past-review. A date \
      means its whole day in UTC. With html the result is one file that needs no other.
      """)

  @Option(help: "Changes made at this time or later.") var since: String?
  @Option(help: "Changes made before this time.") var until: String?
  @OptionGroup var clock: AsOfOptions
  @Option(help: "The branch; the one that is checked out when not given.") var branch: String?
  @Argument(help: "The revision whose history is told; the tip when not given.")
  var revision: String?
  @Option(help: "How to print the result.") var format = ChangeReportFormat.markdown

  mutating func validate() throws { Failure.format = format == .json ? .json : .text }

  func run() throws {
    Failure.command = "report"
    let from = try since.map { try TimeOption.read($0, "--since") }
    let to = try until.map { try TimeOption.read($0, "--until", isEnd: true) }
    if let from, let to, from >= to {
      throw UsageError("The time ends before it begins.", hint: "give --since before --until")
    }
    let ledger = try Ledger.open(asOf: clock.given())
    let report = try ledger.report(since: from, until: to, at: revision, on: branch)
    let text = ReportText(report: report)
    switch format {
    case .markdown: for line in text.markdown { Output.line(line) }
    case .json: Output.json("report", text.json)
    case .csv: Output.bytes(Array(text.csv.utf8))
    case .html: Output.bytes(Array(ReportPage(report: report).html.utf8))
    }
  }
}

/// How a report is printed.
enum ChangeReportFormat: String, ExpressibleByArgument, CaseIterable {
  case markdown, json, csv, html
}
