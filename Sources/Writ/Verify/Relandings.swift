import WritGit

/// Where the commits of a walk land after all, where it gave some before others that build on them.
///
/// The walk goes by the times that commits state, as nothing else tells beforehand which come first;
/// a clock that was wrong must not decide which rules speak for a commit.
struct Relandings {
  /// The numbers of the commits by their places, each less than those of its parents.
  let numbers: [Int]
  /// With what those land of which the walk said otherwise, by their places.
  let changed: [Int: CommitWalk.Site?]
  private let mainlines: [Int: ObjectID]

  /// - Parameter walk: one that came to its end.
  /// - Returns: nil where the walk gave every commit before its parents.
  init?(_ walk: CommitWalk) {
    guard walk.isOutOfOrder else { return nil }
    let table = walk.known
    var children = [Int32](repeating: 0, count: table.count)
    for place in 0..<table.count where !table.isHidden(place) {
      for parent in table.parents(place) { children[parent] += 1 }
    }
    // By the order in which they were met, so that it is the same each time.
    var queue = NewestFirst<Int>()
    for place in 0..<table.count where !table.isHidden(place) && children[place] == 0 {
      queue.insert(place, seconds: Int64(-place))
    }
    var numbers = [Int](repeating: .max, count: table.count)
    var landings = Landings<TableSite>()
    var changed: [Int: CommitWalk.Site?] = [:]
    var number = 0
    while let place = queue.popNewest() {
      numbers[place] = number
      number += 1
      let parents = table.parents(place)
      let site = landings.next(
        place, parents, isApproval: table.isApproval(place),
        TableSite(place: place, commit: table.id(place)))
      if site?.place != walk.landed(place), !walk.unreadable.contains(place) {
        changed[place] = .some(site.map { walk.site($0.place) })
      }
      for parent in parents where !table.isHidden(parent) {
        children[parent] -= 1
        if children[parent] == 0 { queue.insert(parent, seconds: Int64(-parent)) }
      }
    }
    self.numbers = numbers
    self.changed = changed
    var mainlines: [Int: ObjectID] = [:]
    for commit in walk.turns.keys {
      guard let place = table.number(of: commit), let first = table.firstParent(place) else {
        continue
      }
      mainlines[place] = table.id(first)
    }
    self.mainlines = mainlines
  }

  /// The parent of a commit that counts as the first, where that is another one than git says.
  func mainline(_ place: Int) -> ObjectID? { mainlines[place] }
}

/// A commit with which others land, as the table of a walk knows it.
private struct TableSite: Comparable {
  let place: Int
  let commit: ObjectID

  static func < (left: TableSite, right: TableSite) -> Bool { left.commit < right.commit }
}

extension CommitWalk {
  /// A commit with which others land: an approval that follows them, or a merge that brings them.
  fileprivate func site(_ place: Int) -> Site {
    let commit = known.id(place)
    guard !known.isApproval(place), let first = known.firstParent(place) else {
      return Site(place: place, landing: LandingPlace(commit: commit, onto: nil))
    }
    let tip = known.id(first)
    return Site(
      place: place, landing: LandingPlace(commit: commit, onto: reread(tip)?.tree, tip: tip))
  }
}
