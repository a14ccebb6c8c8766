import WritGit
import WritJSON
import WritPolicy
import WritSignature

/// Reads the gap records in force, and lets those that are signed accept what is in trouble.
struct GapAudit {
  private let ledger: Ledger
  private(set) var gaps: [AcceptedGap] = []
  /// What is wrong with gap records.
  private(set) var problems: [VerifyProblem] = []

  init(_ ledger: Ledger, at tip: ObjectID) throws {
    self.ledger = ledger
    let snapshot = try ledger.snapshot(tip)
    for (path, entry) in try snapshot.folder(GitPath(Gap.folder)) {
      try read(path, entry, snapshot)
    }
  }

  private mutating func read(
    _ path: GitPath, _ entry: TreeEntry, _ snapshot: Snapshot
  ) throws {
    guard entry.mode.isFile, path.bytes.suffix(5).elementsEqual(".json".utf8) else { return }
    do {
      let gap = try Gap(try ledger.strictDocument(entry.id).get())
      guard let finding = try ledger.gapSignatureFinding(gap, path, snapshot) else {
        return gaps.append(AcceptedGap(path: path.description, gap: gap))
      }
      refuse(path, finding)
    } catch let error as PolicyError {
      refuse(
        path,
        Finding(
          .gapUnsigned, path: path.description, pointer: error.pointer, error.message,
          mend: error.hint ?? "write the gap record anew"))
    } catch let error as JSONError {
      for finding in Ledger.unreadable(path.description, error).findings { refuse(path, finding) }
    }
  }

  private mutating func refuse(_ path: GitPath, _ finding: Finding) {
    problems.append(
      VerifyProblem(
        commit: nil, reference: path.description, status: .violation, findings: [finding]))
  }

  /// Gives what lies in an accepted stretch the status `gap`.
  mutating func accept(_ report: inout VerifyReport) throws {
    for place in gaps.indices {
      let commits = try stretch(gaps[place].gap)
      for index in report.problems.indices {
        guard let id = report.problems[index].commit, commits.contains(id),
          report.problems[index].status != .gap, report.problems[index].status != .ok
        else { continue }
        report.problems[index].status = .gap
        report.problems[index].gap = gaps[place].path
        gaps[place].accepted += 1
      }
    }
  }

  /// The commits that can be reached from the end of a gap and not from its beginning.
  private func stretch(_ gap: Gap) throws -> Set<ObjectID> {
    guard let end = ObjectID(gap.to), ledger.objects.contains(end) else { return [] }
    let start = gap.from.flatMap { ObjectID($0) }
    let walk = CommitWalk(ledger.objects, from: [end], hiding: start.map { [$0] } ?? [])
    var result = Set<ObjectID>()
    while case let batch = walk.next(1_024), !batch.isEmpty {
      for item in batch { result.insert(item.id) }
    }
    return result
  }
}

extension Ledger {
  /// Why the signature of a gap record does not count, or nil when it does: it must be by who
  /// accepted the gap, with a key that was allowed to sign gap records then.
  fileprivate func gapSignatureFinding(
    _ gap: Gap, _ path: GitPath, _ snapshot: Snapshot
  ) throws -> Finding? {
    guard let problem = try signatureProblem(of: gap, trusting: snapshot.commit.tree) else {
      return nil
    }
    return Finding(
      .gapUnsigned, path: path.description, "The gap record \(path) does not count: \(problem)",
      mend:
        "have it signed by who accepted it, with a key of governance/allowed_signers that may "
        + "sign in the namespace '\(Gap.namespace)'")
  }

  /// A gap record is signed by who accepts the gap.
  private func signatureProblem(
    of gap: Gap, trusting tree: ObjectID
  ) throws -> String? {
    guard let signature = gap.signature else { return "It has no signature." }
    let identities = Ledger.identities(of: gap.acceptedBy)
    switch try trust(in: tree) {
    case .unreadable(let reason): return "The lists of signers cannot be read: \(reason)"
    case .trust(let trust):
      let verdict = trust.judge(
        armored: Array(signature.utf8), over: try gap.signedBytes(), namespace: Gap.namespace,
        at: gap.acceptedAt.seconds, asking: identities)
      guard verdict.status == .good else { return verdict.reason }
      guard let signer = verdict.principals.first,
        identities.contains(where: { $0.hasSameBytes(as: signer) })
      else { return "It is not signed by who accepted it." }
      return nil
    }
  }
}
