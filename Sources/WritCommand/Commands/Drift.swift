import ArgumentParser
import Writ
import WritJSON

struct Drift: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift", abstract: "Compare running systems with what the branch says.",
    discussion: """
      governance/targets.json says what follows which policy. Nothing is changed. Exits with 2 when a \
      target has something else than the branch says, and with 1 when one cannot be asked.
      """)

  @Argument(help: "The targets; all of them when none is named.")
  var targets: [String] = []
  @Option(help: "The branch; the one that is checked out when not given.") var branch: String?
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.begin("drift")
    let ledger = try Ledger.open()
    let run = TargetRun(ledger: ledger)
    let reports = try ledger.wanted(targets, on: branch).map { try run.look(at: $0) }
    TargetText.print(reports, "drift", isJSON: common.isJSON)
    if reports.contains(where: { $0.standing == .unknown }) { throw ExitStatus.failure }
    if reports.contains(where: { $0.standing == .drifted }) { throw ExitStatus.changesPending }
  }
}

/// How targets are told of.
enum TargetText {
  static func print(_ reports: [TargetReport], _ command: String, isJSON: Bool) {
    if isJSON {
      Output.json(command, ["targets": .array(reports.map(\.json))])
    } else {
      for report in reports { report.print() }
    }
  }
}
