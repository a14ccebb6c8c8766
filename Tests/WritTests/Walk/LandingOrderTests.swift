import Testing
import WritGit
import WritTesting

@testable import Writ

@Suite("Where the commits of a walk land", .timeLimit(.minutes(5)))
struct LandingOrderTests {
  /// Whom git's topology names: the oldest merge on the line of first parents that brings a commit,
  /// or the last of the approvals that follow it on that line.
  private struct Oracle {
    let parents: [String: [String]]
    let line: [String]
    /// For each commit the place on the line, counted from the tip, of the oldest that has it.
    private var oldest: [String: Int] = [:]

    init(_ maze: Maze, _ tip: String, _ hidden: [String]) throws {
      let old = Set(try maze.parents(of: hidden).keys)
      parents = try maze.parents(of: [tip])
      line = try maze.lines("rev-list", "--first-parent", tip).filter { !old.contains($0) }
      for (place, commit) in line.enumerated() {
        for reached in try maze.parents(of: [commit]).keys { oldest[reached] = place }
      }
    }

    func landing(of commit: String, approvals: Set<String>) -> String? {
      guard let place = oldest[commit] else { return nil }
      if line[place] != commit { return line[place] }
      var next = place
      while next > 0, approvals.contains(line[next - 1]) { next -= 1 }
      return next == place ? nil : line[next]
    }
  }

  @Test("It is what git's topology says, whatever the clocks say", arguments: [true, false])
  func agrees(clocksAreRight: Bool) throws {
    var chance = Chance(900)
    var counts = (landed: 0, changed: 0)
    for _ in 0..<4 {
      let maze = try Maze(&chance, count: 90, clocksAreRight: clocksAreRight, approvals: true)
      for round in 0..<12 {
        let tip = chance.one(of: Array(maze.commits.suffix(20)))
        let hidden = (0..<round % 3).map { _ in chance.one(of: maze.commits) }
        try compare(maze, tip, hidden, &counts)
      }
    }
    #expect(counts.landed > 100 && (counts.changed > 20) == !clocksAreRight)
    #expect(counts.changed == 0 || !clocksAreRight)
  }

  private func compare(
    _ maze: Maze, _ tip: String, _ hidden: [String], _ counts: inout (landed: Int, changed: Int)
  ) throws {
    let objects = try Repository.open(at: maze.repository.path).objects()
    let oracle = try Oracle(maze, tip, hidden)
    let wanted = Set(oracle.parents.keys).subtracting(try maze.parents(of: hidden).keys)
    let walk = CommitWalk(
      objects, from: [tip].compactMap { ObjectID($0) },
      hiding: hidden.compactMap { ObjectID($0) })
    var given: [CommitWalk.Item] = []
    while case let batch = walk.next(5), !batch.isEmpty { given += batch }
    let relandings = Relandings(walk)
    counts.changed += relandings?.changed.count ?? 0
    for item in given where wanted.contains(item.id.hex) {
      let landing =
        if let site = relandings?.changed[item.place] { site?.landing } else { item.landing }
      let expected = oracle.landing(of: item.id.hex, approvals: maze.approvals)
      try #require(landing?.commit.hex == expected)
      if let numbers = relandings?.numbers {
        for parent in walk.known.parents(item.place) where !walk.isHidden(parent) {
          #expect(numbers[item.place] < numbers[parent])
        }
      }
      guard let landing, !maze.approvals.contains(landing.commit.hex) else { continue }
      counts.landed += 1
      let first = try #require(oracle.parents[landing.commit.hex]?.first)
      #expect(landing.tip?.hex == first)
      #expect(try landing.onto == objects.commit(#require(ObjectID(first))).tree)
    }
  }
}
