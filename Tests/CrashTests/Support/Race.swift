import Foundation
import Testing
import WritTesting

/// Many processes that change one repository at once, and what must be true afterwards.
struct Race {
  /// What became of one command.
  struct Attempt: Sendable {
    let worker: Int
    let status: Int32
    let isApplied: Bool
    let message: String
  }

  let workshop: Workshop
  let workers: Int
  let rounds: Int

  /// A repository whose policy `load` has one value that many set, and one for each worker.
  init(workers: Int, rounds: Int, bare: Bool) throws {
    self.workers = workers
    self.rounds = rounds
    workshop = try Workshop()
    try workshop.writ(["init"] + (bare ? ["--bare"] : []))
    let own = (0..<workers).map { "\"w\($0)\": 0" }.joined(separator: ", ")
    try workshop.writ(["apply", "--set", "load#={\"shared\": 0, \(own)}"])
  }

  /// Whether a worker sets the value that half of them set; the others have one of their own.
  func isContending(_ worker: Int) -> Bool { worker < workers / 2 }

  /// Runs all workers at once, and `besides` for as long as they run.
  func run(
    in folder: @Sendable @escaping (Int) -> String? = { _ in nil },
    besides: [@Sendable () throws -> Void] = []
  ) async throws -> [Attempt] {
    let running = Flag()
    let nuisances = besides.map { body in
      Threaded.start { while running.isUp { try body() } }
    }
    let results = (0..<workers).map { worker in
      Threaded.start { try rounds(of: worker, in: folder(worker)) }
    }
    var attempts: [Attempt] = []
    for result in results { attempts += try await result.value }
    running.lower()
    for nuisance in nuisances { try await nuisance.value }
    return attempts
  }

  private func rounds(of worker: Int, in folder: String?) throws -> [Attempt] {
    try (1...rounds).map { round in
      let place = isContending(worker) ? "shared" : "w\(worker)"
      let outcome = try workshop.attempt(
        ["apply", "--set", "load#/\(place)=\(worker * 1_000 + round)"], in: folder)
      return Attempt(
        worker: worker, status: outcome.status,
        isApplied: outcome.status == 0 && outcome.outputText.hasPrefix("Applied "),
        message: outcome.errorText)
    }
  }

  /// Every attempt was applied, or refused as a conflict on the value that others set too.
  func check(_ attempts: [Attempt]) {
    #expect(attempts.count == workers * rounds)
    for attempt in attempts where !attempt.isApplied {
      #expect(attempt.status == 5, "\(attempt.message)")
      #expect(isContending(attempt.worker), "\(attempt.message)")
      #expect(attempt.message.contains("load#/shared"), "\(attempt.message)")
    }
  }

  /// The history of a branch is one line in which each value follows from the one before, with as
  /// many applies as were told; gives the number of its commits.
  @discardableResult
  func checkHistory(of branch: String = "main", applied: Int) throws -> Int {
    #expect(try workshop.git("rev-list", "--min-parents=2", branch) == "")
    let commits = try workshop.git("rev-list", "--reverse", branch).split(separator: "\n")
    var values: [String: Int] = [:]
    var records = 0
    for commit in commits {
      let files = try workshop.git("ls-tree", "-r", "--name-only", String(commit), "evidence/")
      let before = try workshop.run(
        "git", ["ls-tree", "-r", "--name-only", "\(commit)^", "evidence/"]
      ).outputText.split(separator: "\n")
      for path in files.split(separator: "\n") where !before.contains(path) {
        records += 1
        for change in try changes(String(commit), String(path)) {
          let (pointer, old, new) = change
          #expect(values[pointer, default: 0] == old, "\(commit): \(pointer) lost an update")
          values[pointer] = new
        }
      }
    }
    #expect(records == applied)
    let last = try json("\(branch):policies/load.json")
    for (pointer, value) in values {
      #expect(last[String(pointer.dropFirst())] as? Int == value, "\(pointer)")
    }
    return commits.count
  }

  /// The changes of numbers that a record tells.
  private func changes(_ commit: String, _ path: String) throws -> [(String, Int, Int)] {
    let record = try json("\(commit):\(path)")
    let changes = try #require(record["changes"] as? [[String: Any]])
    return try changes.filter {
      $0["policy"] as? String == "load" && $0["pointer"] as? String != ""
    }
    .map { change in
      let pointer = try #require(change["pointer"] as? String)
      return (
        pointer, try #require(change["before"] as? Int), try #require(change["after"] as? Int)
      )
    }
  }

  private func json(_ object: String) throws -> [String: Any] {
    let text = try workshop.git("cat-file", "blob", object)
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(value as? [String: Any])
  }

  /// Objects, index, work tree and locks are as they should be.
  func checkRepository(in folders: [String]) throws {
    try workshop.git("fsck", "--strict", "--no-dangling", "--no-progress")
    for folder in folders {
      #expect(try workshop.git("-C", folder, "status", "--porcelain") == "")
      try workshop.git("-C", folder, "diff-index", "--cached", "--exit-code", "HEAD")
    }
    let files = try workshop.run("find", [".", "-name", "*.lock", "-o", "-name", "*.new"])
    #expect(files.outputText == "")
    #expect(try workshop.writ(["doctor"]) == "All is well.")
  }
}

/// Says whether something shall go on.
final class Flag: @unchecked Sendable {
  private let lock = NSLock()
  private var value = true

  var isUp: Bool { lock.withLock { value } }
  func lower() { lock.withLock { value = false } }
}

/// Work that blocks, on a thread of its own, as it would starve the few that tests share.
enum Threaded {
  static func start<Value: Sendable>(
    _ body: @Sendable @escaping () throws -> Value
  ) -> Task<Value, any Error> {
    Task {
      try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result(catching: body)) }.start()
      }
    }
  }
}
