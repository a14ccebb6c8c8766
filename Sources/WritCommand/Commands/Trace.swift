import ArgumentParser
import Writ
import WritPolicy

struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Show the life of one value: every change, and what stands behind it.",
    discussion: """
      Told is the value that each commit of the first-parent history has at this very place. With svg \
      the result is a chart.
      """)

  @Argument(help: ArgumentHelp("The value, or the document.", valueName: "NAME#/pointer"))
  var place: String
  @Argument(help: "The revision whose history is told; the tip when not given.")
  var revision: String?
  @Option(help: "How to print the result.") var format = TraceFormat.text

  mutating func validate() throws { Failure.format = format == .json ? .json : .text }

  func run() throws {
    Failure.command = "trace"
    let place = try PolicyPlace(place)
    let ledger = try Ledger.open()
    let trace = try ledger.trace(place.name, place.pointer, at: revision)
    TraceText(trace: trace, end: Clock.now()).print(format)
  }
}

/// How the life of a value is printed.
enum TraceFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, markdown, svg
}
