import Foundation
import Testing
import WritTesting

/// `writ trace` on a real history, held against a list of its changes that an independent walk made.
@Suite struct RealTraceTests {
  /// One change of the list: a pull request, and the value before and after it.
  private struct Change: Equatable, CustomStringConvertible {
    let pullRequest: Int?
    let from: String
    let to: String

    var description: String { "#\(pullRequest ?? 0): \(from) -> \(to)" }
  }

  @Test func `every change of the list is traced, with its pull request, and no other`() throws {
    guard let data = Places.sharedData else {
      return print("skipped: the shared data is absent")
    }
    let folder = try TemporaryFolder("writ-trace")
    let environment = try HermeticEnvironment.make(home: folder.path + "/home")
    let bundle = data + "/histories/feature-rollouts.bundle"
    let cloned = try Subprocess(
      "git", ["clone", "--quiet", bundle, "history"], environment: environment,
      directory: folder.path
    ).run()
    try #require(cloned.status == 0, "\(cloned.errorText)")
    let expected = try RealTraceTests.list(data + "/rollouts/changes.jsonl")
    #expect(expected.values.map(\.count).reduce(0, +) == 845)
    // A process for each value: one in five is enough but for WRIT_EXHAUSTIVE.
    let step = ProcessInfo.processInfo.environment["WRIT_EXHAUSTIVE"] == "1" ? 1 : 5
    let values = expected.keys.sorted()
    for index in stride(from: 0, to: values.count, by: step) {
      let traced = try Subprocess(
        "writ", ["trace", "--format", "json", values[index]], environment: environment,
        directory: folder.path + "/history"
      ).run()
      #expect(
        try RealTraceTests.changes(traced.output) == expected[values[index]], "\(values[index])")
    }
  }

  /// The list by value; what brought a value or took it away is not in it.
  private static func list(_ path: String) throws -> [String: [Change]] {
    var result: [String: [Change]] = [:]
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
      let row = try #require(try object(Data(line.utf8)))
      let file = try #require(row["file"] as? String)
      let pointer = try #require(row["pointer"] as? String)
      let name = file.dropFirst("policies/".count).dropLast(".json".count)
      result["\(name)#\(pointer)", default: []].append(
        Change(pullRequest: row["pr"] as? Int, from: text(row["old"]), to: text(row["new"])))
    }
    return result
  }

  private static func changes(_ output: [UInt8]) throws -> [Change] {
    let traced = try #require(try object(Data(output)))
    let changes = try #require(traced["changes"] as? [[String: Any]])
    return changes.filter { $0["from"] != nil && $0["to"] != nil }
      .map {
        Change(
          pullRequest: $0["pullRequest"] as? Int, from: text($0["from"]), to: text($0["to"]))
      }
      .filter { $0.from != $0.to }
  }

  private static func object(_ data: Data) throws -> [String: Any]? {
    try JSONSerialization.jsonObject(with: data) as? [String: Any]
  }

  /// A state, or the percentages of a rollout's steps.
  private static func text(_ value: Any?) -> String {
    let value = (value as? [String: Any])?["steps"] ?? value
    guard let steps = value as? [Any] else { return value.map { "\($0)" } ?? "nothing" }
    return steps.map { step in
      (((step as? [String: Any])?["percent"] ?? step) as? NSNumber).map { "\($0)" } ?? "none"
    }
    .joined(separator: ", ")
  }
}
