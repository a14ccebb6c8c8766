import ArgumentParser
import Writ
import WritGit
import WritJSON
import WritPolicy
import WritSignature

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one change with its provenance: by an apply's id, a commit or a tag.")

  @Argument(help: "The apply's id, a commit, or a checkpoint.")
  var name: String

  @Option(help: "The branch that ids are looked up on.")
  var branch: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.begin("show")
    let ledger = try Ledger.open()
    let id = try ledger.commitToShow(name, on: branch)
    let commit = try ledger.commitObject(id)
    let entry = try ledger.entry(commit)
    let changes = try ledger.changes(of: commit)
    let signature = try ledger.signature(of: commit)
    let approvals = try ledger.approvals(of: commit)
    if common.isJSON {
      var object = EntryText.json(entry)
      object["changes"] = .array(changes.flatMap(\.json))
      object["record"] = entry.record?.json
      object["signature"] = SignatureText.json(signature)
      object["approvals"] = .array(approvals.map { SignatureText.json($0) })
      object["message"] = .string(commit.messageText)
      return Output.json("show", object)
    }
    print(entry, changes, signature, approvals)
  }

  private func print(
    _ entry: Entry, _ changes: [DocumentChange], _ signature: SignatureVerdict,
    _ approvals: [CheckedApproval]
  ) {
    func row(_ label: String, _ value: String?) {
      guard let value else { return }
      Output.line(label.padded(to: 12) + value)
    }
    Output.line(Style.bold(entry.commit.subject))
    row("commit", entry.commit.id.hex)
    row("apply", entry.id)
    row("time", Instant(seconds: entry.commit.committer.seconds).description)
    row("intent", entry.intent?.rawValue ?? "none stated")
    row("actor", entry.metadata.actor ?? "\(entry.commit.author.identity) (author)")
    row("approval", entry.metadata.approvalRef)
    row("rationale", entry.metadata.rationale)
    row("review by", entry.metadata.reviewBy)
    row("pull req.", entry.metadata.pullRequest ?? entry.pullRequestNumber.map { "#\($0)" })
    row("signature", SignatureText.line(signature))
    for approval in approvals { row("approved", SignatureText.line(approval)) }
    row("restores", entry.restores)
    if let record = entry.record {
      row("checkpoint", record.checkpoint)
      row("base", record.base)
      row("key", record.metadata.key)
      for item in record.evidence {
        row("evidence", "\(item.name)  \(item.mediaType)  \(item.size) bytes  \(item.digest)")
      }
      for override in record.overrides {
        row("override", "\(override.kind): \(override.reason) (\(override.by))")
      }
    }
    Output.line()
    ChangeText.print(changes)
  }
}

extension String {
  /// The text with spaces behind it up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
