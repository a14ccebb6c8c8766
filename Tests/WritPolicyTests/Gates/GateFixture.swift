import WritJSON

@testable import WritPolicy

/// Gates, evidence and changes in a short form, for cases.
enum GateFixture {
  static let now = "2026-06-01T12:00:00Z"

  static func instant(_ text: String) throws -> Instant { try Instant.parse(text) }

  /// A change that brings the values given by `policy#/pointer`.
  static func subject(_ changes: JSONValue?) throws -> GateSubject {
    let places = changes?.objectValue?.members ?? [(key: "models#/a", value: 1)]
    let recorded: JSONValue = .array(
      places.map { place in
        let parts = place.key.split(separator: "#", maxSplits: 1).map(String.init)
        return ["policy": .string(parts[0]), "pointer": .string(parts[1]), "after": place.value]
      })
    var list: [RecordedChange] = []
    for value in recorded.arrayValue ?? [] { list.append(try RecordedChange(value, at: .root)) }
    return try GateSubject(
      plan: Digest(of: Array("plan".utf8)), branch: "refs/heads/main", changes: list
    ) { _ in nil }
  }

  /// Evidence: `{"groups": {"all": {"ok": 9, "failed": 1, "metrics": {...}, "cases": {"a": true}}}}`,
  /// or a text that says why it cannot be used.
  static func reading(_ name: String, _ value: JSONValue) throws -> EvidenceReading {
    let bytes = value["sameAs"]?.stringValue.map { Array($0.utf8) } ?? Array(name.utf8)
    let content: EvidenceReading.Content =
      if let problem = value.stringValue {
        .unusable(problem)
      } else {
        .summary(try summary(value))
      }
    return EvidenceReading(
      name: name, digest: Digest(of: bytes), size: bytes.count, content: content)
  }

  static func summary(_ value: JSONValue) throws -> EvidenceSummary {
    let groups = value["groups"]?.objectValue?.members ?? [(key: "all", value: value)]
    return EvidenceSummary(
      kind: value["kind"]?.stringValue ?? "csv",
      recordedAt: try value["recordedAt"]?.stringValue.map { try Instant.parse($0) },
      groups: try groups.map { try group($0.key, $0.value) }, document: value["document"])
  }

  private static func group(_ name: String, _ value: JSONValue) throws -> EvidenceGroup {
    var metrics: [MetricSummary] = []
    for (key, member) in value["metrics"]?.objectValue ?? [:] {
      metrics.append(try MetricSummary(key, member, at: .root))
    }
    let cases = (value["cases"]?.objectValue ?? [:]).map { item in
      let passed = item.value.boolValue == true
      return CaseResult(
        id: item.key, passed: passed ? 1 : 0, failed: passed ? 0 : 1,
        errors: value["casesAreRuns"] == true && !passed ? 1 : 0)
    }
    return EvidenceGroup(
      name: name,
      runs: RunCounts(
        ok: value["ok"]?.intValue ?? 10, failed: value["failed"]?.intValue ?? 0,
        skipped: value["skipped"]?.intValue ?? 0), metrics: metrics, cases: cases)
  }

  /// A gate; the version and the evidence that is named need not be written.
  static func gate(_ value: JSONValue, evidence: [String]) throws -> Gate {
    var object = value.objectValue ?? [:]
    object["version"] = object["version"] ?? 1
    object["evidence"] =
      object["evidence"] ?? .array(evidence.map { ["name": .string($0)] })
    return try Gate(.object(object), name: "test")
  }
}
