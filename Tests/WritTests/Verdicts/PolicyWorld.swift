import Foundation
import Writ
import WritGit
import WritJSON
import WritPolicy
import WritTesting

/// A policy repository on disk, with rules of every kind and a rollback in its history; changes are
/// made on top of its tip, which stays where it is.
final class PolicyWorld {
  let repository: TemporaryRepository
  let git: Repository
  let objects: ObjectDatabase
  /// The time of everything that is made.
  let now: Int64 = 1_780_000_000
  /// The tip of `main`, and a commit on it that touches no policy.
  private(set) var base = ObjectID.zero
  private(set) var later = ObjectID.zero
  private var ids = Chance(7)
  /// What one commit may bring.
  var limits = ChangeLimits.usual

  init() throws {
    repository = try TemporaryRepository()
    try repository.git("config", "writ.fsync", "false")
    git = try Repository.open(at: repository.path)
    objects = try git.objects()
    try makeHistory()
  }

  /// A ledger as a command opens it.
  func ledger(at seconds: Int64? = nil) throws -> Ledger {
    let time = Instant(seconds: seconds ?? now)
    let box = Numbers(Chance(ids.next()))
    let person = (name: "Ann", mail: "ann@example.org")
    return try Ledger(
      Repository.open(at: repository.path),
      Surroundings(
        now: { time }, random: { box.next() }, author: person,
        committer: person, tool: "writ test", limits: limits))
  }

  // MARK: Objects

  func blob(_ text: String) throws -> TreeEntry {
    TreeEntry(id: try objects.write(Array(text.utf8), as: .blob))
  }

  func tree(_ base: ObjectID?, _ changes: [(path: String, entry: TreeEntry?)]) throws -> ObjectID {
    var editor = TreeEditor(objects)
    for (path, entry) in changes { try editor.set(GitPath(path), to: entry) }
    return try editor.write(onto: base)
  }

  func commit(
    _ tree: ObjectID, on parents: [ObjectID], _ message: String, at seconds: Int64? = nil
  ) throws -> ObjectID {
    let person = Signature(name: "Ann", mail: "ann@example.org", seconds: seconds ?? now)
    return try objects.writeCommit(
      tree: tree, parents: parents, author: person, committer: person, message: Array(message.utf8))
  }

  func treeID(_ commit: ObjectID) throws -> ObjectID { try objects.commit(commit).tree }

  func text(_ path: String, in commit: ObjectID) throws -> String {
    guard let entry = try objects.entry(at: GitPath(path), in: treeID(commit)) else { return "" }
    return String(decoding: try objects.blob(entry.id), as: UTF8.self)
  }

  // MARK: References

  /// Files under the git directory, as git would write them.
  func point(_ branch: String, at commit: ObjectID) throws {
    try Files.write(repository.path + "/.git/refs/heads/\(branch)", "\(commit.hex)\n".utf8)
  }

  func forget(_ reference: String) throws {
    let path = repository.path + "/.git/" + reference
    if Files.exists(path) { try FileManager.default.removeItem(atPath: path) }
  }

  /// Checks a branch out as far as `HEAD` goes: an apply would look at the work tree too.
  func head(_ branch: String) throws {
    try Files.write(repository.path + "/.git/HEAD", "ref: refs/heads/\(branch)\n".utf8)
  }

  /// As before any change: `main` at its tip, and no checkpoint of what was tried.
  func reset() throws {
    try head("elsewhere")
    try point("main", at: base)
    for name in ["refs/heads/topic", "MERGE_HEAD", "refs/tags/checkpoint"] { try forget(name) }
  }

  /// The trailers of a commit by hand.
  static func trailers(_ metadata: Metadata, _ intent: Intent? = nil) -> String {
    var lines = metadata.trailers.map { "\($0.key): \($0.value)" }
    if let intent { lines.append("Writ-Intent: \(intent.rawValue)") }
    return lines.isEmpty ? "" : "\n" + lines.joined(separator: "\n") + "\n"
  }

  static var told: Metadata {
    var metadata = Metadata()
    metadata.actor = "Ann <ann@example.org>"
    metadata.approvalRef = "CHG-1"
    metadata.rationale = "because"
    metadata.reviewBy = "2026-06-20"
    return metadata
  }
}

