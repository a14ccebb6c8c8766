import ArgumentParser
import Writ
import WritJSON
import WritPolicy

struct Log: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "List the changes of policy and governance, newest first.",
    discussion: """
      Filters add up. A date means its whole day in UTC. With ndjson each change is one line; with \
      --events each line is an event by CloudEvents 1.0.
      """)

  @Option(help: "Only those of this pull request.") var pr: String?
  @Option(help: "Only those that change this policy.") var policy: String?
  @Option(help: ArgumentHelp("Only those that change this value.", valueName: "NAME#/pointer"))
  var pointer: String?
  @Option(help: "Only those with this intent.") var intent: String?
  @Option(help: "Only those of this actor: 'Name <mail>', the name, or the mail address.")
  var actor: String?
  @Option(help: "Only those with this approval reference.") var approval: String?
  @Option(help: ArgumentHelp("Only those that rest on this artifact.", valueName: "sha256"))
  var evidence: String?
  @Option(help: "Only the one with this idempotency key.") var key: String?
  @Option(help: "Only those made at this time or later.") var since: String?
  @Option(help: "Only those made before this time.") var until: String?
  @Flag(help: "Only those of which a change is still in force.") var inForce = false
  @Flag(help: "Only those of which a change was rolled back.") var rolledBack = false
  @Option(name: .customShort("n"), help: "At most so many.") var count: Int?
  @Option(help: "The branch; the one that is checked out when not given.") var branch: String?
  @Argument(help: "Start here instead of at the tip.") var revision: String?
  @Option(help: "How to print the result.") var format = LogFormat.text
  @Flag(help: "Print events by CloudEvents 1.0, one on a line.") var events = false

  mutating func validate() throws { Failure.format = format == .json ? .json : .text }

  func run() throws {
    Failure.command = "log"
    let filter = try filter()
    let ledger = try Ledger.open()
    if events {
      let source = try ledger.eventSource(from: revision, on: branch)
      return try ledger.log(from: revision, on: branch, filter) { entry in
        EntryText.printLine(CloudEvent.json(entry, source: source))
      }
    }
    var entries: [JSONValue] = []
    try ledger.log(from: revision, on: branch, filter) { entry in
      switch format {
      case .text: EntryText.print(entry)
      case .json: entries.append(.object(EntryText.json(entry)))
      case .ndjson: EntryText.printLine(EntryText.json(entry))
      }
    }
    if format == .json { Output.json("log", ["entries": .array(entries)]) }
  }

  private func filter() throws -> LogFilter {
    var filter = LogFilter()
    filter.document = try policy.map { try DocumentName($0) }
    try readPointer(into: &filter)
    filter.pullRequest = try pr.map(Self.pullRequest)
    filter.intent = try intent.map(Self.intent)
    filter.actor = actor
    filter.approval = approval
    filter.evidence = try evidence.map(Self.digest)
    filter.key = key
    filter.since = try since.map { try TimeOption.read($0, "--since") }
    filter.until = try until.map { try TimeOption.read($0, "--until", isEnd: true) }
    if inForce, rolledBack { throw UsageError("--in-force and --rolled-back exclude each other.") }
    filter.fate = inForce ? .inForce : rolledBack ? .rolledBack : nil
    if let count {
      guard count >= 0 else { throw UsageError("-n needs a number that is not negative.") }
      filter.limit = count
    }
    return filter
  }

  /// A pointer names its document, or goes with --policy.
  private func readPointer(into filter: inout LogFilter) throws {
    guard let pointer else { return }
    if pointer.isEmpty || pointer.hasPrefix("/") {
      guard filter.document != nil else {
        throw UsageError(
          "--pointer '\(pointer)' does not say of which policy.", hint: "write NAME#/pointer")
      }
      filter.pointer = try JSONPointer(parsing: pointer)
      return
    }
    let place = try PolicyPlace(pointer)
    if let document = filter.document, document != place.name {
      throw UsageError("--policy and --pointer name two policies.")
    }
    filter.document = place.name
    filter.pointer = place.pointer
  }

  private static func pullRequest(_ text: String) throws -> Int {
    let reference = text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? "#\(text)" : text
    guard let number = PullRequestNumber.of(reference: reference) else {
      throw UsageError("'\(text)' is no pull request.", hint: "give a number, '#N' or a URL")
    }
    return number
  }

  private static func intent(_ text: String) throws -> Intent {
    guard let known = Intent(rawValue: text) else {
      throw UsageError(
        "'\(text)' is no intent.",
        hint: "one of: \(Intent.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return known
  }

  private static func digest(_ text: String) throws -> String {
    let hex = text.hasPrefix("sha256:") ? text.dropFirst(7) : text[...]
    guard let digest = Digest(hex: hex) else {
      throw UsageError(
        "--evidence '\(text)' is no digest.",
        hint: "give the 64 hexadecimal digits of its SHA-256, as 'sha256sum FILE' prints them")
    }
    return digest.hex
  }
}

/// How the log is printed.
enum LogFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, ndjson
}
