import Writ
import WritGit

extension VerifyText {
  /// What was found, for the tools of a CI: what is in trouble, and what a gap record accepts as
  /// sound; the history as a whole where nothing is.
  static func report(_ report: VerifyReport) -> Report {
    let items = report.problems.map { problem in
      Report.Item(
        name: problem.commit?.hex ?? problem.reference ?? report.tip.hex, problems: trouble(problem)
      )
    }
    return Report(
      name: "verify",
      items: items.isEmpty ? [Report.Item(name: report.tip.hex, problems: [])] : items)
  }

  private static func trouble(_ problem: VerifyProblem) -> [Report.Problem] {
    guard problem.status == .violation || problem.status == .unverifiable else { return [] }
    return problem.findings.map { Report.Problem($0) }
      + problem.missing.map {
        Report.Problem(code: VerifyStatus.unverifiable.word, message: $0)
      }
  }
}
