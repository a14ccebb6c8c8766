import ArgumentParser
import Writ
import WritJSON
import WritPolicy

struct Log: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "List the changes of policy and governance, newest first.")

  @Option(help: "Only those of this pull request.") var pr: String?
  @Option(help: "Only those that change this policy.") var policy: String?
  @Option(help: "Only those with this intent.") var intent: String?
  @Option(name: .customShort("n"), help: "At most so many.") var count: Int?
  @Option(help: "The branch; the one that is checked out when not given.") var branch: String?
  @Argument(help: "Start here instead of at the tip.") var revision: String?
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.begin("log")
    let ledger = try Ledger.open()
    let filter = try filter()
    var entries: [JSONValue] = []
    try ledger.log(from: revision, on: branch, filter) { entry in
      if common.isJSON { entries.append(.object(EntryText.json(entry))) } else { EntryText.print(entry) }
    }
    if common.isJSON { Output.json("log", ["entries": .array(entries)]) }
  }

  private func filter() throws -> LogFilter {
    var filter = LogFilter()
    filter.document = try policy.map { try DocumentName($0) }
    if let pr {
      let reference = pr.utf8.allSatisfy { (0x30...0x39).contains($0) } ? "#\(pr)" : pr
      guard let number = PullRequestNumber.of(reference: reference) else {
        throw UsageError("'\(pr)' is no pull request.", hint: "give a number, '#N' or a URL")
      }
      filter.pullRequest = number
    }
    if let intent {
      guard let known = Intent(rawValue: intent) else {
        throw UsageError(
          "'\(intent)' is no intent.",
          hint: "one of: \(Intent.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      filter.intent = known
    }
    if let count {
      guard count >= 0 else { throw UsageError("-n needs a number that is not negative.") }
      filter.limit = count
    }
    return filter
  }
}
