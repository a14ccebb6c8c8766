import WritGit
import WritJSON
import WritPolicy
import WritSignature

/// Thrown by a lineage that is not known yet.
struct Deferred: Error {}

/// Judges commits of a walk by the engine of the hooks.
struct Examiner {
  /// What is asked of each commit.
  struct Question: Sendable {
    /// The commits from before governance, as the user says.
    var exempt: Set<ObjectID> = []
    /// Whether approvals may still come; nil when the rules say.
    var approvalsComeLater: Bool?
    /// Whether there is a history before that of the walk, which may have rolled values back.
    var hasEarlier = false
    /// When the commits came in, where somebody saw that and they are to land.
    var arrival: Instant?
  }

  let ledger: Ledger
  let question: Question
  /// Whether the history is known, so that it can be asked for values that were rolled back.
  let looksBack: Bool

  /// What is found of a commit.
  ///
  /// - Parameter brought: where goes what it brings, of its values only those about which the
  ///   history is to be asked later.
  /// - Throws: when something around writ fails, such as the file system.
  func examine(
    _ item: CommitWalk.Item, _ brought: inout Brought
  ) throws -> Examined {
    var result = try found(item, &brought)
    if let landing = item.landing { result.rare.landing = landing }
    if let mainline = item.mainline { result.rare.mainline = mainline }
    return result
  }

  private func found(
    _ item: CommitWalk.Item, _ brought: inout Brought
  ) throws -> Examined {
    do {
      return try judge(item, &brought)
    } catch is Deferred {
      return Examined(item, .deferred)
    } catch let error as GitError where error.code == .tooMuch {
      return try tooMuch(item, error)
    } catch let error as GitError where error.code == .missingObject || error.code == .corrupt {
      return unverifiable(item, error.message)
    } catch let error as LedgerError where error.kind == .unverifiable {
      return unverifiable(item, error.message)
    } catch let error as LedgerError where error.kind == .refused {
      // What governance holds cannot be used, so nobody can say.
      return unverifiable(item, error.message)
    } catch let error as PolicyError {
      return unverifiable(item, error.message)
    } catch let error as JSONError {
      return unverifiable(item, error.message)
    } catch let error as SignatureError {
      return unverifiable(item, error.message)
    }
  }

  private func judge(
    _ item: CommitWalk.Item, _ brought: inout Brought
  ) throws -> Examined {
    let commit = try item.commit.get()
    if let parent = commit.parents.first, item.parentTree == nil {
      return unverifiable(item, "The parent \(parent) of the commit cannot be read.")
    }
    var candidate = try ledger.candidate(commit, on: item.parentTree)
    if !question.exempt.contains(item.id) {
      try ledger.requireReadableEvidence(of: commit, on: item.parentTree)
    }
    if candidate.parents.first == commit.parents.first {
      candidate.parentSeconds = { item.parentSeconds }
    }
    candidate.approvalsComeLater = question.approvalsComeLater
    candidate.arrival = question.arrival
    try ledger.land(&candidate, commit, with: item.landing)
    var result = Examined(item, .other)
    var late =
      candidate.changes.isEmpty && candidate.excess == nil
      ? try ledger.approvalFindings(commit) : []
    if let arrival = question.arrival, let finding = ledger.postdating(of: commit, at: arrival) {
      late.append(finding)
    }
    // A merge that changes nothing of its first parent may bring back what another one took away.
    if candidate.isEmpty {
      let findings = try late + ledger.emptyFindings(candidate)
      guard !findings.isEmpty, !question.exempt.contains(item.id) else { return result }
      result.outcome = .judged(.violation)
      result.rare.problem = VerifyProblem(
        commit: item.id, reference: nil, status: .violation, findings: findings)
      return result
    }
    guard !question.exempt.contains(item.id) else {
      result.outcome = .judged(.beforeAdoption)
      return result
    }
    let verdict = try ledger.judge(candidate, looksBack: looksBack)
    if !verdict.isBeforeAdoption, verdict.passedUntouched == nil {
      late += ledger.encodingFindings(commit)
    }
    result.hasRules = verdict.rules != nil
    result.isTakenAtItsWord = try ledger.isTakenAtItsWord(verdict, commit)
    var rare = Examined.Rare()
    brought.applies += verdict.records.compactMap { apply($0, item, verdict.rules) }
    rare.facts = try ledger.rollbackFacts(of: commit, verdict)
    // A rollback of the commit right before it is judged without asking the history.
    if verdict.intent == .rollback {
      rare.undone = try verdict.documents.flatMap { try marks($0, \.before) }
    }
    result.rare = rare
    if !looksBack, !verdict.isUnread {
      for document in try ledger.broughtDocuments(candidate, verdict) {
        brought.values += try marks(document, \.after).map { BroughtValue($0, by: item) }
      }
    }
    if candidate.changes.isEmpty, !verdict.isUnread, verdict.verdict.findings.isEmpty, late.isEmpty
    {
      return result
    }
    let findings = try verdict.verdict.findings + late + ledger.signatureFindings(commit, verdict)
    result.outcome = .judged(verdict.isBeforeAdoption ? .beforeAdoption : .ok)
    if !findings.isEmpty {
      result.outcome = .judged(.violation)
      result.rare.problem = VerifyProblem(
        commit: item.id, reference: nil, status: .violation, findings: findings)
    } else if let finding = verdict.unreadableRules {
      result.rare.problem = VerifyProblem(
        commit: item.id, reference: nil, status: .ok, findings: [finding.ofWayOut])
    }
    return result
  }

