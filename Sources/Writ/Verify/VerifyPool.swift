import Synchronization
import WritGit
import WritPolicy

/// Takes a history apart into batches for several threads, and gathers what they find.
final class VerifyPool: Sendable {
  private struct State {
    let walk: CommitWalk
    var findings: WalkFindings
    var seen = 0
    /// How many commits are in trouble.
    var problems = 0
    var failure: (any Error)?
  }

  private let state: Mutex<State>
  private let packs: PackFiles
  private let memory: PackMemory
  private let progress: (@Sendable (Int) -> Void)?
  /// After so many commits in trouble nothing more is looked at.
  private let mostProblems: Int
  /// Whether what is told of a commit that is well is kept too.
  private let keepsSound: Bool

  /// As many commits as a thread takes at a time: enough that the threads seldom meet, few enough
  /// that they end together.
  private static let batch = 64

  /// A pool over the history of some tips without that of others.
  init(
    _ opening: Repository.Opening, _ packs: PackFiles, from tips: [ObjectID],
    hiding hidden: [ObjectID], turns: [ObjectID: Int] = [:],
    fixed: [Int: CommitWalk.Site?] = [:], mostProblems: Int = .max,
    keeping memory: PackMemory = .much,
    progress: (@Sendable (Int) -> Void)? = nil
  ) throws {
    self.memory = memory
    keepsSound = memory == .much
    self.packs = packs
    let objects = try opening.open().objects()
    objects.read(from: packs, keeping: .little)
    let walk = CommitWalk(objects, from: tips, hiding: hidden, turns: turns, fixed: fixed)
    state = Mutex(State(walk: walk, findings: WalkFindings(keepsSound: keepsSound)))
    self.progress = progress
    self.mostProblems = mostProblems
  }

  /// Walks and judges everything on some threads.
  func run(
    threads: Int, _ opening: Repository.Opening, _ surroundings: Surroundings,
    _ question: Examiner.Question
  ) throws {
    Threads.run(threads) { [self] _ in
      do {
        // A short history is not worth a second thread.
        let first = nextBatch()
        if first.isEmpty { return }
        let ledger = try Ledger(opening.open(), surroundings)
        ledger.objects.read(from: packs, keeping: memory)
        if memory == .little { ledger.readDocuments.keepLittle() }
        ledger.lineage = VerifyPool.unknownLineage()
        try work(first, Examiner(ledger: ledger, question: question, looksBack: false))
      } catch {
        state.withLock { $0.failure = $0.failure ?? error }
      }
    }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// So many questions about merges are asked of the repository by each thread.
  ///
  /// Most pushes have few, of lines that are near. libgit2 keeps its walks in a list sorted by
  /// insertion, so each of them may take the square of the history; the others wait until the walk
  /// is over, which then answers at once.
  private static let nearForks = 4

  private static func unknownLineage() -> Lineage {
    var left = nearForks
    return Lineage(
      commits: { _, _ in throw Deferred() }, isAncestor: { _, _ in throw Deferred() },
      fork: { _, _ in
        left -= 1
        if left < 0 { throw Deferred() }
        return nil
      })
  }

  private func nextBatch() -> [CommitWalk.Item] {
    state.withLock { state in
      state.failure == nil && state.problems < mostProblems
        ? state.walk.next(VerifyPool.batch) : []
    }
  }

  private func work(_ first: [CommitWalk.Item], _ examiner: Examiner) throws {
    var batch = first
    while !batch.isEmpty {
      var findings = WalkFindings(keepsSound: keepsSound)
      var brought = Brought()
      for item in batch {
        let before = brought.values.count
        let examined = try examiner.examine(item, &brought)
        findings.add(examined, brings: brought.values.count > before)
      }
      let seen = state.withLock { state -> Int in
        state.findings.add(findings, brought)
        state.seen += batch.count
        state.problems += findings.found.count { $0.problem.map { $0.status != .ok } ?? false }
        return state.seen
      }
      progress?(seen)
      batch = nextBatch()
    }
  }

  /// Makes certain that nothing was judged that is left out, wherever clocks led the walk.
  func settle(hiding hidden: [ObjectID], in repository: Repository) {
    let ends = state.withLock { $0.walk.ends(besides: hidden) }
    if ends.isEmpty { return }
    // To ask for more takes longer than to walk through all.
    if ends.count <= VerifyPool.nearForks {
      do throws(GitError) {
        var isAstray = false
        for end in ends where !isAstray {
          isAstray = try repository.isReachable(end, from: hidden)
        }
        if !isAstray { return }
      } catch {
        // Where something is missing, the walk itself goes as far as it comes.
      }
    }
    state.withLock { $0.walk.exhaust() }
  }

  /// What was found, in the order of the walk; to be asked once.
  func result() -> WalkFindings {
    var result = WalkFindings(keepsSound: keepsSound)
    state.withLock { swap(&result, &$0.findings) }
    let count = isCutShort ? nil : state.withLock { $0.walk.count }
    result.finish(of: count) { [self] in commit(at: $0) }
    if !isCutShort, let relandings = state.withLock({ Relandings($0.walk) }) {
      result.land(again: relandings)
    }
    return result
  }

  /// Where commits land of which a walk that was cut short was wrong, by their places.
  ///
  /// Walks to the end, without judging anything.
  func misjudged() -> [Int: CommitWalk.Site?] {
    guard isCutShort else { return [:] }
    return state.withLock { state in
      while !state.walk.next(VerifyPool.batch).isEmpty {}
      return Relandings(state.walk)?.changed ?? [:]
    }
  }

  /// The commit that the walk keeps at a place; nil when it turned out to be one that is left out.
  private func commit(at place: Int) -> ObjectID? {
    state.withLock { $0.walk.isHidden(place) ? nil : $0.walk.id(place) }
  }

  /// Whether commits were not looked at, as too many are in trouble.
  var isCutShort: Bool { state.withLock { $0.problems >= mostProblems } }

  /// What the walk knows of who comes from whom; nil where it did not come to its end.
  func walked(from tips: [ObjectID]) -> WalkedForks.Walked? {
    if isCutShort { return nil }
    return state.withLock {
      WalkedForks.Walked(table: $0.walk.known, turned: Set($0.walk.turns.keys), tips: tips)
    }
  }

  /// The commits on which the history builds, and that are left out themselves.
  var bases: [ObjectID] { state.withLock { $0.walk.bases } }

  /// The first commit on the line of first parents from a tip that is left out.
  func firstHidden(from tip: ObjectID) -> ObjectID? {
    state.withLock { $0.walk.firstHidden(from: tip) }
  }

  /// The first parents from a commit back to the beginning or to what was left out.
  func trunk(from tip: ObjectID) -> [ObjectID] { state.withLock { $0.walk.trunk(from: tip) } }
}
