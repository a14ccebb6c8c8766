import Writ
import WritGit
import WritJSON
import WritPolicy

/// What `writ verify` found, for people and for programs.
enum VerifyText {
  static func print(_ report: VerifyReport, _ ledger: Ledger) throws {
    var problems: [ObjectID: VerifyProblem] = [:]
    for problem in report.problems { if let id = problem.commit { problems[id] = problem } }
    for commit in report.commits {
      if let problem = problems[commit.id] {
        try tell(problem, ledger)
      } else {
        head(commit.status, try place(commit.id, ledger))
      }
    }
    for problem in report.problems where report.commits.isEmpty || problem.commit == nil {
      try tell(problem, ledger)
    }
    for gap in report.gaps { tell(gap) }
    summary(report)
  }

  private static func head(_ status: VerifyStatus, _ place: String) {
    let word = status.word.padded(to: 16)
    switch status {
    case .violation: Output.line(Style.red(word) + place)
    case .unverifiable, .gap: Output.line(Style.yellow(word) + place)
    default: Output.line(word + place)
    }
  }

  private static func tell(_ problem: VerifyProblem, _ ledger: Ledger) throws {
    let commit = try problem.commit.map { try place($0, ledger) }
    head(problem.status, commit ?? problem.reference ?? "")
    for finding in problem.findings {
      let place = [finding.path, finding.pointer].compactMap { $0 }.joined(separator: "#")
      Output.line("  - \(finding.code.rawValue): \(finding.message) [\(place)]")
      Output.line("    mend: \(finding.mend)")
    }
    for reason in problem.missing { Output.line("  - \(reason)") }
    if let gap = problem.gap { Output.line("  - accepted by \(gap)") }
  }

  /// The commit's id and subject, as far as it can be read.
  private static func place(_ id: ObjectID, _ ledger: Ledger) throws -> String {
    do {
      return "\(id.short)  \(Printable.line(try ledger.commitObject(id).subject))"
    } catch let error as GitError where error.code == .missingObject || error.code == .corrupt {
      return id.short
    }
  }

  private static func tell(_ gap: AcceptedGap) {
    let start = gap.gap.from.map { "\($0.prefix(10)).." } ?? ".."
    Output.line("gap             \(gap.path): \(start)\(gap.gap.to.prefix(10))")
    Output.line("  - \(Printable.line(gap.gap.reason))")
    Output.line(
      "  - accepted by \(Printable.line(gap.gap.acceptedBy)) on \(gap.gap.acceptedAt.date), "
        + "covers \(gap.accepted) in trouble")
  }

  private static func summary(_ report: VerifyReport) {
    let counts = VerifyStatus.allCases.compactMap { status -> String? in
      let count = report.count(of: status)
      return count == 0 ? nil : "\(count) \(status.word)"
    }
    let total = VerifyStatus.allCases.reduce(0) { $0 + report.count(of: $1) }
    let list = counts.isEmpty ? "" : ": \(counts.joined(separator: ", "))"
    Output.line("\(total) policy commits\(list); \(report.others) others")
    let adoption =
      report.adoption.map { ", judged from \($0.short) on, at the times that commits state" } ?? ""
    Output.line("tip \(report.tip.short)\(adoption)")
    if report.checkpoints + report.retired > 0 {
      Output.line("\(report.checkpoints) checkpoints in place, \(report.retired) retired")
    }
    if report.takenAtTheirWord > 0 {
      Output.line(
        "\(report.takenAtTheirWord) taken at the word of a record that neither trailers, approval "
          + "nor signature hold")
    }
  }

  static func json(_ report: VerifyReport) -> JSONObject {
    var object: JSONObject = ["tip": .string(report.tip.hex)]
    object["branch"] = report.branch.map(JSONValue.string)
    object["adoption"] = report.adoption.map { .string($0.hex) }
    var counts: JSONObject = [:]
    for status in VerifyStatus.allCases {
      counts[status.word] = .number(JSONNumber(report.count(of: status)))
    }
    counts["others"] = .number(JSONNumber(report.others))
    object["counts"] = .object(counts)
    object["checkpoints"] = [
      "inPlace": .number(JSONNumber(report.checkpoints)),
      "retired": .number(JSONNumber(report.retired)),
    ]
    object["takenAtTheirWord"] = .number(JSONNumber(report.takenAtTheirWord))
    object["known"] = .number(JSONNumber(report.known))
    object["problems"] = .array(report.problems.map(\.json))
    object["gaps"] = .array(report.gaps.map(\.json))
    object["commits"] = .array(
      report.commits.map { ["commit": .string($0.id.hex), "status": .string($0.status.word)] })
    return object
  }
}
