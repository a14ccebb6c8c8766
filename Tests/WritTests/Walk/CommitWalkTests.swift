import Testing
import WritGit
import WritTesting

@testable import Writ

@Suite("The walk over a history", .timeLimit(.minutes(5)))
struct CommitWalkTests {
  @Test(
    "Gives the commits that git gives, with the trees and times of their first parents",
    arguments: [true, false])
  func agreesWithGit(clocksAreRight: Bool) throws {
    var chance = Chance(20)
    let maze = try Maze(&chance, count: 160, clocksAreRight: clocksAreRight)
    let repository = try Repository.open(at: maze.repository.path)
    for _ in 0..<40 {
      let tips = (0...chance.below(3)).map { _ in chance.one(of: maze.commits) }
      let hidden = (0..<chance.below(4)).map { _ in chance.one(of: maze.commits) }
      try compare(maze, repository, tips, hidden, isExact: clocksAreRight)
      if !clocksAreRight { try compare(maze, repository, tips, hidden, isExact: true) }
    }
  }

  /// - Parameter isExact: whether the walk is settled; else commits that are left out may be given too,
  ///   as git does with some, but none may be missing.
  private func compare(
    _ maze: Maze, _ repository: Repository, _ tips: [String], _ hidden: [String], isExact: Bool
  ) throws {
    let parents = try maze.parents(of: tips)
    let wanted = Set(parents.keys).subtracting(try maze.parents(of: hidden).keys)
    let objects = try repository.objects()
    let walk = CommitWalk(
      objects, from: tips.compactMap { ObjectID($0) }, hiding: hidden.compactMap { ObjectID($0) })
    var given: [CommitWalk.Item] = []
    while case let batch = walk.next(7), !batch.isEmpty { given += batch }
    #expect(given.map(\.number) == Array(0..<given.count))
    if isExact {
      let left = hidden.compactMap { ObjectID($0) }
      let ends = walk.ends(besides: left)
      if try ends.contains(where: { try repository.isReachable($0, from: left) }) { walk.exhaust() }
      #expect(walk.count == wanted.count)
    }
    let kept = given.filter { !walk.isHidden($0.place) }
    let found = Set(kept.map(\.id.hex))
    try #require(found.isSuperset(of: wanted) && found.isSubset(of: Set(parents.keys)))
    try #require(found == wanted || !isExact)
    #expect(kept.count == found.count)
    for item in kept {
      #expect(walk.id(item.place) == item.id)
      let parent = try parents[item.id.hex]?.first.flatMap { ObjectID($0) }.map(objects.commit)
      #expect(item.parentTree == parent?.tree && item.parentSeconds == parent?.committer.seconds)
    }
    let bases = Set(found.flatMap { parents[$0] ?? [] }).subtracting(found)
    #expect(Set(walk.bases.map(\.hex)) == bases)
    for tip in tips where found.contains(tip) {
      let line = try maze.lines("rev-list", "--first-parent", tip)
      let trunk = walk.trunk(from: try #require(ObjectID(tip))).map(\.hex)
      #expect(line.starts(with: trunk) && trunk.count >= line.prefix { found.contains($0) }.count)
    }
  }
}
