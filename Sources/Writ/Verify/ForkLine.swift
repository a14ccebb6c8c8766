import WritGit

/// A line of first parents in a walk, and for each commit of the walk how far up the line has it in
/// its history.
final class ForkLine {
  /// The commits of the line, the oldest first.
  let places: [Int]
  /// What the oldest of them builds on, which was left out; nil at the beginning of a history.
  private let bottom: Int?
  private let graph: ForkGraph
  private let objects: ObjectDatabase
  /// The walk, and what the commits have behind it that were left out and are not below the line.
  private var table: CommitTable
  private var outside = Set<Int>()
  /// For each commit the first place on the line that has it in its history.
  private var ranks: [Int32]

  private static let below: Int32 = -1
  private static let nowhere = Int32.max

  /// - Returns: nil where the line has a beginning of its own and others build on older commits.
  init?(through place: Int, _ graph: ForkGraph, _ repository: Repository) throws {
    self.graph = graph
    objects = try repository.objects()
    table = graph.table
    var down: [Int] = []
    var bottom: Int? = place
    while let next = bottom, !table.isHidden(next) {
      down.append(next)
      bottom = table.firstParent(next)
    }
    var up: [Int] = []
    var top = graph.heir(place)
    while let next = top {
      up.append(next)
      top = graph.heir(next)
    }
    places = down.reversed() + (down.isEmpty ? [place] : []) + up
    ranks = []
    self.bottom = bottom
    if let bottom {
      try learnOutside(bottom, repository)
    } else if !graph.bases.isEmpty {
      return nil
    }
    ranks = [Int32](repeating: ForkLine.nowhere, count: table.count)
    for (rank, place) in places.enumerated() { try reach(place, Int32(rank)) }
  }

  /// Adds to the walk what was left out and is no part of what is below the line.
  private func learnOutside(_ bottom: Int, _ repository: Repository) throws {
    let others = graph.bases.subtracting([bottom])
    if others.isEmpty { return }
    let history = try History(
      of: repository, from: others.map(table.id), hiding: [table.id(bottom)])
    while let commit = try history.next() {
      let parents = commit.parents.map { number(of: $0) }
      let place = number(of: commit.id)
      table.setParents(place, parents)
      outside.insert(place)
    }
  }

  private func number(of id: ObjectID) -> Int {
    table.number(of: id) ?? table.add(id, isHidden: true)
  }

  private func reach(_ place: Int, _ rank: Int32) throws {
    var waiting = [place]
    while let next = waiting.popLast() {
      guard ranks[next] == ForkLine.nowhere else { continue }
      if isBelow(next) {
        ranks[next] = ForkLine.below
        continue
      }
      ranks[next] = rank
      waiting += try parents(next)
    }
  }

  private func isBelow(_ place: Int) -> Bool {
    table.isHidden(place) && !outside.contains(place)
  }

  private func rank(_ place: Int) -> Int32 { isBelow(place) ? ForkLine.below : ranks[place] }

  /// The parents; one that the walk does not know is missing or damaged, and an error.
  private func parents(_ place: Int) throws -> [Int] {
    let known = table.parents(place)
    if known.isEmpty {
      let id = table.id(place)
      guard try objects.commit(id).parents.isEmpty else {
        throw GitError(.corrupt, "The walk of the history ended at the commit \(id).")
      }
    }
    return known
  }

  // MARK: Forks

  /// Where a side left the line below one of its commits; nil where that is not to be told.
  func fork(of side: Int, from trunk: Int) throws -> Fork? {
    let own = rank(trunk)
    guard own != ForkLine.nowhere else { return nil }
    var anchor: Int? = side
    while let next = anchor, rank(next) > own {
      if graph.isTurned(next) { return nil }
      anchor = try parents(next).first
    }
    guard let bases = try bases(of: side, below: own) else { return nil }
    return Fork(anchor: anchor.map(table.id), bases: bases.map(table.id))
  }

  /// The best common ancestors; nil when they are not to be told.
  private func bases(of side: Int, below own: Int32) throws -> Set<Int>? {
    var found = Set<Int>()
    var seen: Set<Int> = [side]
    var waiting = [side]
    while let next = waiting.popLast() {
      guard rank(next) > own else {
        found.insert(next)
        continue
      }
      for parent in try parents(next) where seen.insert(parent).inserted { waiting.append(parent) }
    }
    return try best(of: found)
  }

  /// The best of some common ancestors, of which others may be part of its history.
  private func best(of found: Set<Int>) throws -> Set<Int>? {
    var rest = found
    // What the line has is in the history of each later commit of the line.
    if let highest = found.filter({ isOnLine($0) }).max(by: { rank($0) < rank($1) }) {
      rest = rest.filter { $0 == highest || rank($0) > rank(highest) }
    }
    if rest.count > 1 {
      guard try dropReached(&rest) else { return nil }
    }
    return rest
  }

  private func isOnLine(_ place: Int) -> Bool {
    let rank = rank(place)
    return rank >= 0 && rank < ForkLine.nowhere && places[Int(rank)] == place
      || rank == ForkLine.below && place == bottom
  }

  /// Drops what is part of the history of another; false where that cannot be told.
  private func dropReached(_ rest: inout Set<Int>) throws -> Bool {
    var seen = Set<Int>()
    var waiting = try rest.filter { !isBelow($0) }.flatMap { try parents($0) }
    while let next = waiting.popLast() {
      guard seen.insert(next).inserted else { continue }
      rest.remove(next)
      if isBelow(next) {
        if next == bottom { rest = rest.filter { !isBelow($0) } }
      } else {
        waiting += try parents(next)
      }
    }
    return rest.count < 2 || !rest.contains(where: isBelow)
  }
}
