import WritGit

/// Gives the commits of a history in batches, newest first, each with the tree of its first parent,
/// reading every commit once.
///
/// A commit that is missing or damaged is given as such; what lies behind it cannot be reached.
final class CommitWalk {
  /// One commit on the way.
  struct Item {
    /// Where in the walk it came, from 0.
    let number: Int
    /// Where the walk keeps it.
    let place: Int
    /// The commit; a failure when it cannot be read.
    let commit: Result<Commit, GitError>
    /// The commit's id.
    let id: ObjectID
    /// The tree of its first parent; nil when it has none, or one that cannot be read.
    let parentTree: ObjectID?
    /// When the first parent says that it was made; nil when it has none that can be read.
    var parentSeconds: Int64?
    /// With what it lands, when that is another commit.
    var landing: LandingPlace?
    /// The parent that counts as the first, where that is another one than git says.
    var mainline: ObjectID?
  }

  /// A commit with which others land.
  struct Site: Comparable {
    /// Where the walk keeps it.
    let place: Int
    let landing: LandingPlace

    static func < (left: Site, right: Site) -> Bool {
      left.landing.commit < right.landing.commit
    }
  }

  private let objects: ObjectDatabase
  let turns: [ObjectID: Int]
  private var queue = NewestFirst<(commit: Commit, place: Int)>()
  /// The commits that the walk met.
  private(set) var known = CommitTable()
  /// Commits that wait in the queue and are to be given.
  private var wanted = 0
  private var failures: [Item] = []
  private var landings = Landings<Site>()
  /// Where the walk keeps those with which its commits land, by the places of these; the list is no
  /// longer than the last of them that lands with another one.
  private var landed = ChunkedList<UInt32>()
  /// What is known of where commits land, by their places.
  private let fixed: [Int: Site?]
  /// The places of the commits that cannot be read.
  private(set) var unreadable = Set<Int>()
  private var number = 0
  /// When the last commit that was given says that it was made.
  private var lastSeconds: Int64 = .max
  private var steps = CommitWalk.steps

  private static let steps = 5

  /// Starts at `tips` and leaves out all that is reachable from `hidden`.
  ///
  /// - Parameters:
  ///   - turns: merges of which another parent counts as the first, by its place.
  ///   - fixed: where commits land of which the same walk was wrong, by their places in it.
  init(
    _ objects: ObjectDatabase, from tips: [ObjectID], hiding hidden: [ObjectID],
    turns: [ObjectID: Int] = [:], fixed: [Int: Site?] = [:]
  ) {
    self.objects = objects
    self.turns = turns
    self.fixed = fixed
    for id in hidden { _ = meet(id, isHidden: true) }
    for id in tips { _ = meet(id, isHidden: false) }
  }

  /// The next commits, at most `count`; none at the end.
  func next(_ count: Int) -> [Item] {
    var batch: [Item] = []
    batch.reserveCapacity(count)
    while batch.count < count {
      if let failure = failures.popLast() {
        batch.append(failure)
        continue
      }
      guard goesOn, let (stored, place) = queue.popNewest() else { break }
      let commit = turns[stored.id].map(stored.led) ?? stored
      let isHidden = known.isHidden(place)
      if !isHidden { wanted -= 1 }
      let parents = commit.parents.map { meet($0, isHidden: isHidden) }
      known.setParents(place, parents.map(\.place))
      if isHidden { continue }
      lastSeconds = commit.committer.seconds
      let parent = parents.first.flatMap { $0.isKnown ? reread(known.id($0.place)) : $0.commit }
      batch.append(
        Item(
          number: number, place: place, commit: .success(commit), id: commit.id,
          parentTree: parent?.tree, parentSeconds: parent?.committer.seconds,
          landing: landing(commit, place, parents.map(\.place), parent?.tree),
          mainline: turns[commit.id] == nil ? nil : commit.parents.first))
      number += 1
    }
    return batch
  }

  /// With what a commit lands that is given now.
  private func landing(
    _ commit: Commit, _ place: Int, _ parents: [Int], _ parentTree: ObjectID?
  ) -> LandingPlace? {
    let isApproval = ApprovalCommit.isOne(commit)
    if isApproval { known.markApproval(place) }
    let found = landings.next(
      place, parents, isApproval: isApproval,
      Site(
        place: place,
        landing: LandingPlace(
          commit: commit.id, onto: isApproval ? nil : parentTree,
          tip: isApproval ? nil : commit.parents.first)))
    guard let site = fixed[place] ?? found else { return nil }
    while landed.count <= place { landed.append(.max) }
    landed[place] = UInt32(site.place)
    return site.landing
  }

