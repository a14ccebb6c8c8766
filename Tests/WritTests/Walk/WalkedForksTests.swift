import Testing
import WritGit
import WritTesting

@testable import Writ

@Suite("Where side lines left others", .timeLimit(.minutes(5)))
struct WalkedForksTests {
  /// What git says: the first commit on a line of first parents that another history has.
  private struct Oracle {
    let maze: Maze
    let parents: [String: [String]]
    private var reached: [String: Set<String>] = [:]

    init(_ maze: Maze) throws {
      self.maze = maze
      parents = try maze.parents(of: maze.commits)
    }

    mutating func history(of commit: String) throws -> Set<String> {
      if let known = reached[commit] { return known }
      let found = Set(try maze.parents(of: [commit]).keys)
      reached[commit] = found
      return found
    }

    mutating func anchor(of side: String, in trunk: String) throws -> String? {
      let known = try history(of: trunk)
      var next: String? = side
      while let commit = next, !known.contains(commit) { next = parents[commit]?.first }
      return next
    }
  }

  @Test("The walk says of every pair of commits what git and libgit2 say", arguments: [1, 2, 3, 4])
  func agrees(seed: Int) throws {
    var chance = Chance(UInt64(400 + seed))
    let maze = try Maze(&chance, count: 70, clocksAreRight: true)
    let repository = try Repository.open(at: maze.repository.path)
    var oracle = try Oracle(maze)
    let tips = (0..<3).map { _ in chance.one(of: Array(maze.commits.suffix(20))) }
    let hidden =
      seed == 1
      ? []
      : (0..<seed - 1).map { _ in
        chance.one(of: Array(maze.commits.prefix(25)))
      }
    let forks = try forks(repository, tips, hidden)
    var answered = 0
    for _ in 0..<600 {
      let side = chance.one(of: maze.commits)
      let trunk = chance.one(of: maze.commits)
      let (own, other) = (try #require(ObjectID(side)), try #require(ObjectID(trunk)))
      guard let fork = try forks.fork(of: own, from: other) else { continue }
      answered += 1
      #expect(try fork.anchor?.hex == oracle.anchor(of: side, in: trunk))
      #expect(Set(fork.bases) == Set(try repository.mergeBases(other, own)))
      #expect(Set(fork.bases.map(\.hex)) == Set(try maze.mergeBases(trunk, side)))
    }
    #expect(answered > 10)
  }

  /// The forks of a walk that came to its end.
  private func forks(
    _ repository: Repository, _ tips: [String], _ hidden: [String]
  ) throws -> WalkedForks {
    let ids = tips.compactMap { ObjectID($0) }
    let walk = CommitWalk(
      try repository.objects(), from: ids, hiding: hidden.compactMap { ObjectID($0) })
    while !walk.next(50).isEmpty {}
    return WalkedForks(repository) {
      WalkedForks.Walked(table: walk.known, turned: [], tips: ids)
    }
  }

  @Test("A walk that was cut short, and commits that it never met, say nothing")
  func unknown() throws {
    var chance = Chance(9)
    let maze = try Maze(&chance, count: 10, clocksAreRight: true)
    let repository = try Repository.open(at: maze.repository.path)
    let commit = try #require(ObjectID(maze.commits[5]))
    #expect(try WalkedForks(repository) { nil }.fork(of: commit, from: commit) == nil)
    let walked = try forks(repository, [maze.commits[3]], [])
    #expect(try walked.fork(of: try #require(ObjectID(maze.commits[9])), from: commit) == nil)
  }
}
