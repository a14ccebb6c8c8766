import ArgumentParser
import Writ
import WritGit
import WritJSON
import WritPolicy

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Prove a history: every change by the rules before it.",
    discussion: """
      Each commit that touches policies/ or governance/ is judged by the rules of its parent, as the \
      hooks do. Records are held against trailers, files, values, evidence and plans, and checkpoint \
      tags against records. Needs no network. Exits with 3 for a violation and with 6 for what \
      cannot be verified. Commits that an earlier run verified are taken over while their objects \
      are untouched.
      """)

  @Argument(help: "A revision, or A..B; the whole history of what is checked out when not given.")
  var range: String?

  @Option(help: "The commit that adopted the rules; what lies before it is not judged.")
  var since: String?

  @Flag(help: "List every commit that changes policy or governance, and not only those in trouble.")
  var all = false

  @Flag(inversion: .prefixedNo, help: "Take over what an earlier run verified.")
  var cache = true

  @Option(
    help: ArgumentHelp(
      "How many threads read and judge, 1 to 64; two, or one where there is one processor, when "
        + "not given."))
  var threads: Int?

  @OptionGroup var common: ReportOptions

  func validate() throws {
    guard (1...64).contains(threads ?? 1) else { throw ValidationError("--threads takes 1 to 64.") }
  }

  func run() throws {
    common.begin("verify")
    let ledger = try Verify.open()
    var request = VerifyRequest()
    request.range = range
    request.since = since
    request.threads = threads
    request.usesCache = cache
    request.listsCommits = all || common.isJSON
    let progress = Progress("commits verified")
    let report = try ledger.verify(request) { progress.tell($0) }
    progress.end()
    switch common.format {
    case .json: Output.json("verify", VerifyText.json(report))
    case .text: try VerifyText.print(report, ledger)
    default: VerifyText.report(report).print(as: common.format)
    }
    if report.isViolated { throw ExitStatus.refused }
    if report.isUnverifiable { throw ExitStatus.unverifiable }
  }

  /// A repository whose objects cannot all be read is one that cannot be verified.
  private static func open() throws -> Ledger {
    do {
      return try Ledger.open(recovering: false)
    } catch let error as GitError where error.code == .unsupported {
      throw LedgerError(.unverifiable, error.code.rawValue, error.message, hint: error.hint)
    }
  }
}