  /// The place of the commit with which one lands, as it was given.
  func landed(_ place: Int) -> Int? {
    guard place < landed.count, landed[place] != .max else { return nil }
    return Int(landed[place])
  }

  /// Whether a commit was given before one that builds on it: a clock was wrong.
  var isOutOfOrder: Bool { landings.unasked.contains { !known.isHidden($0) } }

  /// Whether there may be something to give, or to be found left out after all: as git does, the walk
  /// goes back beyond the last commit that was given, and some steps more, as clocks may be wrong.
  private var goesOn: Bool {
    if wanted > 0 {
      steps = CommitWalk.steps
      return true
    }
    guard number > 0, let newest = queue.newest else { return false }
    if newest >= lastSeconds { return true }
    steps -= 1
    return steps >= 0
  }

  // MARK: Certainty

  /// The commits that were given and build on nothing, or on what is left out, other than `hidden`.
  ///
  /// A commit that was given although it is left out has such a one behind it that is left out as
  /// well: so these tell at the end of a walk whether a clock led it astray.
  func ends(besides hidden: [ObjectID]) -> [ObjectID] {
    let tips = Set(hidden.compactMap(known.number))
    if tips.isEmpty { return [] }
    return (0..<known.count).filter { place in
      if known.isHidden(place) { return false }
      let parents = known.parents(place)
      return parents.isEmpty || parents.contains { known.isHidden($0) && !tips.contains($0) }
    }.map(known.id)
  }

  /// Walks at its end through all that is left out, so that nothing remains given of it.
  func exhaust() {
    while let (stored, place) = queue.popNewest() {
      let commit = turns[stored.id].map(stored.led) ?? stored
      known.setParents(place, commit.parents.map { meet($0, isHidden: true).place })
    }
  }

  /// How many commits were given and are not left out.
  var count: Int { (0..<known.count).count { !known.isHidden($0) } }

  /// The commits on which those that were given build, and that are left out themselves.
  ///
  /// Found when they are asked for, so that a walk remembers each commit once.
  var bases: [ObjectID] {
    var result = Set<ObjectID>()
    for place in 0..<known.count where !known.isHidden(place) {
      for parent in known.parents(place) where known.isHidden(parent) {
        result.insert(known.id(parent))
      }
    }
    return Array(result)
  }

  /// The first parents from a commit back to the beginning or to what was left out.
  func trunk(from tip: ObjectID) -> [ObjectID] {
    var result: [ObjectID] = []
    var next = known.number(of: tip)
    while let place = next {
      result.append(known.id(place))
      next = known.firstParent(place)
    }
    return result
  }

  /// The first commit on the line of first parents from a tip that is left out; nil when there is none.
  func firstHidden(from tip: ObjectID) -> ObjectID? {
    var next = known.number(of: tip)
    while let place = next, !known.isHidden(place) { next = known.firstParent(place) }
    return next.map(known.id)
  }

  /// Whether a commit that was given turned out to be one that is left out.
  func isHidden(_ place: Int) -> Bool { known.isHidden(place) }

  /// The commit at a place of the walk.
  func id(_ place: Int) -> ObjectID { known.id(place) }

  /// Notes a commit and gives its place; it is read when it was not met before, and nil when that
  /// cannot be done.
  private func meet(
    _ id: ObjectID, isHidden: Bool
  ) -> (place: Int, isKnown: Bool, commit: Commit?) {
    if let old = known.number(of: id) {
      if isHidden, !known.isHidden(old) { hide(old) }
      return (old, true, nil)
    }
    let place = known.add(id, isHidden: isHidden)
    do throws(GitError) {
      let commit = try objects.commit(id)
      queue.insert((commit, place), seconds: commit.committer.seconds)
      if !isHidden { wanted += 1 }
      return (place, false, commit)
    } catch {
      unreadable.insert(place)
      if !isHidden {
        failures.append(
          Item(
            number: number, place: place, commit: .failure(error), id: id, parentTree: nil))
        number += 1
      }
      return (place, false, nil)
    }
  }

  /// A commit that was met before as the parent of another one; that it cannot be read was told then.
  func reread(_ id: ObjectID) -> Commit? {
    do throws(GitError) { return try objects.commit(id) } catch { return nil }
  }

  /// A commit that was met turns out to be reachable from a hidden one, with all behind it: a clock
  /// was wrong.
  private func hide(_ place: Int) {
    var waiting = [place]
    while let next = waiting.popLast() {
      if known.isHidden(next) { continue }
      known.hide(next)
      if queue.contains(where: { $0.place == next }) { wanted -= 1 }
      waiting += known.parents(next)
    }
  }
}
