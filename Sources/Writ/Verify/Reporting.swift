import WritGit
import WritPolicy

extension Ledger {
  /// Holds checkpoints and gap records against what was found of the commits.
  func report(
    _ state: VerifyState, _ scope: VerifyScope, listing isListing: Bool
  ) throws -> VerifyReport {
    var report = VerifyReport(tip: scope.tip, branch: scope.branch)
    report.commits = state.commits
    report.others = state.others
    report.adoption = state.adoption
    report.known = state.known
    report.takenAtTheirWord = state.takenAtTheirWord
    report.problems = state.problems
    if scope.isWhole {
      let rules = try self.rules(at: scope.tip)
      let branch = scope.branch.flatMap { rules?.protects($0) == true ? $0 : nil }
      var checkpoints = try CheckpointAudit(self)
      try checkpoints.examine(
        state.applies, on: branch, tip: scope.tip,
        isComplete: !state.problems.contains { $0.status == .unverifiable })
      report.checkpoints = checkpoints.present
      report.retired = checkpoints.retired
      report.add(checkpoints.problems)
    }
    var gaps = try GapAudit(self, at: scope.tip)
    try gaps.accept(&report)
    report.gaps = gaps.gaps
    report.problems += gaps.problems
    report.settleStatuses()
    for commit in report.commits { report.counts[Int(commit.status.rawValue)] += 1 }
    if !isListing { report.commits = [] }
    return report
  }

  /// The rules that a commit has; nil when it has none, or none that can be read: the commit that
  /// broke them is in trouble itself.
  private func rules(at commit: ObjectID) throws -> Rules? {
    do {
      return try snapshot(commit).rules()
    } catch is PolicyError {
      return nil
    } catch let error as LedgerError where error.kind == .refused {
      return nil
    }
  }
}

extension VerifyReport {
  /// Joins further problems to those of the same commits.
  fileprivate mutating func add(_ more: [VerifyProblem]) {
    var places: [ObjectID: Int] = [:]
    for (place, problem) in problems.enumerated() {
      if let commit = problem.commit { places[commit] = place }
    }
    for problem in more {
      guard let commit = problem.commit, let place = places[commit] else {
        problems.append(problem)
        continue
      }
      problems[place].findings += problem.findings
      problems[place].missing += problem.missing
      if problem.status == .violation || problems[place].status == .ok {
        problems[place].status = problem.status
      }
    }
  }

  /// Commits have the status of their problems.
  mutating func settleStatuses() {
    var statuses: [ObjectID: VerifyStatus] = [:]
    for problem in problems { if let commit = problem.commit { statuses[commit] = problem.status } }
    if statuses.isEmpty { return }
    var order: [ObjectID: Int] = [:]
    for index in commits.indices {
      guard let status = statuses[commits[index].id] else { continue }
      commits[index].status = status
      order[commits[index].id] = index
    }
    let ranks = problems.map { $0.commit.flatMap { order[$0] } ?? .max }
    problems = zip(problems, ranks).enumerated().sorted {
      ($0.element.1, $0.offset) < ($1.element.1, $1.offset)
    }.map(\.element.0)
  }
}
