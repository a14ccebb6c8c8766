import Testing
import WritJSON

@testable import WritPolicy

@Suite struct RecordTests {
  private func record() throws -> Record {
    let digest = Digest(of: Array("plan".utf8))
    let id = try #require(ULID("01hzz000000000000000000001"))
    var metadata = Metadata()
    metadata.actor = "Ada Lovelace <ada@example.org>"
    metadata.actorSource = "flag"
    metadata.approvalRef = "CHG-1"
    metadata.rationale = "Error budget is intact"
    metadata.reviewBy = "2027-01-01"
    metadata.pullRequest = "#12"
    metadata.key = "deploy/7"
    var record = Record(
      id: id, intent: .expand, time: try Instant.parse("2026-06-01T12:00:00Z"),
      metadata: metadata, branch: "refs/heads/main", base: String(repeating: "a", count: 40),
      plan: digest, request: digest, tool: "writ 0.1.0")
    let change = DocumentChange(
      name: try DocumentName("rollout/planner"), before: ["pct": 5, "old": true],
      after: ["pct": 10, "new": [1.0, "x"]])
    record.changes = try RecordedChange.list([change])
    record.files = [.init(path: "policies/rollout/planner.json", before: nil, after: "b")]
    record.evidence = [
      EvidenceItem(name: "a.json", mediaType: "application/json", size: 3, digest: digest)
    ]
    record.overrides = [.init(kind: "rollback", reason: "known good", by: "Ada <a@b>")]
    record.checkpoint = "checkpoint/\(id)"
    return record
  }

  @Test("A record reads back as it was written")
  func roundTrip() throws {
    let record = try record()
    let read = try Record(JSONDocument(parsing: record.json.serialized()).value)
    #expect(read == record)
  }

  @Test("A member that is not known is refused")
  func unknownMember() throws {
    guard case .object(var object) = try record().json else { return }
    object["surprise"] = true
    let error = #expect(throws: PolicyError.self) { try Record(.object(object)) }
    #expect(error?.pointer == "/surprise")
  }

  @Test("A record of another version is told by its version")
  func otherVersion() throws {
    guard case .object(var object) = try record().json else { return }
    object["version"] = 2
    let error = #expect(throws: PolicyError.self) { try Record(.object(object)) }
    #expect(error?.code == .version)
  }

  @Test("The message's trailers are an index over the record, and strict")
  func message() throws {
    let record = try record()
    let bytes = try record.message(digest: Digest(of: record.json))
    let reading = CommitMessage.read(bytes)
    #expect(reading.isStrict, "\(reading.problems)")
    #expect(Metadata(trailersOf: reading.message).actor == record.metadata.actor)
    #expect(reading.message.value(of: .intent) == "expand")
    #expect(reading.message.value(of: .key) == "deploy/7")
    #expect(reading.message.values(of: .evidence).count == 1)
    #expect(reading.message.subject == "rollout/planner: 3 values changed")
  }

  @Test("A large value is recorded by digest")
  func largeValue() throws {
    let large = JSONValue.string(String(repeating: "x", count: 20_000))
    let change = DocumentChange(name: try DocumentName("a"), before: ["v": 1], after: ["v": large])
    let recorded = try #require(try RecordedChange.list([change]).first)
    #expect(recorded.json["afterDigest"]?.stringValue?.hasPrefix("sha256:") == true)
    #expect(recorded.json["after"] == nil)
    #expect(recorded.json["before"] == 1)
  }

  @Test(
    "A value from a document cannot break the message",
    arguments: [
      "line\nActor: Eve <e@x>", "\u{202E}evil", "---\n", "tab\there", "\u{0}", "Rationale: x",
    ])
  func hostileValues(text: String) throws {
    var record = try record()
    let change = DocumentChange(
      name: try DocumentName("a"), before: .object([:]), after: .object([text: .string(text)]))
    record.changes = try RecordedChange.list([change])
    let bytes = try record.message(digest: Digest(of: record.json))
    let reading = CommitMessage.read(bytes)
    #expect(reading.isStrict, "\(reading.problems)")
    #expect(reading.message.value(of: .actor) == record.metadata.actor)
  }
}

@Suite struct PlanTests {
  private func plan() throws -> Plan {
    let change = DocumentChange(name: try DocumentName("a"), before: ["v": 1], after: ["v": 2])
    return try Plan(
      base: String(repeating: "a", count: 40), branch: "refs/heads/main",
      documents: [
        .init(name: try DocumentName("a"), beforeBlob: nil, text: Array("{\r\n \"v\": 2 }".utf8))
      ],
      changes: try RecordedChange.list([change]))
  }

  @Test("A plan reads back with its digest and its bytes")
  func roundTrip() throws {
    let plan = try plan()
    let read = try Plan(JSONDocument(parsing: plan.json.serialized()).value)
    #expect(read.digest == plan.digest)
    #expect(read.documents.first?.text == plan.documents.first?.text)
  }

  @Test("A plan that was edited is refused", arguments: ["base", "branch", "documents", "changes"])
  func edited(member: String) throws {
    guard case .object(var object) = try plan().json else { return }
    object[member] = member == "base" || member == "branch" ? "refs/heads/other" : []
    let error = #expect(throws: PolicyError.self) { try Plan(.object(object)) }
    #expect(error?.code == .digest)
  }

  @Test("The layout of a plan file does not matter")
  func layout() throws {
    let plan = try plan()
    let compact = try Plan(JSONDocument(parsing: plan.json.serialized(indent: nil)).value)
    #expect(compact.digest == plan.digest)
  }
}

@Suite struct DocumentNameTests {
  @Test(
    "A name that could leave policies/ is refused",
    arguments: [
      "", "/a", "../a", "a/../b", "a//b", "a/", "./a", "a/.", "a\nb", "a\u{0}b",
      String(repeating: "a/", count: 50) + "a", String(repeating: "x", count: 1_001),
    ])
  func badNames(name: String) {
    #expect(throws: PolicyError.self) { try DocumentName(name) }
  }

  @Test("A name and its path belong together")
  func paths() throws {
    #expect(try DocumentName("rollout/planner").path == "policies/rollout/planner.json")
    #expect(try DocumentName("@governance/rules").path == "governance/rules.json")
    #expect(DocumentName(path: "policies/a.json")?.text == "a")
    #expect(DocumentName(path: "governance/gates/x.json")?.text == "@governance/gates/x")
    #expect(DocumentName(path: "policies/a.yaml") == nil)
    #expect(DocumentName(path: "evidence/a.json") == nil)
    #expect(DocumentName(path: "policies/@governance/rules.json") == nil)
  }

  @Test("Composed and decomposed letters name different documents")
  func normalisation() throws {
    #expect(try DocumentName("caf\u{E9}") != DocumentName("cafe\u{301}"))
  }
}