/// Random bits for ids.
private final class Numbers: @unchecked Sendable {
  private var chance: Chance

  init(_ chance: Chance) { self.chance = chance }

  func next() -> (UInt16, UInt64) { (UInt16(truncatingIfNeeded: chance.next()), chance.next()) }
}

extension PolicyWorld {
  static let documents = [
    "rollout/a", "rollout/b", "limits/x", "frozen/f", "pr/p", "gated/g", "approved/k", "signed/s",
    "wide/w",
  ]

  private func makeHistory() throws {
    let rollout = "{\n  \"canary_pct\": 5,\n  \"kill_switch\": false,\n  \"note\": \"n\"\n}\n"
    var files = PolicyWorld.documents.map { ("policies/\($0).json", rollout) }
    files.append((Rules.path, PolicyWorld.rules))
    files.append(("governance/schemas/rollout.json", PolicyWorld.schema))
    let adopted = try commit(
      tree(nil, files.map { ($0.0, try blob($0.1)) }), on: [],
      "Adopt\n" + PolicyWorld.trailers(PolicyWorld.told))
    // A value that was taken away: 30 may not come back unsaid.
    let raised = try change(
      "rollout/a", "\"canary_pct\": 5", "\"canary_pct\": 30", on: adopted, "Raise")
    let restored = try commit(
      treeID(adopted), on: [raised],
      "Revert\n\nThis reverts commit \(raised.hex).\n" + PolicyWorld.trailers(PolicyWorld.told))
    base = restored
    later = try commit(
      tree(treeID(base), [("README", blob("text"))]), on: [base], "Add a page\n")
    try reset()
  }

  /// A commit by hand that puts a text in place of another in a document.
  func change(
    _ document: String, _ old: String, _ new: String, on parent: ObjectID, _ subject: String
  ) throws -> ObjectID {
    let path = "policies/\(document).json"
    let text = try text(path, in: parent).replacingOccurrences(of: old, with: new)
    return try commit(
      tree(treeID(parent), [(path, blob(text))]), on: [parent],
      "\(subject)\n" + PolicyWorld.trailers(PolicyWorld.told))
  }

  static let rules = """
    {
      "version": 1,
      "protected": ["refs/heads/main"],
      "rules": [
        {"name": "metadata", "paths": ["policies/**", "governance/**"],
         "require": ["actor", "approvalRef", "rationale", "reviewBy"], "reviewWithinDays": 90},
        {"name": "steps", "paths": ["policies/rollout/**", "policies/plain/**"],
         "schema": "rollout.json",
         "limits": [{"pointer": "/canary_pct", "min": 0, "max": 100, "maxIncrease": 25,
                     "maxDecrease": 60}],
         "conditions": [{"id": "killed", "expr":
           "new == null || !has(new.kill_switch) || !new.kill_switch || new.canary_pct == 0", "message": "Killed serves nobody."}]},
        {"name": "undecided", "paths": ["policies/limits/**"],
         "conditions": [{"id": "pct", "expr": "new.canary_pct <= 50", "message": "Too many."}]},
        {"name": "winter", "paths": ["policies/frozen/**"], "freeze":
          [{"from": "2026-01-01T00:00:00Z", "to": "2026-12-31T00:00:00Z", "intents": ["expand", "apply"],
           "reason": "Winter"}]},
        {"name": "robots", "paths": ["policies/**"],
         "automation": [{"name": "guard", "intents": ["pause", "constrain"]}]},
        {"name": "pull", "paths": ["policies/pr/**"], "require": ["pullRequest"]},
        {"name": "gate", "paths": ["policies/gated/**"], "gate": "canary", "intents": ["expand", "promote"]},
        {"name": "four-eyes", "paths": ["policies/approved/**"], "approvals": {"count": 1}},
        {"name": "signed", "paths": ["policies/signed/**"], "signature": "required"},
        {"name": "wide", "paths": ["policies/wide/**"], "intents": ["expand", "resume"],
         "conditions": [{"id": "never", "expr": "false", "message": "Never."}]}
      ]
    }
    """

  static let schema = """
    {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
     "required": ["canary_pct"],
     "properties": {"canary_pct": {"type": "number"}, "kill_switch": {"type": "boolean"}}}
    """
}
