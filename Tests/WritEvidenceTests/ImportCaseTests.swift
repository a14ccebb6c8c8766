import Testing
import WritJSON
import WritPolicy

@testable import WritEvidence

/// Result files of each kind, and what they must come to.
@Suite struct ImportCaseTests {
  static let cases = DataCase.all("imports")

  @Test("There are cases of every kind")
  func casesAreThere() {
    let kinds = Set(Self.cases.compactMap { $0.value["kind"]?.stringValue })
    #expect(kinds == Set(EvidenceKind.allCases.map(\.rawValue)).subtracting(["writ-summary"]))
  }

  @Test(
    "A result file comes to what the case says",
    arguments: cases.filter { $0.value["error"] == nil })
  func imports(_ item: DataCase) throws {
    let value = item.value
    let bytes = Array((value["text"]?.stringValue ?? "").utf8)
    let kind = value["force"]?.stringValue.flatMap(EvidenceKind.init(rawValue:))
    let summary = try EvidenceImport.summary(of: bytes, kind: kind)
    #expect(summary.kind == value["kind"]?.stringValue)
    let runs = value["runs"]?.arrayValue?.compactMap(\.intValue)
    #expect(runs == [summary.runs.ok, summary.runs.failed, summary.runs.skipped])
    #expect(summary.recordedAt?.description == value["recordedAt"]?.stringValue)
    for (place, number) in value["values"]?.objectValue ?? [:] {
      let found = try #require(Self.number(place, in: summary), "\(place) in \(summary.json)")
      #expect(abs(found - (number.doubleValue ?? .nan)) < 1e-9, "\(place)")
    }
    for place in value["absent"]?.arrayValue?.compactMap(\.stringValue) ?? [] {
      #expect(Self.number(place, in: summary) == nil)
    }
    for (id, counts) in value["cases"]?.objectValue ?? [:] {
      let found = try #require(summary.groups.flatMap(\.cases).first { $0.id == id }, "\(id)")
      #expect(counts.arrayValue?.compactMap(\.intValue) == [found.passed, found.failed], "\(id)")
    }
    if let groups = value["groups"]?.arrayValue?.compactMap(\.stringValue) {
      #expect(summary.groups.map(\.name) == groups)
    }
    if let note = value["notes"]?.stringValue {
      #expect(summary.notes.contains { $0.contains(note) }, "\(summary.notes)")
    }
    try roundTrip(summary, bytes)
  }

  /// What is stored is read again as it was, and stands for its source.
  private func roundTrip(_ summary: EvidenceSummary, _ bytes: [UInt8]) throws {
    #expect(summary.sources == [.init(digest: Digest(of: bytes), size: bytes.count)])
    #expect(try EvidenceImport.summary(of: summary.json.serialized()) == summary)
  }

  /// `group|metric.statistic`, or `group|metric` for what was measured once.
  private static func number(_ place: String, in summary: EvidenceSummary) -> Double? {
    let parts = place.split(separator: "|", maxSplits: 1).map(String.init)
    guard let group = summary.group(parts[0]) else { return nil }
    for metric in group.metrics {
      if metric.name == parts[1] { return metric[MetricSummary.single] }
      guard parts[1].hasPrefix(metric.name + ".") else { continue }
      if let value = metric[String(parts[1].dropFirst(metric.name.count + 1))] { return value }
    }
    return nil
  }

  @Test(
    "What cannot be evidence is refused, with the line",
    arguments: cases.filter { $0.value["error"] != nil })
  func refuses(_ item: DataCase) throws {
    let value = item.value
    let bytes = Array((value["text"]?.stringValue ?? "").utf8)
    let kind = value["force"]?.stringValue.flatMap(EvidenceKind.init(rawValue:))
    let error = #expect(throws: EvidenceError.self) {
      try EvidenceImport.summary(of: bytes, kind: kind)
    }
    #expect(error?.code.rawValue == value["error"]?.stringValue, "\(error?.message ?? "")")
    if let line = value["line"]?.intValue {
      #expect(error?.line == line, "\(error?.message ?? "")")
    }
    if let text = value["contains"]?.stringValue {
      #expect(error?.message.contains(text) == true, "\(error?.message ?? "")")
    }
  }

  @Test("A table or JSON lines in pieces of any size come to the same", arguments: [1, 2, 7, 64])
  func pieces(size: Int) throws {
    for item in Self.cases where ["csv", "ndjson"].contains(item.value["kind"]?.stringValue) {
      let bytes = Array((item.value["text"]?.stringValue ?? "").utf8)
      let kind = try #require(item.value["kind"]?.stringValue.flatMap(EvidenceKind.init(rawValue:)))
      var stream = StreamingImport(kind)
      for start in stride(from: 0, to: bytes.count, by: size) {
        try stream.feed(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      var summary = try stream.finish()
      let whole = try EvidenceImport.summary(of: bytes, kind: kind)
      summary.sources = whole.sources
      #expect(summary == whole, "\(item)")
    }
  }

  @Test("Bytes that are cut off or changed anywhere are refused or read, and never end the process")
  func mutations() throws {
    for item in Self.cases {
      let bytes = Array((item.value["text"]?.stringValue ?? "").utf8)
      for cut in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 40)) {
        var changed = bytes
        changed[cut] = [0x00, 0x22, 0x3C, 0x7B, 0xFF][cut % 5]
        for text in [Array(bytes[..<cut]), changed] {
          do throws(EvidenceError) {
            let summary = try EvidenceImport.summary(of: text)
            #expect(summary.runs.attempted + summary.runs.skipped > 0 || summary.document != nil)
          } catch {
            #expect(!error.message.isEmpty)
          }
        }
      }
    }
  }
}
