import WritGit
import WritJSON
import WritPolicy

/// Makes one commit after the other.
struct HistoryWriter {
  private let applies: Int
  private var random: RandomNumbers
  private var stream = ImportStream()
  private let forest = Forest()
  private var policies: [Policy] = []
  private let rules: Rules
  private let rulesText: [UInt8]
  private(set) var tip = ObjectID.zero
  private var number = 0

  private struct Policy {
    let name: DocumentName
    var document: JSONDocument
    var blob: ObjectID
  }

  /// A file of a commit: what it is for git and for the record.
  private struct File {
    let path: String
    let bytes: [UInt8]
    let before: ObjectID?
    let blob: ObjectID
  }

  private static let who = "Bench <bench@example.org>"
  private static let branch = "refs/heads/main"
  private static let start: Int64 = 1_600_000_000
  private static let kept = 1_000

  init(applies: Int, policies count: Int, seed: UInt64) throws {
    self.applies = applies
    random = RandomNumbers(seed: seed)
    rulesText = Array(HistoryWriter.rulesText.utf8)
    rules = try Rules(JSONDocument(parsing: rulesText).value, schemas: [])
    for index in 0..<count {
      let name = try DocumentName("area-\(index / 40)/service-\(index)")
      let text = HistoryWriter.policy(index)
      let blob = try ObjectDatabase.id(of: Array(text.utf8), as: .blob)
      policies.append(Policy(name: name, document: try JSONDocument(parsing: text), blob: blob))
    }
  }

  mutating func write() throws {
    try adopt()
    for _ in 0..<applies { try apply() }
    stream.line("done")
    stream.flush()
  }

  mutating func nextNumber() -> UInt64 { random.next() }

  private var time: Instant { Instant(seconds: HistoryWriter.start + Int64(number) * 600) }

  private func metadata() -> Metadata {
    var metadata = Metadata()
    metadata.actor = number % 7 == 0 ? "automation:release-bot" : HistoryWriter.who
    metadata.actorSource = "flag"
    metadata.approvalRef = "https://example.org/changes/\(number)"
    metadata.rationale = "error budget of the last \(number % 28 + 1) days is intact"
    metadata.reviewBy = time.adding(seconds: 90 * 86_400).date.description
    metadata.pullRequest = number % 3 == 0 ? "#\(number / 3 + 1)" : nil
    metadata.key = number % 4 == 0 ? "deploy-\(number)" : nil
    return metadata
  }

  // MARK: Commits

  private mutating func adopt() throws {
    var files = [try file(Rules.path, rulesText, before: nil)]
    var documents = [
      DocumentChange(
        name: try DocumentName("@governance/rules"), before: nil,
        after: try JSONDocument(parsing: rulesText).value)
    ]
    for policy in policies {
      files.append(try file(policy.name.path, policy.document.bytes, before: nil))
      documents.append(
        DocumentChange(name: policy.name, before: nil, after: policy.document.value))
    }
    let changes = try RecordedChange.list(documents)
    let plan = try Plan(
      base: ObjectID.zero.hex, branch: HistoryWriter.branch, documents: [], changes: changes)
    try commit(files, changes, plan, evidence: [], limits: [], title: "Adopt writ")
  }

  private mutating func apply() throws {
    number += 1
    let index = Int.random(in: 0..<policies.count, using: &random)
    let old = policies[index]
    let after = try changed(old.document)
    let change = DocumentChange(
      name: old.name, before: old.document.value, after: after.value)
    let changes = try RecordedChange.list([change])
    let plan = try Plan(
      base: tip.hex, branch: HistoryWriter.branch,
      documents: [
        .init(name: old.name, beforeBlob: old.blob.hex, text: after.bytes)
      ], changes: changes)
    let file = try file(old.name.path, after.bytes, before: old.blob)
    let verdict = rules.judge(
      Proposal(intent: .apply, documents: [change], metadata: metadata(), now: time))
    guard verdict.isAllowed else { throw Refused(findings: verdict.findings) }
    policies[index].document = after
    policies[index].blob = file.blob
    var evidence = [(name: "bench.json", bytes: artifact(runs: 12))]
    if number % 5 == 0 { evidence.append(("stress.json", artifact(runs: 30))) }
    try commit(
      [file], changes, plan, evidence: evidence, limits: verdict.limits, title: nil)
  }

