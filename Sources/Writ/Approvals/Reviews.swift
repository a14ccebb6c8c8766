import WritGit
import WritPolicy
import WritSignature

/// What people said of an apply after it was made.
struct Reviews {
  /// Whether enough looked at it.
  let review: Review
  /// The latest date until which one of them lets its values stand, or nil.
  let reviewBy: ReviewDate?
}

extension Ledger {
  /// Puts a review beside an apply that has landed, by a commit on the branch.
  func storeReview(
    _ bytes: [UInt8], of found: Approvable, until date: ReviewDate?, _ signing: SigningChoice
  ) throws -> (branch: String, commit: String) {
    guard let record = found.record else {
      throw LedgerError(
        .usage, "review-of-plan", "Only an apply that has landed can be reviewed.",
        hint: "name it by its id or commit")
    }
    let signer = try signer(signing, for: .commit)
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    try recover()
    let branch = try branch()
    if let date { try refuse(date, of: record, at: branch.tip) }
    guard try commit(ofApply: record.id.description, before: branch.tip) != nil else {
      throw LedgerError(
        .usage, "review-not-landed",
        "The apply \(record.id) is not in the history of '\(branch.name)'.",
        hint: "check out the branch that it landed on; a proposal is approved without --review")
    }
    let made = try approvalCommit(bytes, besides: record, on: branch.tip, signer)
    let random = surroundings.random()
    let id = ULID(at: surroundings.now(), randomHigh: random.0, randomLow: random.1)
    let landing = Landing(
      ledger: self, id: id, branch: branch.name, base: branch.tip,
      isCheckedOut: branch.isCheckedOut, commit: made.commit, tag: nil, files: [made.file])
    if let doubt = try landing.land(intent: .confirm, nil) { observer.note(doubt) }
    return (branch.name, made.commit.hex)
  }

  /// Who looked at an apply since it was made, as far as it counts.
  ///
  /// - Parameters:
  ///   - commit: the commit that brought it.
  ///   - tip: the commit in whose history reviews are looked for.
  func reviews(of record: Record, broughtBy commit: Commit, at tip: ObjectID) throws -> Reviews {
    guard let baseTree = try governingTree(of: record, in: commit) else {
      return Reviews(review: Review([], actor: nil, wanted: 1), reviewBy: nil)
    }
    let found = try foundReviews(of: record, commit, at: tip, governedBy: baseTree)
    let approvals = found.map(\.checked.approval)
    let actor = record.metadata.actor
    let review = Review(approvals, actor: actor, wanted: try reviewersWanted(of: record, baseTree))
    let dates = try found.filter {
      Review.counts($0.checked.approval, among: approvals, actor: actor)
    }.compactMap { try reviewDate($0.checked.predicate, of: record, put: $0.place, at: tip) }
    return Reviews(review: review, reviewBy: dates.max())
  }

  private typealias FoundReview = (checked: CheckedApproval, place: Commit)

  private func foundReviews(
    of record: Record, _ commit: Commit, at tip: ObjectID, governedBy baseTree: ObjectID
  ) throws -> [FoundReview] {
    let subject = try approvalSubject(record, governedBy: baseTree)
    var found: [FoundReview] = []
    for place in try approvalPlaces(of: record.id, broughtBy: commit, at: tip) {
      // In a history that nobody judged anybody can be a signer, and it can be merged all the same.
      guard try place.id == commit.id || isJudged(place.id, onLineTo: tip) else { continue }
      let trust = try trust(in: parentTree(of: place) ?? baseTree)
      for input in try storedEnvelopes(of: record.id, in: place.tree) {
        guard let checked = try readableApproval(input, subject, place, record, trust),
          !found.contains(where: { $0.checked.digest == checked.digest })
        else { continue }
        // What was there when the apply was made is no review of it, but tells who broke the glass.
        let isLater = place.id != commit.id || checked.predicate.time > record.time
        if isLater || checked.predicate.mode == .breakGlass { found.append((checked, place)) }
      }
    }
    return found
  }

  /// Until when a review lets values stand: no longer than the rules allow that are in force where
  /// it was put, and those at `tip`; nil without a date, and where such rules cannot be read.
  private func reviewDate(
    _ review: ApprovalPredicate, of record: Record, put place: Commit, at tip: ObjectID
  ) throws -> ReviewDate? {
    guard let date = review.reviewBy.flatMap(ReviewDate.init) else { return nil }
    var dates = [date]
    for tree in try [parentTree(of: place) ?? place.tree, objects.commit(tip).tree] {
      switch try foundRules(in: tree) {
      case .failure: return nil
      case .success(let rules): dates.append(rules.held(date, of: record, from: review.time))
      case nil: continue
      }
    }
    return dates.min()
  }

  /// Refuses a review that would let values stand for longer than rules allow.
  func refuse(_ date: ReviewDate, of record: Record, at tip: ObjectID) throws {
    let rules = try snapshot(tip).requireRules()
    let latest = rules.held(date, of: record, from: surroundings.now())
    guard latest < date else { return }
    throw LedgerError(
      .refused, "review-date-too-far",
      "The rules want the values looked at again by \(latest), and \(date.text.oneLine) is later.",
      hint: "give --review-by \(latest), or an earlier date")
  }

  private func readableApproval(
    _ input: ApprovalInput, _ subject: ApprovalSubject, _ place: Commit, _ record: Record,
    _ trust: FoundTrust
  ) throws -> CheckedApproval? {
    do {
      return try check(
        input, against: subject, latest: place.committer.seconds, actor: record.metadata.actor,
        by: trust)
    } catch let error as LedgerError where error.kind == .refused {
      return nil
    }
  }

  /// Rules that cannot be read want at least one.
  private func reviewersWanted(of record: Record, _ tree: ObjectID) throws -> Int {
    do {
      let rules = try ruleBook.rules(in: tree)
      return rules?.reviewersWanted(for: record.files.map(\.path), record.intent) ?? 1
    } catch {
      _ = try Ledger.unreadableRules(error)
      return 1
    }
  }
}

extension Rules {
  fileprivate func held(
    _ date: ReviewDate, of record: Record, from time: Instant
  ) -> ReviewDate {
    held(date, for: record.files.map(\.path), record.intent, reviewedAt: time)
  }
}
