import Testing
import WritJSON
import WritPolicy

@testable import WritEvidence

/// The numbers of summaries against numpy, whose answers are in the case file.
@Suite struct AccumulatorTests {
  @Test(
    "Mean, deviation and percentiles are numpy's",
    arguments: (CaseData.load("percentiles").arrayValue ?? []).map(DataCase.init))
  func numpy(_ item: DataCase) throws {
    var metric = MetricAccumulator()
    for value in item.value["values"]?.arrayValue ?? [] {
      metric.add(try #require(value.doubleValue))
    }
    let summary = metric.summary(name: "x", unit: nil)
    for name in ["mean", "stddev", "p50", "p90", "p95", "p99"] {
      guard let expected = item.value[name]?.doubleValue else {
        #expect(summary[name] == nil)
        continue
      }
      let found = try #require(summary[name])
      #expect(abs(found - expected) <= abs(expected) * 1e-12, "\(name)")
    }
  }

  @Test("Percentiles of many measurements are within 0.1 %, and say that they are no exact ones")
  func sketch() throws {
    var metric = MetricAccumulator()
    var exact: [Double] = []
    var state: UInt64 = 1
    for _ in 0..<200_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(state >> 33) / 1000 + 0.001
      exact.append(value)
      metric.add(value)
    }
    let summary = metric.summary(name: "x", unit: nil)
    #expect(!summary.isExact)
    exact.sort()
    for (name, part) in [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)] {
      let expected = exact[Int(Double(exact.count - 1) * part)]
      let found = try #require(summary[name])
      #expect(abs(found - expected) < expected * 0.001, "\(name)")
    }
    #expect(summary["min"] == exact.first)
    #expect(summary["max"] == exact.last)
    #expect(summary.count == 200_000)
  }

  @Test("Up to the limit percentiles are exact")
  func exactLimit() {
    var metric = MetricAccumulator()
    for index in 0..<MetricAccumulator.exactLimit { metric.add(Double(index)) }
    #expect(metric.summary(name: "x", unit: nil).isExact)
    metric.add(0)
    #expect(!metric.summary(name: "x", unit: nil).isExact)
  }

  @Test("Negative numbers and zero keep their order in a sketch")
  func signs() {
    var sketch = QuantileSketch()
    for value in [-100, -1, 0, 1, 100] as [Double] { sketch.add(value) }
    let found = sketch.values(at: [0, 1, 2, 3, 4])
    for (value, expected) in zip(found, [-100, -1, 0, 1, 100] as [Double]) {
      #expect(abs(value - expected) <= abs(expected) * 0.001)
    }
  }

  @Test("More cases than are kept are counted and not told")
  func manyCases() throws {
    var text = "case,passed,latency_ms\n"
    for index in 0...EvidenceGroup.caseLimit { text += "c\(index),true,1\n" }
    let summary = try EvidenceImport.summary(of: Array(text.utf8))
    #expect(summary.runs.ok == EvidenceGroup.caseLimit + 1)
    #expect(summary.groups[0].cases.isEmpty)
    #expect(summary.groups[0].hasTooManyCases)
  }

  @Test(
    "Names that Unicode takes for one are two",
    arguments: [("caf\u{E9}", "cafe\u{301}")])
  func spellings(one: String, other: String) throws {
    let text = "group,latency_ms\n\(one),1\n\(other),2\n"
    let summary = try EvidenceImport.summary(of: Array(text.utf8))
    #expect(summary.groups.count == 2)
  }
}

@Suite struct CaseTableTests {
  @Test("Cases are found again by their bytes, and stand in the order of their first run")
  func finds() {
    var table = CaseTable()
    var expected: [String: Int] = [:]
    var order: [String] = []
    var state: UInt64 = 3
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let length = Int(state >> 60) * 3
      let id = "\((state >> 33) % 3_000)" + String(repeating: "x", count: length)
      table.add(CaseResult(id: id, passed: 1))
      if expected[id] == nil { order.append(id) }
      expected[id, default: 0] += 1
    }
    #expect(table.cases.map(\.id) == order)
    #expect(table.cases.allSatisfy { expected[$0.id] == $0.passed })
    table.add(CaseResult(id: "caf\u{E9}", passed: 1))
    table.add(CaseResult(id: "cafe\u{301}", failed: 1))
    #expect(table.cases.count == order.count + 2)
  }
}
