import ArgumentParser
import Writ
import WritGit

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Tell other tools of applies, in the formats that they read.",
    discussion: """
      One JSON document on a line, the oldest first. in-toto: Statements v1 about the apply, each \
      decision of a gate and each approval of a commit. slsa-provenance: where it comes from. \
      slsa-vsa: what verification of it and its history came to; exits with 3 when that failed. \
      cloudevents: an event by CloudEvents 1.0 for each change of a history, newest first. With \
      --sign Statements are put into DSSE envelopes with an SSH signature; approvals keep their own.
      """)

  @Option(help: "The format: in-toto, slsa-vsa, slsa-provenance, cloudevents.")
  var format: ExportFormat

  @Argument(
    help: ArgumentHelp(
      "An apply's id, a revision, or A..B; what is checked out when not given.",
      valueName: "COMMIT|ID|RANGE"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      """
      The repository's URI, such as git+https://example.org/policy; 'urn:git:' and its first \
      commit when not given.
      """, valueName: "URI"))
  var source: String?

  @Flag(help: "Sign each Statement.") var sign = false

  @Option(
    help: ArgumentHelp(
      """
      Sign with this key: a file, or 'key::' and a public key that an agent has; \
      user.signingKey when not given.
      """, valueName: "KEY"))
  var key: String?

  func run() throws {
    Failure.command = "export"
    let ledger = try Ledger.open()
    guard let kind = format.kind else { return try events(ledger) }
    var request = ExportRequest(kind)
    request.target = target
    request.source = source
    request.isSigned = sign || key != nil
    request.key = key.map(SigningOptions.path)
    let progress = Progress("commits verified")
    var failed = false
    try ledger.export(request, progress: { progress.tell($0) }) { line in
      failed = failed || line.isFailure
      Output.bytes(line.bytes)
      Output.line()
    }
    progress.end()
    if failed { throw ExitStatus.refused }
  }

  private func events(_ ledger: Ledger) throws {
    guard !sign, key == nil else {
      throw UsageError("Events are not signed.", hint: "export in-toto statements")
    }
    var from: String?
    var old: String?
    if let target, let dots = target.firstRange(of: "..") {
      let parts = (String(target[..<dots.lowerBound]), String(target[dots.upperBound...]))
      old = parts.0.isEmpty ? "HEAD" : parts.0
      from = parts.1.isEmpty ? nil : parts.1
    } else if let target {
      from = try ledger.applyCommit(target, on: ledger.viewpoint()).hex
    }
    if let source { try ExportRequest.checkSource(source, mayBeRelative: true) }
    let source = try source ?? ledger.eventSource(from: from, on: nil)
    try ledger.log(from: from, leaving: old, LogFilter()) { entry in
      EntryText.printLine(CloudEvent.json(entry, source: source))
    }
  }
}

/// What is exported.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
  case inToto = "in-toto"
  case slsaVSA = "slsa-vsa"
  case slsaProvenance = "slsa-provenance"
  case cloudevents

  /// The kind of statement; nil for events.
  var kind: ExportRequest.Kind? {
    switch self {
    case .inToto: .inToto
    case .slsaVSA: .verificationSummary
    case .slsaProvenance: .provenance
    case .cloudevents: nil
    }
  }
}
