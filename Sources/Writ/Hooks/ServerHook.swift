public import WritGit
public import WritPolicy

/// One reference of a push.
public struct PushedReference: Sendable {
  /// What it points at in the repository; zero for a new one.
  public let old: ObjectID
  /// What it shall point at; zero for a deletion.
  public let new: ObjectID
  /// The full name.
  public let name: String

  /// Reads a line of a pre-receive hook's input, or returns nil when it is none.
  public init?(line: String) {
    let parts = line.split(separator: " ", maxSplits: 2)
    guard parts.count == 3, let old = ObjectID(parts[0]), let new = ObjectID(parts[1]) else {
      return nil
    }
    self.old = old
    self.new = new
    name = String(parts[2])
  }
}

/// Why a push is refused: one reference or one commit of it.
public struct PushFinding: Sendable {
  /// The reference.
  public let reference: String
  /// The commit, or nil when the reference itself is at fault.
  public let commit: String?
  /// What is wrong.
  public let finding: Finding
}

extension Ledger {
  /// Judges a push inside `pre-receive`.
  ///
  /// Every commit that it brings, and what it does to protected branches and checkpoint tags. One
  /// finding refuses the whole push.
  public func judgePush(_ references: [PushedReference]) throws -> [PushFinding] {
    try requireWholeHistory(for: "whether the pushed commits may enter")
    var findings: [PushFinding] = []
    var arrivals = try PushArrivals(self)
    for reference in references {
      findings += try referenceFindings(reference)
      guard reference.new != .zero, try isCommitOrTag(reference.new) else { continue }
      findings += try judgeCommits(of: reference, &arrivals)
    }
    return findings
  }

  private func judgeCommits(
    of reference: PushedReference, _ arrivals: inout PushArrivals
  ) throws -> [PushFinding] {
    let tip = try objects.peelToCommit(reference.new)
    let isLanding = try arrivals.isLanding(reference, tip)
    let hidden = try arrivals.known(reference, isLanding: isLanding)
    let landings = isLanding ? try landings(from: tip, hiding: hidden) : Landings()
    let history = try History(of: repository, from: [tip], hiding: hidden, order: .oldestFirst)
    var findings: [PushFinding] = []
    while let commit = try history.next() {
      let (isNew, isJudged) = arrivals.meet(commit.id, isLanding: isLanding)
      if isJudged { continue }
      var candidate = try candidate(commit)
      candidate.approvalsComeLater = !isLanding
      if isLanding {
        // Where it only waits to be asked, the time at which it lands is another one.
        candidate.arrival = arrivals.time
        findings +=
          postdating(of: commit, at: arrivals.time).map {
            [PushFinding(reference: reference.name, commit: commit.id.hex, finding: $0)]
          } ?? []
      }
      candidate.landing = try landings[commit.id].map { try objects.commit($0) }
      let judged = try judge(candidate)
      findings += judged.verdict.findings.map {
        PushFinding(reference: reference.name, commit: commit.id.hex, finding: $0)
      }
      if isNew { try factCache.learn(commit, judged.records.map(\.record)) }
    }
    return findings
  }

  private func landings(from tip: ObjectID, hiding hidden: [ObjectID]) throws -> Landings {
    var result = Landings()
    let history = try History(of: repository, from: [tip], hiding: hidden)
    while let commit = try history.next() { result.learn(from: commit) }
    return result
  }

  func isCommitOrTag(_ id: ObjectID) throws -> Bool {
    let kind = try objects.header(id).kind
    return kind == .commit || kind == .tag
  }

  private func referenceFindings(_ reference: PushedReference) throws -> [PushFinding] {
    func finding(_ message: String, mend: String) -> [PushFinding] {
      let finding = Finding(.protectedReference, path: reference.name, message, mend: mend)
      return [PushFinding(reference: reference.name, commit: nil, finding: finding)]
    }
    if reference.name.hasPrefix(Ledger.checkpointPrefix) {
      return try checkpointFindings(reference, finding)
    }
    guard reference.old != .zero, try isProtected(reference) else { return [] }
    if reference.new == .zero {
      return finding(
        "The branch \(reference.name) is protected and cannot be deleted.",
        mend: "take it out of 'protected' in the rules first")
    }
    guard try repository.isAncestor(reference.old, of: reference.new) else {
      return finding(
        "The push would rewrite the history of the protected branch \(reference.name).",
        mend: "merge or rebase onto its tip, and push again")
    }
    return []
  }

  private func isProtected(_ reference: PushedReference) throws -> Bool {
    guard reference.name.hasPrefix("refs/heads/") else { return false }
    do {
      return try snapshot(reference.old).rules()?.protects(reference.name) ?? false
    } catch {
      // Nobody knows whether rules that cannot be read protect it.
      _ = try Ledger.unreadableRules(error)
      return true
    }
  }

  private func checkpointFindings(
    _ reference: PushedReference, _ finding: (String, String) -> [PushFinding]
  ) throws -> [PushFinding] {
    let name = String(reference.name.dropFirst(Ledger.checkpointPrefix.count))
    if reference.old != .zero, reference.new != .zero {
      return finding("The checkpoint \(name) exists and is never moved.", "choose another name")
    }
    if reference.new == .zero {
      if ULID(name) != nil, try isRetired(name) { return [] }
      return finding(
        "The checkpoint \(name) cannot be deleted.",
        "only automatic checkpoints beyond the number that the rules keep may go")
    }
    guard try objects.header(reference.new).kind == .tag else {
      return finding(
        "The checkpoint \(name) is not an annotated tag.",
        "make checkpoints with 'writ checkpoint create NAME'")
    }
    return []
  }

  /// Whether so many newer automatic checkpoints exist that this one may go.
  private func isRetired(_ name: String) throws -> Bool {
    guard case .branch(_, let tip?) = try repository.head(),
      let rules = try snapshot(tip).rules()
    else { return false }
    let newer = try repository.referenceNames(startingWith: Ledger.checkpointPrefix).filter {
      let other = String($0.dropFirst(Ledger.checkpointPrefix.count))
      return ULID(other) != nil && other > name
    }
    return newer.count >= rules.checkpointsKept
  }
}
