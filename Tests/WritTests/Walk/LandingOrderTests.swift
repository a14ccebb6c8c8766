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

  @Test("It is what git's topology says, whatever the clocks say", arguments: 1...6)
  func agrees(seed: Int) throws {
    var chance = Chance(UInt64(900 + seed))
    let isRight = seed == 1
    let maze = try Maze(&chance, count: 90, clocksAreRight: isRight, approvals: true)
    let repository = try Repository.open(at: maze.repository.path)
    let objects = try repository.objects()
    var landed = 0
    var changed = 0
    for round in 0..<12 {
      let tip = chance.one(of: Array(maze.commits.suffix(20)))
      let hidden = (0..<round % 3).map { _ in chance.one(of: maze.commits) }
      let oracle = try Oracle(maze, tip, hidden)
      let wanted = Set(try maze.parents(of: [tip]).keys)
        .subtracting(try maze.parents(of: hidden).keys)
      let walk = CommitWalk(
        objects, from: [tip].compactMap { ObjectID($0) }, hiding: hidden.compactMap { ObjectID($0) })
      var given: [CommitWalk.Item] = []
      while case let batch = walk.next(5), !batch.isEmpty { given += batch }
      let relandings = Relandings(walk)
      changed += relandings?.changed.count ?? 0
      for item in given where wanted.contains(item.id.hex) {
        let landing =
          if let site = relandings?.changed[item.place] { site?.landing } else { item.landing }
        let expected = oracle.landing(of: item.id.hex, approvals: maze.approvals)
        try #require(landing?.commit.hex == expected)
        guard let landing, !maze.approvals.contains(landing.commit.hex) else { continue }
        landed += 1
        let first = try #require(oracle.parents[landing.commit.hex]?.first)
        #expect(landing.tip?.hex == first)
        #expect(try landing.onto == objects.commit(#require(ObjectID(first))).tree)
      }
      for item in given where relandings != nil && wanted.contains(item.id.hex) {
        let number = relandings?.numbers[item.place] ?? 0
        for parent in walk.known.parents(item.place) where !walk.isHidden(parent) {
          #expect(number < relandings?.numbers[parent] ?? 0)
        }
      }
    }
    #expect(landed > 0 && (changed > 0) == !isRight)
  }
}
