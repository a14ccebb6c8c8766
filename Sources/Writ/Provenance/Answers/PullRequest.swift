public import WritGit
public import WritJSON
import WritPolicy

/// Everything that a pull request changed, or would change.
public struct PullRequest: Sendable {
  /// Its number.
  public let number: Int
  /// Its address, where a change tells one.
  public let url: String?
  /// The commit whose history was asked.
  public let tip: ObjectID
  /// What it brought into the history, oldest first.
  public let applied: [Landing]
  /// What it would bring, from references that were fetched or proposed here.
  public let proposed: [Proposal]

  /// A commit that landed.
  public struct Landing: Sendable {
    /// What stands behind it.
    public let story: ChangeStory
    /// How it landed: `apply`, `merge`, `squash` or `commit`.
    public let kind: String
    /// The commits that a merge brought.
    public let merged: [Commit]
    /// What stands behind each commit of a merged side, or each apply that a squash put together.
    public let parts: [ChangeStory]
    /// What it changed.
    public let changes: [Change]
    /// Whether its review date has passed; false where it has none.
    public let isPastReview: Bool
  }

  /// One value that was changed.
  public struct Change: Sendable {
    /// The document's name, or the path of a file that is no document.
    public let document: String
    /// The value's place; nil where only the layout changed, or the file is no document.
    public let pointer: JSONPointer?
    /// The value before; nil where there was none.
    public let before: JSONValue?
    /// The value after; nil where there is none.
    public let after: JSONValue?
    /// What became of it; nil for a proposal, and where no value changed.
    public let fate: ValueFate?
  }

  /// A branch that proposes changes.
  public struct Proposal: Sendable {
    /// The reference.
    public let reference: String
    /// Its newest commit.
    public let tip: ObjectID
    /// Its commits that are not in the history, oldest first.
    public let stories: [ChangeStory]
    /// What it changes against the commit that it started from.
    public let changes: [Change]
  }
}

extension Ledger {
  /// Everything that a pull request changed or proposes.
  ///
  /// - Parameter reference: a number, `#N`, `!N`, or the address of the pull request.
  public func pullRequest(
    _ reference: String, at revision: String? = nil, on branch: String? = nil
  ) throws -> PullRequest {
    let plain = reference.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard let number = PullRequestNumber.of(reference: plain ? "#\(reference)" : reference) else {
      throw LedgerError(
        .usage, "pull-request-form", "'\(reference)' is no pull request.",
        hint: "give a number, '#N', '!N' or the address of the pull request")
    }
    let view = try history(of: revision, on: branch, for: "what the pull request changed")
    return try view.answering { timeline, tip in
      var search = PullRequestSearch(self, timeline, number: number, reference: reference)
      let applied = try search.landings()
      let proposed = try search.proposals(beyond: tip)
      if applied.isEmpty, proposed.isEmpty { throw search.unknown }
      return PullRequest(
        number: number, url: search.url, tip: tip, applied: applied, proposed: proposed)
    }
  }
}

/// Finds what a pull request changed.
private struct PullRequestSearch {
  private let ledger: Ledger
  private let timeline: Timeline
  private let number: Int
  /// What was asked for, when it is an address: then a change that tells another one is of another
  /// repository.
  private let asked: String?
  private(set) var url: String?
  private let fates: FateFinder

  init(_ ledger: Ledger, _ timeline: Timeline, number: Int, reference: String) {
    self.ledger = ledger
    self.timeline = timeline
    self.number = number
    asked = reference.contains("://") ? reference : nil
    url = asked
    fates = FateFinder(ledger, timeline)
  }

  var unknown: LedgerError {
    LedgerError(
      .usage, "unknown-pull-request",
      "Nothing in this history, and no fetched reference, tells of the pull request \(number).",
      hint: "list the changes with 'writ log'; a proposal is seen after 'git fetch origin "
        + "refs/pull/\(number)/head:refs/pull/\(number)/head'")
  }

  // MARK: What landed

  mutating func landings() throws -> [PullRequest.Landing] {
    var result: [PullRequest.Landing] = []
    let key = IndexKey(.pullRequest, String(number).utf8)
    for ordinal in try timeline.ordinals(key) {
      let commit = try ledger.objects.commit(timeline.commit(ordinal).id)
      let story = try ledger.story(of: commit)
      if isOurs(story) {
        result.append(try landing(commit, story, ordinal))
        continue
      }
      for side in try ledger.mergedCommits(commit).reversed() {
        let story = try ledger.story(of: side)
        if isOurs(story) { result.append(try landing(side, story, ordinal)) }
      }
    }
    return result
  }

  private mutating func isOurs(_ story: ChangeStory) -> Bool {
    guard story.pullRequest == number else { return false }
    guard let told = story.metadata.pullRequest, told.contains("://") else { return true }
    if let asked, PullRequestAddress(asked) != PullRequestAddress(told) { return false }
    if url == nil { url = told }
    return true
  }

