import ArgumentParser
import Writ
import WritGit

struct GapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gap", abstract: "Accept a broken stretch of history by a signed record.",
    discussion: """
      History is never rewritten. What 'writ verify' finds in the stretch is listed as a gap from \
      then on, with who accepted it and why. Put the record at governance/gaps/NAME.json and land \
      it with 'writ apply --governance': it is judged as every change of governance is, and counts \
      while its key may sign in the namespace 'writ-gap'.
      """)

  @Argument(
    help: ArgumentHelp(
      "A commit, or A..B for those after A up to B.", valueName: "COMMIT|A..B"))
  var range: String

  @Option(help: "Why it is broken, and why that is accepted; one line.")
  var reason: String

  @Option(help: "Who accepts it: 'Name <mail>'; git's identity when not given.")
  var actor: String?

  @Option(
    help: ArgumentHelp(
      """
      Sign with this key: a file, or 'key::' and a public key that an agent has; \
      user.signingKey when not given.
      """, valueName: "KEY"))
  var key: String?

  @Option(help: ArgumentHelp("Write the record to this file.", valueName: "FILE"))
  var out: String?

  func run() throws {
    Failure.command = "gap"
    let ledger = try Ledger.open()
    _ = try GivenApply.checked(reason, "--reason")
    var request = GapRequest(range, reason: reason)
    request.acceptedBy = actor
    request.key = key.map(SigningOptions.path)
    let record = try ledger.gapRecord(request)
    guard let out else { return Output.bytes(record) }
    try FileSystem.write(record, to: out, durable: false)
    Output.line("Written to \(out). Land it with 'writ apply --governance'.")
  }
}