  private func apply(
    _ stated: StatedRecord, _ item: CommitWalk.Item, _ rules: Rules?
  ) -> BroughtApply? {
    guard let base = ObjectID(stated.record.base) else { return nil }
    let isProtected = rules?.protects(stated.record.branch) ?? false
    let apply = VerifiedApply(
      id: stated.record.id, commit: item.id, base: base,
      plan: ValueMark(Fact(.plan, stated.record.plan.hex)), branch: stated.record.branch,
      kept: rules?.checkpointsKept ?? .max,
      hasCheckpoint: stated.record.checkpoint != nil && stated.isNamed && isProtected)
    return BroughtApply(
      number: UInt32(item.number), place: UInt32(item.place), apply: apply)
  }

  /// What is said of a commit of which too much would have to be read.
  private func tooMuch(_ item: CommitWalk.Item, _ error: GitError) throws -> Examined {
    let commit = try item.commit.get()
    guard try ledger.isAdopted(ledger.candidate(commit, on: item.parentTree)) else {
      return Examined(item, .judged(.beforeAdoption))
    }
    let problem = VerifyProblem(
      commit: item.id, reference: nil, status: .violation,
      findings: [Finding(tooMuch: error).ofCommit])
    return Examined(item, .judged(.violation), problem: problem)
  }

  private func unverifiable(_ item: CommitWalk.Item, _ reason: String) -> Examined {
    let problem = VerifyProblem(
      commit: item.id, reference: nil, status: .unverifiable, missing: [reason])
    return Examined(item, .judged(.unverifiable), problem: problem)
  }

  /// The values of a change, before or after it.
  private func marks(
    _ document: DocumentChange, _ side: (LeafChange) -> JSONValue?
  ) throws -> [ValueMark] {
    try document.leavesByPlace.map { leaf in
      guard question.hasEarlier else { return document.mark(leaf, side(leaf)) }
      return try ValueMark(
        document: document.label, pointer: leaf.pointer.description, value: side(leaf))
    }
  }
}

extension Finding {
  /// The finding about rules that could not be read, beside a rollback that passed all the same.
  fileprivate var ofWayOut: Finding {
    Finding(
      code, path: path, pointer: pointer,
      "It is a rollback, which was asked only who and why, since the rules in force could not be "
        + "read: \(message)",
      mend: "mend the rules, and look at what was rolled back")
  }
}

extension Ledger {
  /// What a signature leaves to be desired whatever the rules ask: one that does not fit its commit
  /// tells that the commit was changed.
  fileprivate func signatureFindings(_ commit: Commit, _ verdict: CommitVerdict) throws -> [Finding]
  {
    guard verdict.rules != nil, commit.mayBeSigned else { return [] }
    let found = try signature(of: commit)
    guard found.status == .invalid else { return [] }
    return [
      Finding(
        .signature, "The signature of the commit is invalid: \(found.reason)",
        mend: "restore the commit from another clone, or accept it by a gap record")
    ]
  }

  /// Whether nothing but the commit itself holds what a record in it says of who and why: a squash
  /// that lost the trailers, without an approval of that record and without a signature.
  fileprivate func isTakenAtItsWord(_ verdict: CommitVerdict, _ commit: Commit) throws -> Bool {
    guard verdict.records.contains(where: { !$0.isNamed && !$0.isHeld }) else { return false }
    guard commit.mayBeSigned else { return true }
    return try signature(of: commit).status != .good
  }

  /// What a commit states of values that were rolled back, or let come back.
  fileprivate func rollbackFacts(
    of commit: Commit, _ verdict: CommitVerdict
  ) throws -> [StatedFact] {
    let isConcerned =
      verdict.intent == .rollback
      || verdict.records.contains { $0.record.intent == .rollback || !$0.record.overrides.isEmpty }
    guard isConcerned else { return [] }
    return try facts(of: commit).filter { $0.kind == .undone || $0.kind == .readmitted }.map {
      StatedFact(fact: $0, commit: commit.id)
    }
  }

  /// What a candidate brings against each of its parents.
  fileprivate func broughtDocuments(
    _ candidate: Candidate, _ verdict: CommitVerdict
  ) throws -> [DocumentChange] {
    guard candidate.parents.count > 1 else { return verdict.documents }
    return try candidate.parents.flatMap { try candidate.changesFrom($0) }.map(judgedChange)
  }
}

extension DocumentChange {
  /// A value at its place, as it is told apart within this process.
  fileprivate func mark(_ leaf: LeafChange, _ value: JSONValue?) -> ValueMark {
    var hasher = Hasher()
    hasher.combine(bytes: label)
    for token in leaf.pointer.tokens { hasher.combine(bytes: token) }
    hasher.combine(value)
    return ValueMark(hash: hasher.finalize())
  }
}

extension Hasher {
  /// Takes in the bytes of a text, whose meaning its length is part of.
  fileprivate mutating func combine(bytes text: String) {
    var copy = text
    copy.withUTF8 { combine(bytes: UnsafeRawBufferPointer($0)) }
    combine(0xFF as UInt8)
  }
}
