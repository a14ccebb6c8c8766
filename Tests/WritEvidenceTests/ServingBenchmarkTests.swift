import Foundation
import Testing
import WritJSON
import WritPolicy
import WritTesting

@testable import WritEvidence

/// Real results of serving benchmarks: the requests one by one, and the summary that the tool itself
/// made of them, must come to the same numbers.
@Suite struct ServingBenchmarkTests {
  private static let folder = Places.sharedData.map { $0 + "/serving-benchmarks" }

  @Test(
    "Requests one by one come to what the tool's own summary says",
    .enabled(
      if: folder.map { FileManager.default.fileExists(atPath: $0) } == true,
      "the shared data is absent"),
    arguments: ["anyscale_7b", "anyscale_13b", "anyscale_70b", "groq_70b"])
  func agrees(name: String) throws {
    let folder = try #require(Self.folder)
    let requests = try EvidenceImport.summary(
      of: Array(try Files.read("\(folder)/individual/\(name).json")))
    let told = try EvidenceImport.summary(
      of: Array(try Files.read("\(folder)/summary/\(name).json")))
    #expect(requests.kind == "llmperf" && told.kind == "llmperf")
    #expect(requests.runs == told.runs)
    let known = try #require(told.groups.first)
    for metric in try #require(requests.groups.first).metrics {
      guard let other = known.metrics.first(where: { $0.name == metric.name }) else { continue }
      for statistic in metric.statistics {
        guard let expected = other[statistic.name] else { continue }
        #expect(
          abs(statistic.value - expected) <= max(abs(expected) * 1e-9, 1e-12),
          "\(metric.name).\(statistic.name)")
      }
    }
  }
}
