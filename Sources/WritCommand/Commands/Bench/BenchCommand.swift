import ArgumentParser

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure models on a real server, choose by what was measured, apply the choice.",
    discussion: """
      Reports go to \(BenchPlaces.reports)/. Ctrl-C keeps what was measured, and --resume goes on \
      with it. The server's key comes from the environment and stands in no report.
      """,
    subcommands: [
      List.self, Sync.self, Benchmark.self, Legacy.self, ProfileGate.self, Cycle.self,
      RollbackPolicy.self, Approval.self, ApplyCheckpoint.self, Verdict.self, Show.self,
    ])
}