  private func landing(
    _ commit: Commit, _ story: ChangeStory, _ ordinal: Int
  ) throws -> PullRequest.Landing {
    let merged = try ledger.mergedCommits(commit)
    let kind: String
    if commit.parents.count > 1 {
      kind = "merge"
    } else if story.record != nil {
      kind = "apply"
    } else {
      kind = PullRequestNumber.of(message: commit.message) == number ? "squash" : "commit"
    }
    let changes = try ledger.documentChanges(of: commit).flatMap { document in
      try PullRequest.Change.all(of: document) { change, place in
        try fates.fate(
          of: FateFinder.Made(
            place: place, before: change.before, after: change.after, ordinal: ordinal))
      }
    }
    return PullRequest.Landing(
      story: story, kind: kind, merged: merged,
      parts: try ledger.parts(of: commit, merging: merged),
      changes: changes,
      isPastReview: ledger.isPastReview(story))
  }

  // MARK: What is proposed

  /// Branches of the pull request that are not part of the history.
  func proposals(beyond tip: ObjectID) throws -> [PullRequest.Proposal] {
    var seen = Set<ObjectID>()
    var result: [PullRequest.Proposal] = []
    for reference in try references() {
      guard let target = try ledger.repository.reference(reference) else { continue }
      let head = try ledger.objects.peelToCommit(target)
      guard seen.insert(head).inserted, try !ledger.repository.isAncestor(head, of: tip) else {
        continue
      }
      result.append(try proposal(reference, head, tip))
    }
    return result
  }

  private func references() throws -> [String] {
    var names = ["refs/pull/\(number)/head", "refs/merge-requests/\(number)/head"]
    let ends = [
      "/pr/\(number)", "/pull/\(number)", "/pull/\(number)/head",
      "/merge-requests/\(number)", "/merge-requests/\(number)/head",
    ]
    names += try ledger.repository.referenceNames(startingWith: "refs/remotes/").filter { name in
      ends.contains { name.hasSuffix($0) }
    }
    for name in try ledger.repository.referenceNames(startingWith: "refs/heads/writ/") {
      guard let id = try ledger.repository.reference(name) else { continue }
      if try ledger.story(of: ledger.objects.commit(id)).pullRequest == number {
        names.append(name)
      }
    }
    return names
  }

  private func proposal(
    _ reference: String, _ head: ObjectID, _ tip: ObjectID
  ) throws -> PullRequest.Proposal {
    let history = try History(
      of: ledger.repository, from: [head], hiding: [tip], order: .oldestFirst)
    var stories: [ChangeStory] = []
    while let commit = try history.next() { stories.append(try ledger.story(of: commit)) }
    let base = try ledger.repository.mergeBase(head, tip)
    let before = try base.map { try ledger.objects.commit($0).tree }
    let after = try ledger.objects.commit(head).tree
    let changes = try ledger.governedChanges(from: before, to: after).flatMap { file in
      try PullRequest.Change.all(of: ledger.documentChange(file)) { _, _ in nil }
    }
    return PullRequest.Proposal(
      reference: reference, tip: head, stories: stories, changes: changes)
  }
}

extension PullRequest.Change {
  /// The changes of one document.
  static func all(
    of document: DocumentChange, fate: (JSONChange, ValuePlace) throws -> ValueFate?
  ) rethrows -> [PullRequest.Change] {
    if document.changes.isEmpty {
      return [
        PullRequest.Change(
          document: document.label, pointer: nil, before: nil, after: nil, fate: nil)
      ]
    }
    return try document.changes.map { change in
      let place = ValuePlace(path: GitPath(document.path), pointer: change.pointer)
      return PullRequest.Change(
        document: document.label, pointer: change.pointer, before: change.before,
        after: change.after, fate: try fate(change, place))
    }
  }
}

/// What two addresses of one pull request share: host, path and number, whatever page of it they name.
private struct PullRequestAddress: Equatable {
  private let start: String
  private let number: Int?

  init(_ url: String) {
    number = PullRequestNumber.of(reference: url)
    var rest = url[...]
    if let scheme = rest.range(of: "://") { rest = rest[scheme.upperBound...] }
    let words = ["/pull/", "/pulls/", "/pull-requests/", "/-/merge_requests/", "/merge_requests/"]
    let end = words.compactMap { rest.range(of: $0)?.lowerBound }.min() ?? rest.endIndex
    start = rest[..<end].lowercased()
  }
}

extension Substring {
  /// Where a text stands in this one.
  fileprivate func range(of text: String) -> Range<Index>? {
    var place = startIndex
    while place < endIndex {
      let rest = self[place...]
      if rest.utf8.starts(with: text.utf8) {
        return place..<index(place, offsetBy: text.count)
      }
      place = index(after: place)
    }
    return nil
  }
}

extension Ledger {
  /// Whether the review date of a change has passed.
  func isPastReview(_ story: ChangeStory) -> Bool {
    story.metadata.reviewBy.flatMap(ReviewDate.init)?.isPast(at: surroundings.now()) ?? false
  }
}
