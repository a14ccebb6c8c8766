import Synchronization
import WritGit
import WritPolicy

/// Takes a history apart into batches for several threads, and gathers what they find.
final class VerifyPool: Sendable {
  private struct State {
    let walk: CommitWalk
    var found: [Examined] = []
    var others = 0
    var seen = 0
    var failure: (any Error)?
  }

  private let state: Mutex<State>
  private let progress: (@Sendable (Int) -> Void)?

  /// As many commits as a thread takes at a time: enough that the threads seldom meet, few enough
  /// that they end together.
  private static let batch = 64

  /// A pool over the history of some tips without that of others.
  init(
    _ opening: Repository.Opening, from tips: [ObjectID], hiding hidden: [ObjectID],
    progress: (@Sendable (Int) -> Void)?
  ) throws {
    let walk = CommitWalk(try opening.open().objects(), from: tips, hiding: hidden)
    state = Mutex(State(walk: walk))
    self.progress = progress
  }

  /// Walks and judges everything on some threads.
  func run(
    threads: Int, _ opening: Repository.Opening, _ surroundings: Surroundings,
    exempt: Set<ObjectID>
  ) throws {
    Threads.run(threads) { [self] _ in
      do {
        let ledger = try Ledger(opening.open(), surroundings)
        ledger.lineage = Lineage(
          commits: { _, _ in throw Deferred() }, isAncestor: { _, _ in throw Deferred() })
        try work(Examiner(ledger: ledger, exempt: exempt, looksBack: false))
      } catch {
        state.withLock { $0.failure = $0.failure ?? error }
      }
    }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  private func work(_ examiner: Examiner) throws {
    while true {
      let batch = state.withLock { state -> [CommitWalk.Item] in
        state.failure == nil ? state.walk.next(VerifyPool.batch) : []
      }
      if batch.isEmpty { return }
      var others = 0
      var found: [Examined] = []
      for item in batch {
        let examined = try examiner.examine(item)
        // A merge that changes nothing itself may still bring back what was rolled back.
        if case .other = examined.outcome, examined.brought.isEmpty {
          others += 1
        } else {
          found.append(examined)
        }
      }
      let seen = state.withLock { state -> Int in
        state.found += found
        state.others += others
        state.seen += batch.count
        return state.seen
      }
      progress?(seen)
    }
  }

  /// What was found, in the order of the walk, and how many commits change nothing that is governed.
  func result() -> (found: [Examined], others: Int) {
    state.withLock { state in
      (state.found.sorted { $0.number < $1.number }, state.others)
    }
  }

  /// The first parents from a commit back to the beginning or to what was left out.
  func trunk(from tip: ObjectID) -> [ObjectID] {
    state.withLock { state in
      var result: [ObjectID] = []
      var next: ObjectID? = tip
      while let id = next, state.walk.knows(id) {
        result.append(id)
        next = state.walk.firstParent(of: id)
      }
      return result
    }
  }
}
