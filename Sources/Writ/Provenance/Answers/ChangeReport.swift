public import WritGit
import WritJSON
public import WritPolicy

/// Who changed what in a time, why, on whose approval and which evidence.
public struct ChangeReport: Sendable {
  /// The commit whose history is told.
  public let tip: ObjectID
  /// When the time begins; nil for the beginning of the history.
  public let since: Instant?
  /// When the time ends; nil for the end of the history.
  public let until: Instant?
  /// The changes, oldest first.
  public let entries: [Entry]

  /// One commit that changed policy or governance.
  public struct Entry: Sendable {
    /// What stands behind it.
    public let story: ChangeStory
    /// What it changed, with what became of it.
    public let changes: [PullRequest.Change]
    /// What is worth a look.
    public let marks: Set<Mark>
  }

  /// Something about a change that is worth a look.
  public enum Mark: String, Sendable, CaseIterable {
    /// Nobody's approval, review or pull request is told.
    case unreviewed
    /// A rule was set aside in an emergency.
    case breakGlass = "break-glass"
    /// Something that held the change up was let pass by name.
    case overridden
    /// The change goes back on purpose.
    case rollback
    /// A later change took it back.
    case rolledBack = "rolled-back"
    /// Its review date has passed, and it is still in force.
    case pastReview = "past-review"
  }

  /// How many changes there are by some name, the most first.
  public func counts(_ name: (Entry) -> [String]) -> [(name: String, count: Int)] {
    var counts: [String: Int] = [:]
    for entry in entries { for key in Set(name(entry)) { counts[key, default: 0] += 1 } }
    return counts.map { (name: $0.key, count: $0.value) }
      .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }
}

extension Ledger {
  /// What changed in a time.
  public func report(
    since: Instant?, until: Instant?, at revision: String? = nil, on branch: String? = nil
  ) throws -> ChangeReport {
    var filter = LogFilter()
    filter.since = since
    filter.until = until
    let view = try history(of: revision, on: branch, for: "what changed in that time")
    return try view.answering { timeline, tip in
      let walk = ReportWalk(self, timeline)
      return ChangeReport(tip: tip, since: since, until: until, entries: try walk.entries(filter))
    }
  }
}

/// Gathers the commits of the first-parent history that a report tells.
private struct ReportWalk {
  private let ledger: Ledger
  private let timeline: Timeline
  private let fates: FateFinder

  init(_ ledger: Ledger, _ timeline: Timeline) {
    self.ledger = ledger
    self.timeline = timeline
    fates = FateFinder(ledger, timeline)
  }

  func entries(_ filter: LogFilter) throws -> [ChangeReport.Entry] {
    var rows: [CommitRow] = []
    for segment in timeline.segments {
      try segment.commits { if filter.holds(Instant(seconds: $0.seconds)) { rows.append($0) } }
    }
    var result: [ChangeReport.Entry] = []
    for (place, row) in rows.enumerated() {
      if let entry = try entry(row) { result.append(entry) }
      ledger.observer.progress("Writing the report", place + 1, rows.count)
    }
    return result
  }

  private func entry(_ row: CommitRow) throws -> ChangeReport.Entry? {
    let commit = try ledger.objects.commit(row.id)
    let documents = try ledger.documentChanges(of: commit)
    if documents.isEmpty { return nil }
    let changes = try documents.flatMap { document in
      try PullRequest.Change.all(of: document) { change, place in
        try fates.fate(
          of: FateFinder.Made(
            place: place, before: change.before, after: change.after, ordinal: row.ordinal))
      }
    }
    let about = changes.first.flatMap { first in
      first.pointer.map { pointer in
        (ValuePlace(path: GitPath(documents[0].path), pointer: pointer), first.after)
      }
    }
    let story = try ledger.story(of: commit, about: about.map { (place: $0.0, value: $0.1) })
    return ChangeReport.Entry(story: story, changes: changes, marks: marks(story, changes))
  }

  private func marks(_ story: ChangeStory, _ changes: [PullRequest.Change]) -> Set<
    ChangeReport.Mark
  > {
    var marks = Set<ChangeReport.Mark>()
    let isApproved =
      story.metadata.approvalRef != nil || !story.approvals.isEmpty || !story.reviewers.isEmpty
    if !isApproved, story.pullRequest == nil { marks.insert(.unreviewed) }
    if story.overrides.contains(where: \.isBreakGlass) { marks.insert(.breakGlass) }
    if story.overrides.contains(where: { !$0.isBreakGlass }) { marks.insert(.overridden) }
    if story.isRollback { marks.insert(.rollback) }
    var isInForce = false
    for change in changes {
      switch change.fate {
      case .inForce: isInForce = true
      case .rolledBack: marks.insert(.rolledBack)
      case .changed, nil: break
      }
    }
    if isInForce, ledger.isPastReview(story) { marks.insert(.pastReview) }
    return marks
  }
}
