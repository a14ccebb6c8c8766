import Foundation
import Testing
import WritTesting

/// Many processes at once: 16 with 50 applies each where `WRIT_EXHAUSTIVE=1`, fewer else.
@Suite(.serialized) struct RaceTests {
  private let workers = Extent.isExhaustive ? 16 : 6
  private let rounds = Extent.isExhaustive ? 50 : 4

  private func tell(_ name: String, _ attempts: [Race.Attempt], _ start: Date) {
    let applied = attempts.count { $0.isApplied }
    let seconds = Date().timeIntervalSince(start).formatted(.number.precision(.fractionLength(1)))
    print("races: \(name): \(applied) of \(attempts.count) applied in \(seconds) s")
  }

  @Test(arguments: [false, true])
  func `No update is lost when many apply at once`(bare: Bool) async throws {
    let race = try Race(workers: workers, rounds: rounds, bare: bare)
    let start = Date()
    let attempts = try await race.run()
    tell(bare ? "bare repository" : "work tree", attempts, start)
    race.check(attempts)
    let applied = attempts.count { $0.isApplied }
    // Adoption and the first apply come before.
    #expect(try race.checkHistory(applied: applied + 2) == applied + 2)
    try race.checkRepository(in: bare ? [] : ["."])
    let checkpoints = try race.workshop.git("tag").split(separator: "\n").count
    #expect(checkpoints == applied + 1)
  }

  @Test func `Commits, packing and rollbacks of others at the same time lose nothing`()
    async throws
  {
    let race = try Race(workers: workers, rounds: rounds, bare: false)
    let workshop = race.workshop
    let creation = try workshop.git("rev-parse", "main")
    let committed = Counter()
    let rolledBack = Counter()
    let start = Date()
    let attempts = try await race.run(besides: [
      {
        // Not 'git commit', which reads the index before it locks it: between two moves of the
        // branch it may write back entries that were replaced meanwhile, its own or writ's.
        let tip = try workshop.git("rev-parse", "main")
        let note = try workshop.git("commit-tree", "-m", "Note", "-p", tip, "\(tip)^{tree}")
        // The branch may be locked or have moved, and then git says so.
        let made = try workshop.run("git", ["update-ref", "refs/heads/main", note, tip])
        committed.count(made.status == 0)
        // Who moves the branch without pause keeps everybody else from it.
        usleep(100_000)
      },
      {
        _ = try workshop.run("git", ["pack-refs", "--all"])
        _ = try workshop.run("git", ["-c", "gc.auto=1", "gc", "--auto", "--quiet"])
      },
      {
        let tip = try workshop.git("log", "-1", "--format=%H", "--grep=^Writ-Intent: apply", "main")
        // Without the document all other applies would be refused.
        if tip == creation { return }
        let outcome = try workshop.attempt(["rollback", "--undo", tip])
        let isConflict = outcome.status == 5 && outcome.errorText.contains("load")
        // Two may undo the same apply one after the other: then nothing is left to do.
        #expect(outcome.status == 0 || isConflict, "\(outcome.errorText)")
        rolledBack.count(outcome.outputText.hasPrefix("Applied "))
      },
    ])
    tell("with commits, packing, \(rolledBack.successes) rollbacks", attempts, start)
    for attempt in attempts where !attempt.isApplied {
      // A rollback may meet any value.
      // Others move the branch without writ's lock, so an apply may lose it too often.
      let isBusy = attempt.message.contains("kept moving the branch")
      #expect(
        attempt.status == 5 && (isBusy || attempt.message.contains("load#/")),
        "\(attempt.message)")
    }
    let applied = attempts.count { $0.isApplied }
    try race.checkHistory(applied: applied + rolledBack.successes + 2)
    let notes = try workshop.git("log", "--format=%H", "--grep=^Note$").split(separator: "\n")
    #expect(notes.count == committed.successes)
    try race.checkRepository(in: ["."])
  }

  @Test func `Two work trees on two branches do not disturb each other`() async throws {
    let race = try Race(workers: workers, rounds: rounds, bare: false)
    let workshop = race.workshop
    let other = workshop.top + "/other"
    try workshop.git("worktree", "add", "--quiet", "-b", "other", other)
    let start = Date()
    let attempts = try await race.run(in: { $0 % 2 == 0 ? nil : other })
    tell("two work trees", attempts, start)
    race.check(attempts)
    for (branch, parity) in [("main", 0), ("other", 1)] {
      let applied = attempts.count { $0.isApplied && $0.worker % 2 == parity }
      try race.checkHistory(of: branch, applied: applied + 2)
    }
    try race.checkRepository(in: [".", other])
  }
}

/// Counts from several threads.
private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var counted = 0

  var successes: Int { lock.withLock { counted } }

  func count(_ isSuccess: Bool) { lock.withLock { counted += isSuccess ? 1 : 0 } }
}
