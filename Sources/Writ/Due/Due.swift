import WritGit
import WritJSON
import WritPolicy
import WritSignature

extension Ledger {
  /// What of the first-parent history of a revision must be looked at.
  ///
  /// - Parameters:
  ///   - within: how many days ahead a deadline counts.
  public func due(
    within: Int, at revision: String? = nil, on branch: String? = nil
  ) throws -> DueReport {
    let time = surroundings.now()
    let view = try history(of: revision, on: branch, for: "what is due")
    // Facts beyond the first-parent line need all of it.
    try requireWholeHistory(for: "what is due")
    let values = try valuesInForce(view)
    var finder = DueFinder(ledger: self, tip: view.tip, asOf: time, within: within)
    let undated = try finder.addValues(values.groups)
    try finder.addSetAside()
    return DueReport(
      tip: view.tip, asOf: time, within: within, items: finder.sorted + values.unreadable,
      undated: undated)
  }

  /// The values that a commit has, grouped by the change that made them.
  private func valuesInForce(
    _ view: HistoryView
  ) throws -> (groups: [ValueGroup], unreadable: [DueReport.Item]) {
    let snapshot = try snapshot(view.tip)
    let names = try Ledger.governed.flatMap { try snapshot.folder($0) }
      .compactMap { $0.entry.mode.isFile ? $0.path.utf8.flatMap(DocumentName.init(path:)) : nil }
    var groups: [ValueGroup.Key: ValueGroup] = [:]
    var order: [ValueGroup.Key] = []
    var unreadable: [DueReport.Item] = []
    for (place, name) in names.enumerated() {
      observer.progress("Looking for who made each value", place, names.count)
      do {
        for value in try blame(name, .root, at: view.tip.hex).values {
          let key = ValueGroup.Key(value.story)
          if groups[key] == nil { order.append(key) }
          groups[key, default: ValueGroup(story: value.story)].values
            .append("\(name)#\(value.pointer)")
        }
      } catch let error as LedgerError where error.code == "not-strict-json" {
        unreadable.append(
          DueReport.Item(
            reason: .unreadable, story: nil, values: [name.path], deadline: nil, isPast: true,
            review: nil, detail: error.message))
      }
    }
    return (order.compactMap { groups[$0] }, unreadable)
  }
}

/// Values in force that one change made.
struct ValueGroup {
  let story: ChangeStory
  var values: [String] = []

  struct Key: Hashable {
    let commit: ObjectID
    let id: String?

    init(_ story: ChangeStory) {
      commit = (story.origin ?? story.commit).id
      id = story.record?.id.description
    }
  }
}

/// Gathers what is due.
struct DueFinder {
  let ledger: Ledger
  let tip: ObjectID
  let asOf: Instant
  let within: Int
  private(set) var items: [DueReport.Item] = []

  init(ledger: Ledger, tip: ObjectID, asOf: Instant, within: Int) {
    self.ledger = ledger
    self.tip = tip
    self.asOf = asOf
    self.within = within
  }

  /// The oldest deadline first; of equals, and without one, the oldest change.
  var sorted: [DueReport.Item] {
    func rank(_ item: DueReport.Item) -> (Instant, Instant) {
      (item.deadline?.deadline ?? .latest, item.story?.time ?? .latest)
    }
    return items.enumerated().sorted {
      let (left, right) = (rank($0.element), rank($1.element))
      return left == right ? $0.offset < $1.offset : left < right
    }.map(\.element)
  }

  // MARK: Values in force

  /// Adds the values whose review is due, and gives how many have no date.
  mutating func addValues(_ groups: [ValueGroup]) throws -> Int {
    var undated = 0
    for group in groups {
      let story = group.story
      let stated = story.metadata.reviewBy.flatMap(ReviewDate.init)
      if stated == nil { undated += group.values.count }
      let isTrial = story.intent == .observe
      guard stated.map(isDue) ?? false || isTrial else { continue }
      let reviews = try reviews(of: story)
      let date = [stated, reviews?.reviewBy].compactMap { $0 }.max()
      if let date, isDue(date) { add(.review, group, date) }
      if isTrial, reviews?.review.isDone != true { add(.unconfirmed, group, date, reviews?.review) }
    }
    return undated
  }