  private mutating func changed(_ document: JSONDocument) throws -> JSONDocument {
    func value(_ pointer: String) throws -> Int {
      document.value.value(at: try JSONPointer(parsing: pointer))?.intValue ?? 0
    }
    func setting(_ pointer: String, _ value: Int) throws -> JSONDocument {
      try document.setting(JSONPointer(parsing: pointer), to: .number(JSONNumber(value)))
    }
    if number % 3 == 0 {
      return try setting(
        "/thresholds/max_latency_p95_ms",
        200 + Int.random(in: 0..<400, using: &random) * 2
          + (try value("/thresholds/max_latency_p95_ms") + 1) % 2)
    }
    let old = try value("/canary_pct")
    let step = Int.random(in: 1...25, using: &random)
    return try setting("/canary_pct", old + step > 100 ? old - step : old + step)
  }

  private mutating func commit(
    _ files: [File], _ changes: [RecordedChange], _ plan: Plan,
    evidence: [(name: String, bytes: [UInt8])], limits: [CheckedLimit], title: String?
  ) throws {
    let id = ULID(
      at: time, randomHigh: UInt16(truncatingIfNeeded: random.next()), randomLow: random.next())
    var record = Record(
      id: id, intent: .apply, time: time, metadata: metadata(), branch: HistoryWriter.branch,
      base: tip.hex, plan: plan.digest, request: plan.digest, tool: "writ 0.1.0")
    record.changes = changes
    record.files = files.map {
      Record.File(path: $0.path, before: $0.before?.hex, after: $0.blob.hex)
    }
    record.evidence = evidence.map {
      EvidenceItem(
        name: $0.name, mediaType: "application/json", size: $0.bytes.count,
        digest: Digest(of: $0.bytes))
    }
    record.limits = limits
    record.checkpoint = tip == .zero ? nil : "checkpoint/\(id)"
    let json = record.json
    let message = try record.message(digest: try Digest(of: json), title: title)
    var all = files
    for item in evidence {
      all.append(try file("\(Record.folder(id))/\(item.name)", item.bytes, before: nil))
    }
    all.append(try file(Record.path(id), json.serialized(), before: nil))
    try write(all, message)
    if record.checkpoint != nil, number > applies - HistoryWriter.kept { tag(id) }
    try advance(message)
  }

  // MARK: Stream

  private func file(_ path: String, _ bytes: [UInt8], before: ObjectID?) throws -> File {
    File(
      path: path, bytes: bytes, before: before,
      blob: try ObjectDatabase.id(of: bytes, as: .blob))
  }

  private var signature: String { "\(HistoryWriter.who) \(time.seconds) +0000" }

  private mutating func write(_ files: [File], _ message: [UInt8]) throws {
    stream.line("commit \(HistoryWriter.branch)")
    stream.line("mark :\(number + 1)")
    stream.line("author \(signature)")
    stream.line("committer \(signature)")
    stream.data(message)
    if number > 0 { stream.line("D evidence") }
    forest.removeFolder("evidence")
    for file in files {
      stream.line("M 100644 inline \(file.path)")
      stream.data(file.bytes)
      forest.set(file.path, file.blob)
    }
  }

  private mutating func tag(_ id: ULID) {
    stream.line("tag checkpoint/\(id)")
    stream.line("from :\(number)")
    stream.line("tagger \(signature)")
    stream.data(Array("Checkpoint before \(id) on \(HistoryWriter.branch)\n".utf8))
  }

  private mutating func advance(_ message: [UInt8]) throws {
    var text = "tree \(try forest.id())\n"
    if tip != .zero { text += "parent \(tip)\n" }
    text += "author \(signature)\ncommitter \(signature)\n\n"
    tip = try ObjectDatabase.id(of: Array(text.utf8) + message, as: .commit)
  }
}

/// The generator would write what the rules refuse.
private struct Refused: Error {
  let findings: [Finding]
}
