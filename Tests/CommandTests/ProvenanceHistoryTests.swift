import Foundation
import Testing
import WritTesting

/// `writ trace` on the real history, held against an independent walk of it.
@Suite(
  .enabled(
    if: Places.sharedData != nil,
    "the shared data is absent (WRIT_SHARED_DATA names another folder)"))
struct ProvenanceHistoryTests {
  /// One row of `rollouts/changes.jsonl`.
  private struct Row: Decodable, Hashable {
    let time: Int
    let pr: Int
    let file: String
    let pointer: String
    let old: Level
    let new: Level
  }

  /// A state, or the percentages of a rollout's steps.
  private enum Level: Decodable, Hashable {
    case state(String)
    case steps([Double?])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let state = try? container.decode(String.self) {
        self = .state(state)
      } else {
        self = .steps(try container.decode([Double?].self))
      }
    }

    /// The level in a value of a trace; nil when it has none.
    init?(_ value: Any?) {
      if let state = value as? String {
        self = .state(state)
        return
      }
      guard let steps = (value as? [String: Any])?["steps"] as? [Any] else { return nil }
      self = .steps(
        steps.map { step in
          let number = (step as? [String: Any]).map { $0["percent"] as Any } ?? step
          return (number as? NSNumber)?.doubleValue
        })
    }
  }

  private static func clone() throws -> TemporaryRepository {
    let data = try #require(Places.sharedData)
    let repository = try TemporaryRepository(bare: true)
    try repository.git(
      "fetch", "--quiet", data + "/histories/feature-rollouts.bundle", "HEAD:refs/heads/main")
    return repository
  }

  private static func ask(
    _ repository: TemporaryRepository, _ words: [String]
  ) throws -> [String: Any] {
    let program = try #require(Places.program, "build the product writ first")
    var command = Subprocess(
      program, words + ["--format", "json"], environment: repository.environment,
      directory: repository.path)
    command.timeout = 300
    let outcome = try command.run()
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output))
    return try #require(object as? [String: Any], "\(words): \(outcome.errorText)")
  }

  @Test func `every change of the rollouts is found, with its pull request, and no other`() throws {
    let data = try #require(Places.sharedData)
    let lines = try String(contentsOfFile: data + "/rollouts/changes.jsonl", encoding: .utf8)
    let rows = try lines.split(separator: "\n").map {
      try JSONDecoder().decode(Row.self, from: Data($0.utf8))
    }
    #expect(rows.count == 845)
    let repository = try Self.clone()
    let dates = ISO8601DateFormatter()
    var places: [String: [Row]] = [:]
    for row in rows { places["\(row.file)#\(row.pointer)", default: []].append(row) }
    // A process for each value: one in four is enough but for WRIT_EXHAUSTIVE.
    let step = ProcessInfo.processInfo.environment["WRIT_EXHAUSTIVE"] == "1" ? 1 : 4
    for index in stride(from: 0, to: places.count, by: step) {
      let place = places.keys.sorted()[index]
      let expected = places[place] ?? []
      let first = try #require(expected.first)
      let name = first.file.dropFirst("policies/".count).dropLast(".json".count)
      let object = try Self.ask(repository, ["trace", "\(name)#\(first.pointer)"])
      let changes = try #require(object["changes"] as? [[String: Any]], "\(place)")
      let told = try changes.compactMap { change -> Row? in
        guard let old = Level(change["from"]), let new = Level(change["to"]), old != new else {
          return nil
        }
        let text = try #require(change["time"] as? String)
        let time = try #require(dates.date(from: text))
        return Row(
          time: Int(time.timeIntervalSince1970), pr: (change["pullRequest"] as? Int) ?? -1,
          file: first.file, pointer: first.pointer, old: old, new: new)
      }
      #expect(told == expected, "\(place)")
    }
  }

  @Test func `the one version that is no JSON is told, and the values around it are`() throws {
    let repository = try Self.clone()
    let place = "overrides/ios-override#/features/ampLinks/state"
    let object = try Self.ask(repository, ["trace", place])
    let spans = try #require(object["unreadable"] as? [[String: Any]])
    #expect(spans.count == 1)
    #expect((spans.first?["from"] as? String)?.hasPrefix("c4d78fbb09") == true)
    #expect((spans.first?["until"] as? String)?.hasPrefix("29499c5cec") == true)
    #expect(
      spans.first?["reason"] as? String
        == "line 13, column 40: A comma stands before the end of its container.")
  }

  /// A value that stands at a place without an index was made where its last change there is, unless it
  /// came from elsewhere.
  @Test func `blame agrees with the last change that trace tells`() throws {
    let repository = try Self.clone()
    let name = "features/web-detection"
    let blame = try Self.ask(repository, ["blame", name])
    let values = try #require(blame["values"] as? [[String: Any]])
    #expect(values.count > 300)
    var checked = 0
    for value in values where value["madeAt"] == nil {
      let pointer = try #require(value["pointer"] as? String)
      let isIndexed = pointer.split(separator: "/").contains { Int($0) != nil }
      guard !isIndexed, checked < 60 else { continue }
      let trace = try Self.ask(repository, ["trace", "\(name)#\(pointer)"])
      let changes = try #require(trace["changes"] as? [[String: Any]])
      #expect(changes.last?["commit"] as? String == value["commit"] as? String, "\(pointer)")
      #expect("\(changes.last?["from"] ?? "none")" == "\(value["before"] ?? "none")", "\(pointer)")
      checked += 1
    }
    #expect(checked > 20)
  }
}
