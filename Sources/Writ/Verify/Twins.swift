import WritGit
import WritPolicy

// A record is used once on what lands in one branch, and so is a plan that was approved or decided
// on. A commit is held against its own history and against that of the line where it lands; two that
// one merge brings on side lines of their own are in neither, so they are found when all is walked.

extension Ledger {
  /// Refuses the commits of a walk that use a record, or a plan that was consented to, which another
  /// commit of the same history uses.
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
    for kind in [Fact.Kind.id, .plan] {
      let uses = try uses(of: kind, in: findings, earlier, applies)
      if uses.isEmpty { continue }
      let told = findings.commitsTold(.recordReused)
      var refused: [BroughtApply.Use: (apply: BroughtApply, finding: Finding)] = [:]
      for tip in tips {
        let isReached = try reached(uses, from: tip, of: tips.count)
        for use in uses {
          for twin in try twins(use, kind, isReached, besides: told) {
            refused[twin.apply.use] = refused[twin.apply.use] ?? twin
          }
        }
      }
      findings.refuse(refused.values.sorted { $0.apply.use < $1.apply.use })
    }
  }

  // MARK: Uses

  /// What several commits use, in no order.
  private func uses(
    of kind: Fact.Kind, in findings: WalkFindings, _ earlier: EarlierHistory,
    _ applies: [VerifiedApply]
  ) throws -> [SharedUse] {
    var seen = Set<UsedThing>()
    var result: [UsedThing: SharedUse] = [:]
    for item in findings.applies where !seen.insert(item.apply.used(kind)).inserted {
      result[item.apply.used(kind)] = SharedUse()
    }
    for (thing, commit) in try usesBefore(kind, seen, earlier, applies) {
      result[thing, default: SharedUse()].before.append(commit)
    }
    if result.isEmpty { return [] }
    for item in findings.applies { result[item.apply.used(kind)]?.own.append(item) }
    for case .plan(let plan) in result.keys {
      try result[.plan(plan)]?.keep { try isRestedOn(plan, by: $0) }
    }
    return Array(result.values)
  }

  private func isRestedOn(_ plan: ValueMark, by commit: ObjectID) throws -> Bool {
    try plansRestedOn(by: commit).contains { ValueMark(Fact(.plan, $0.hex)) == plan }
  }

  /// Uses in what is not walked again.
  private func usesBefore(
    _ kind: Fact.Kind, _ things: Set<UsedThing>, _ earlier: EarlierHistory,
    _ applies: [VerifiedApply]
  ) throws -> [(thing: UsedThing, commit: ObjectID)] {
    var result: [(thing: UsedThing, commit: ObjectID)] = []
    for apply in applies where things.contains(apply.used(kind)) {
      result.append((apply.used(kind), apply.commit))
    }
    // What builds on one commit alone has all the rest behind it, where the judge has asked.
    guard earlier.bases.count > 1, !things.isEmpty else { return result }
    let found = try earlier.commits(stating: things.map(\.fact))
    for commit in Set(found.map(\.commit)) {
      for record in try readableRecords(of: objects.commit(commit)).records {
        let thing =
          kind == .plan
          ? UsedThing.plan(ValueMark(Fact(.plan, record.plan.hex))) : .record(record.id)
        if things.contains(thing) { result.append((thing, commit)) }
      }
    }
    return result
  }

  /// Whether a commit that uses something is in the history of a tip.
  private func reached(
    _ uses: [SharedUse], from tip: ObjectID, of count: Int
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

  // MARK: Refusing

  private func twins(
    _ use: SharedUse, _ kind: Fact.Kind, _ isReached: (ObjectID) -> Bool,
    besides told: Set<ObjectID>
  ) throws -> [(apply: BroughtApply, finding: Finding)] {
    let before = use.before.filter(isReached)
    let own = use.own.filter { isReached($0.apply.commit) && !told.contains($0.apply.commit) }
    let candidates = before.isEmpty ? own.map(\.apply.commit) : before
    guard before.count + own.count > 1,
      let first = try candidates.map({ try objects.commit($0) })
        .min(by: { ($0.committer.seconds, $0.id) < ($1.committer.seconds, $1.id) })
    else { return [] }
    let (what, pointer) =
      kind == .plan
      ? ("The plan that was approved or decided on", "/planDigest") : ("The record", "/id")
    return own.filter { $0.apply.commit != first.id }.map { item in
      let finding = Finding(
        .recordReused, path: Record.path(item.apply.id), pointer: pointer,
        "\(what) is used by commit \(first.id.short) as well, and merges bring both to the same line.",
        mend: "make the change again with 'writ apply'")
      return (item, finding)
    }
  }
}

/// The commits that use one record, or one plan.
private struct SharedUse {
  /// Those that are not walked again.
  var before: [ObjectID] = []
  var own: [BroughtApply] = []

  /// Leaves the others out.
  mutating func keep(_ isOne: (ObjectID) throws -> Bool) rethrows {
    before = try before.filter(isOne)
    own = try own.filter { try isOne($0.apply.commit) }
  }
}

/// A record, or a plan.
private enum UsedThing: Hashable {
  case record(ULID)
  case plan(ValueMark)

  /// What the index knows it as.
  var fact: Fact {
    switch self {
    case .record(let id): Fact(.id, id.description)
    case .plan(let mark): Fact(.plan, mark)
    }
  }
}

extension VerifiedApply {
  fileprivate func used(_ kind: Fact.Kind) -> UsedThing {
    kind == .plan ? .plan(plan) : .record(id)
  }
}

extension BroughtApply {
  /// Which record is used where.
  fileprivate struct Use: Hashable, Comparable {
    let number: UInt32
    let id: ULID

    static func < (left: Use, right: Use) -> Bool {
      (left.number, left.id) < (right.number, right.id)
    }
  }

  fileprivate var use: Use { Use(number: number, id: apply.id) }
}
