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
    let tree = try ledger.objects.commit(tip).tree
    for stated in stated {
      let stretch = try stretch(stated.gap)
      let times = GapTimes(broughtBy: bringers[stated.path], newest: stretch.newest)
      if let finding = try ledger.gapFinding(stated.gap, stated.path, times, trusting: tree) {
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

  /// The commits that can be reached from the end of a gap and not from its beginning, and the
  /// latest time that one of them states, in seconds since 1970.
  private func stretch(_ gap: Gap) throws -> (commits: Set<ObjectID>, newest: Int64?) {
    guard let end = ObjectID(gap.to), ledger.objects.contains(end) else { return ([], nil) }
    let start = gap.from.flatMap { ObjectID($0) }
    let walk = CommitWalk(ledger.objects, from: [end], hiding: start.map { [$0] } ?? [])
    var commits = Set<ObjectID>()
    var newest: Int64?
    while case let batch = walk.next(1_024), !batch.isEmpty {
      for item in batch {
        commits.insert(item.id)
        guard case .success(let commit) = item.commit else { continue }
        newest = max(newest ?? .min, commit.committer.seconds)
      }
    }
    return (commits, newest)
  }
}
