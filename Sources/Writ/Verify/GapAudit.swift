import WritGit
import WritJSON
import WritPolicy

/// Reads the gap records in force, and lets those that are signed accept what is in trouble.
struct GapAudit {
  private let ledger: Ledger
  private let tip: ObjectID
  private var stated: [Stated] = []
  private(set) var gaps: [AcceptedGap] = []
  /// What is wrong with gap records.
  private(set) var problems: [VerifyProblem] = []

  /// A gap record, and whether it counts is not known.
  private struct Stated {
    let path: GitPath
    let entry: TreeEntry
    let gap: Gap
  }

  init(_ ledger: Ledger, at tip: ObjectID) throws {
    self.ledger = ledger
    self.tip = tip
    let snapshot = try ledger.snapshot(tip)
    for (path, entry) in try snapshot.folder(GitPath(Gap.folder)) { try read(path, entry) }
  }

  private mutating func read(_ path: GitPath, _ entry: TreeEntry) throws {
    guard entry.mode.isFile, path.isGapRecord else { return }
    do {
      let gap = try Gap(try ledger.strictDocument(entry.id).get())
      stated.append(Stated(path: path, entry: entry, gap: gap))
    } catch let error as PolicyError {
      refuse(path, Finding(gapRecord: path, error))
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
    let bringers = try ledger.bringers(of: stated.map { ($0.path, $0.entry) }, at: tip)
    // Before any is accepted: what one gap accepts must not count for another as if it were well.
    let troubled = report.problems.filter { $0.status != .ok }.compactMap(\.commit)
    for stated in stated {
      let stretch = try stretch(stated.gap)
      if stretch.isElsewhere {
        refuse(stated.path, GapAudit.elsewhere(stated.path))
        continue
      }
      let times = GapTimes(broughtBy: bringers[stated.path], newest: stretch.newest)
      let lists = try lists(stated.gap, accepting: troubled.filter(stretch.commits.contains))
      if let finding = try ledger.gapFinding(stated.gap, stated.path, times, trusting: lists) {
        refuse(stated.path, finding)
        continue
      }
      var gap = AcceptedGap(path: stated.path.description, gap: stated.gap)
      for index in report.problems.indices {
        guard let id = report.problems[index].commit, stretch.commits.contains(id),
          report.problems[index].status != .gap, report.problems[index].status != .ok
        else { continue }
        report.problems[index].status = .gap
        report.problems[index].gap = gap.path
        gap.accepted += 1
      }
      gaps.append(gap)
    }
  }

  /// The lists of signers by which a record must be signed: those in force, and those before each
  /// commit in trouble that changes them, so that nobody makes themselves a signer by what they
  /// accept.
  private func lists(_ gap: Gap, accepting commits: [ObjectID]) throws -> [GapLists] {
    var result = [GapLists(trust: try ledger.trust(in: ledger.objects.commit(tip).tree))]
    for id in commits {
      do {
        guard let tree = try ledger.listsChanged(by: ledger.objects.commit(id)) else { continue }
        result.append(GapLists(trust: try ledger.trust(in: tree), changedBy: id))
      } catch let error as GitError where error.code == .missingObject || error.code == .corrupt {
        // What it did to the lists nobody can say.
        guard let start = gap.from.flatMap({ ObjectID($0) }), ledger.objects.contains(start) else {
          continue
        }
        let tree = try ledger.objects.commit(start).tree
        result.append(GapLists(trust: try ledger.trust(in: tree), changedBy: id))
      }
    }
    return result
  }

  /// What a gap record covers.
  private struct Stretch {
    /// The commits that can be reached from its end and not from its beginning.
    var commits = Set<ObjectID>()
    /// The latest time that one of them states, in seconds since 1970.
    var newest: Int64?
    /// Whether it does not begin where the record says, so that it covers more than anybody sees.
    var isElsewhere = false
  }

  private func stretch(_ gap: Gap) throws -> Stretch {
    var result = Stretch()
    guard let end = ObjectID(gap.to), ledger.objects.contains(end) else {
      result.isElsewhere = true
      return result
    }
    let start = gap.from.flatMap { ObjectID($0) }
    let walk = CommitWalk(ledger.objects, from: [end], hiding: start.map { [$0] } ?? [])
    var isWhole = true
    while case let batch = walk.next(1_024), !batch.isEmpty {
      for item in batch {
        result.commits.insert(item.id)
        if case .success(let commit) = item.commit {
          result.newest = max(result.newest ?? .min, commit.committer.seconds)
        } else {
          isWhole = false
        }
      }
    }
    // Where a commit is missing nobody can tell what lies behind it.
    if let start, isWhole { result.isElsewhere = !walk.bases.contains(start) }
    return result
  }

  private static func elsewhere(_ path: GitPath) -> Finding {
    Finding(
      .gapUnsigned, path: path.description,
      "The gap record \(path) does not count: the commit 'to' is not here, or 'from' is not in its "
        + "history.",
      mend: "name the commit before the stretch and its last one, as 'writ gap' does")
  }
}
