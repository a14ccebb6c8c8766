import WritGit
import WritPolicy

extension Ledger {
  /// How many seconds earlier than its first parent a commit may say that it was made.
  ///
  /// Two clocks that a server takes as right may differ by twice what it allows; an hour is also
  /// what a clock is off that was set in a wrong zone.
  static let timeTolerance: Int64 = 3_600

  /// Why the time that a candidate states cannot be so.
  ///
  /// Rules are held against it, so who states an earlier one could slip past a freeze.
  func backdating(of candidate: Candidate) throws -> [Finding] {
    guard let parent = candidate.parents.first, let seconds = try candidate.parentSeconds() else {
      return []
    }
    return [backdating(at: candidate.now, on: parent, of: seconds)].compactMap { $0 }
  }

  /// - Parameter seconds: when the parent says that it was made, since 1970.
  func backdating(at now: Instant, on parent: ObjectID, of seconds: Int64) -> Finding? {
    // Any number may stand in a commit, also one from which nothing can be taken away.
    let made = Instant(seconds: seconds)
    guard now.seconds < made.seconds - Ledger.timeTolerance else { return nil }
    return Finding(
      .commitTime,
      "The time of the change is \(now), and its parent \(parent.short) was made at "
        + "\(made): one of the clocks was wrong.",
      mend: "correct the clock, and make the change again")
  }

  /// Why a commit cannot have been made yet when it came in.
  func postdating(of commit: Commit, at arrival: Instant) -> Finding? {
    guard commit.committer.seconds > arrival.seconds + Ledger.clockSkew else { return nil }
    return Finding(
      .commitTime,
      "The time of the commit is \(Instant(seconds: commit.committer.seconds)), which is after "
        + "\(arrival), when it came in: a clock is wrong.",
      mend: "correct the clock, and make the commit again")
  }
}
