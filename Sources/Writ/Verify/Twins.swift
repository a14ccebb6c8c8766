import WritGit
import WritPolicy

// A record is used once on what lands in one branch. A commit is held against its own history and
// against that of the line where it lands; two that one merge brings on side lines of their own are
// in neither, so they are found when all is walked.

extension Ledger {
  /// Refuses the commits of a walk that use a record which another commit of the same history uses.
  ///
  /// Of several of which nothing was told yet, the oldest stands, by the times that they state.
  ///
  /// - Parameters:
  ///   - tips: the commits from which the walk went back; what one of them does not have is no twin
  ///     of what it has.
  ///   - applies: those that an earlier run found.
  func refuseTwins(
    _ findings: inout WalkFindings, from tips: [ObjectID], _ earlier: EarlierHistory,
    _ applies: [VerifiedApply] = []
  ) throws {
    var seen = Set<ULID>()
    var uses: [ULID: RecordUses] = [:]
    for item in findings.applies where !seen.insert(item.apply.id).inserted {
      uses[item.apply.id] = RecordUses()
    }
    for (id, commit) in try usesBefore(seen, earlier, applies) {
      uses[id, default: RecordUses()].before.append(commit)
    }
    if uses.isEmpty { return }
    for item in findings.applies { uses[item.apply.id]?.own.append(item) }
    let told = findings.commitsTold(.recordReused)
    var refused: [BroughtApply.Use: (apply: BroughtApply, finding: Finding)] = [:]
    for tip in tips {
      let isReached = try reached(uses.values, from: tip, of: tips.count)
      for use in uses.values {
        for twin in try twins(use, isReached, besides: told) where refused[twin.apply.use] == nil {
          refused[twin.apply.use] = twin
        }
      }
    }
    findings.refuse(refused.values.sorted { $0.apply.use < $1.apply.use })
  }

  /// Uses of some records in what is not walked again.
  private func usesBefore(
    _ ids: Set<ULID>, _ earlier: EarlierHistory, _ applies: [VerifiedApply]
  ) throws -> [(id: ULID, commit: ObjectID)] {
    var result = applies.filter { ids.contains($0.id) }.map { (id: $0.id, commit: $0.commit) }
    // What builds on one commit alone has all the rest behind it, where the judge has asked.
    guard earlier.bases.count > 1, !ids.isEmpty else { return result }
    let found = try earlier.commits(stating: ids.map { Fact(.id, $0.description) })
    for commit in Set(found.map(\.commit)) {
      for record in try readableRecords(of: objects.commit(commit)).records
      where ids.contains(record.id) {
        result.append((record.id, commit))
      }
    }
    return result
  }

  /// Whether a commit that uses a record is in the history of a tip.
  private func reached(
    _ uses: some Sequence<RecordUses>, from tip: ObjectID, of count: Int
  ) throws -> (ObjectID) -> Bool {
    if count == 1 { return { _ in true } }
    var wanted = Set(uses.flatMap { $0.before + $0.own.map(\.apply.commit) })
    var result = Set<ObjectID>()
    let history = try History(of: repository, from: [tip])
    while !wanted.isEmpty, let id = try history.nextID() {
      if wanted.remove(id) != nil { result.insert(id) }
    }
    return { result.contains($0) }
  }

  private func twins(
    _ uses: RecordUses, _ isReached: (ObjectID) -> Bool, besides told: Set<ObjectID>
  ) throws -> [(apply: BroughtApply, finding: Finding)] {
    let before = uses.before.filter(isReached)
    let own = uses.own.filter { isReached($0.apply.commit) && !told.contains($0.apply.commit) }
    let candidates = before.isEmpty ? own.map(\.apply.commit) : before
    guard before.count + own.count > 1,
      let first = try candidates.map({ try objects.commit($0) })
        .min(by: { ($0.committer.seconds, $0.id) < ($1.committer.seconds, $1.id) })
    else { return [] }
    return own.filter { $0.apply.commit != first.id }.map { item in
      let finding = Finding(
        .recordReused, path: Record.path(item.apply.id), pointer: "/id",
        "The record is used by commit \(first.id.short) as well, and merges bring both to the same "
          + "line.",
        mend: "make the change again with 'writ apply'")
      return (item, finding)
    }
  }
}

extension BroughtApply {
  /// What is used where.
  fileprivate struct Use: Hashable, Comparable {
    let id: ULID
    let number: UInt32

    static func < (left: Use, right: Use) -> Bool {
      (left.number, left.id) < (right.number, right.id)
    }
  }

  fileprivate var use: Use { Use(id: apply.id, number: number) }
}

/// The commits that use one record.
private struct RecordUses {
  /// Those that are not walked again.
  var before: [ObjectID] = []
  var own: [BroughtApply] = []
}
