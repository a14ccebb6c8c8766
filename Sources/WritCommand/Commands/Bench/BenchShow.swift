import ArgumentParser
import WritGit
import WritJSON
import WritTrials

extension BenchCommand {
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Draw a run: what was measured, what the gate said, what was recommended.")

    @Argument(help: ArgumentHelp("The id of a run, or a report.", valueName: "run"))
    var report: String

    @Option(help: ArgumentHelp("The folder of reports.", valueName: "DIR"))
    var outputDir = BenchPlaces.reports

    @Option(
      help: ArgumentHelp("Write a page with charts here, which loads nothing.", valueName: "FILE"))
    var html: String?

    @OptionGroup var common: CommonOptions

    private static let names = [
      "dev_cycle_summary", "cycle_gate", "cycle_live", "cycle_legacy", "profile_gate", "report",
      "legacy_report", "policy_rollback", "profile_policy_checkpoint",
    ]

    func run() throws {
      common.begin("bench show")
      let path = try BenchPlaces.report(report, in: outputDir, names: Self.names)
      let document = try Input.json(path)
      let drawing = try RunDrawing(document, path)
      if let html { try FileSystem.write(Array(drawing.page.utf8), to: html, durable: false) }
      if common.isJSON {
        Output.json("bench show", ["path": .string(path), "report": document])
      } else {
        for line in drawing.lines { Output.line(line) }
        if let html { Output.line("page  \(html)") }
      }
    }
  }
}