  private func isDue(_ date: ReviewDate) -> Bool {
    date.deadline <= asOf.adding(seconds: Int64(within) * 86_400) || date.isPast(at: asOf)
  }

  private func reviews(of story: ChangeStory) throws -> Reviews? {
    try story.record.map {
      try ledger.reviews(of: $0, broughtBy: story.origin ?? story.commit, at: tip)
    }
  }

  private mutating func add(
    _ reason: DueReport.Reason, _ group: ValueGroup, _ date: ReviewDate?, _ review: Review? = nil
  ) {
    items.append(
      DueReport.Item(
        reason: reason, story: group.story, values: group.values, deadline: date,
        isPast: reason == .unconfirmed || date?.isPast(at: asOf) ?? true, review: review,
        detail: nil))
  }

  // MARK: What was set aside

  /// Adds the applies for which something of the rules was set aside, until enough people looked,
  /// whether or not their values are still in force.
  mutating func addSetAside() throws {
    var seen = Set<ULID>()
    let found = try ledger.facts(at: tip).commits(stating: [.setAside])
      .map { try ledger.objects.commit($0.commit) }
    for place in found.sorted(by: { $0.committer.seconds < $1.committer.seconds }) {
      let own = try ledger.readableRecords(of: place).records.map(\.id)
      for id in try own + ledger.applies(approvedAnewBy: place) where seen.insert(id).inserted {
        guard let commit = try apply(id) else { continue }
        let records = try ledger.readableRecords(of: commit).records
        if let record = records.first(where: { $0.id == id }) { try add(record, commit) }
      }
    }
  }

  /// The commit of an apply: the one that was judged, as any history can be merged that names the
  /// same id and keeps none of its values.
  private func apply(_ id: ULID) throws -> Commit? {
    let facts = ledger.facts(at: tip)
    let fact = Fact(.id, id.description)
    let commit = try facts.judgedCommit(stating: fact) ?? facts.commit(stating: fact)
    return try commit.map { try ledger.objects.commit($0) }
  }

  private mutating func add(_ record: Record, _ commit: Commit) throws {
    let others = record.overrides.filter { !$0.isBreakGlass }
    let emergency = try breakGlass(of: record, commit)
    guard !others.isEmpty || !emergency.isEmpty else { return }
    let reviews = try ledger.reviews(of: record, broughtBy: commit, at: tip)
    guard !reviews.review.isDone else { return }
    let story = try ledger.story(of: commit)
    for (reason, details) in [
      (DueReport.Reason.breakGlass, emergency),
      (.overridden, others.map { "\($0.kind): \($0.reason) (\($0.by))" }),
    ] where !details.isEmpty {
      items.append(
        DueReport.Item(
          reason: reason, story: story,
          values: record.changes.map { "\($0.document)#\($0.pointer)" },
          deadline: nil, isPast: true, review: reviews.review,
          detail: details.joined(separator: "; ")))
    }
  }

  /// Who broke the glass, and why: as the record tells it, or by approvals wherever they lie.
  private func breakGlass(of record: Record, _ commit: Commit) throws -> [String] {
    let told = record.overrides.filter(\.isBreakGlass).map { "\($0.reason) (\($0.by))" }
    guard told.isEmpty else { return told }
    var seen = Set<Digest>()
    return try ledger.approvalPlaces(of: record.id, broughtBy: commit, at: tip).flatMap { place in
      try ledger.storedEnvelopes(of: record.id, in: place.tree)
        .filter { seen.insert(Digest(of: $0.bytes)).inserted }
        .compactMap { try ledger.breakGlass($0) }
    }
  }
}
