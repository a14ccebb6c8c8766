import Foundation
import Testing
import WritGit
import WritTesting

struct HistoryTests {
  /// Commits with up to three parents among the last ones, each a minute after the one before.
  private func randomHistory(seed: UInt64, count: Int) throws -> (Fixture, [ObjectID]) {
    let fixture = try Fixture(bare: true)
    let objects = try fixture.open().objects()
    let tree = try objects.write([], as: .tree)
    var generator = SeededGenerator(seed: seed)
    var commits: [ObjectID] = []
    for number in 0..<count {
      let recent = commits.suffix(5).shuffled(using: &generator)
      let parents = recent.prefix(Int.random(in: 1...3, using: &generator))
      let who = Signature(name: "A", mail: "a@b", seconds: 1_700_000_000 + Int64(number) * 60)
      commits.append(
        try objects.writeCommit(
          tree: tree, parents: Array(parents), author: who, committer: who,
          message: Array("c\(number)\n".utf8)))
    }
    return (fixture, commits)
  }

  private func walk(_ history: History) throws -> [ObjectID] {
    var result: [ObjectID] = []
    while let commit = try history.next() { result.append(commit.id) }
    #expect(try history.nextID() == nil)
    return result
  }

  private func revList(_ fixture: Fixture, _ arguments: [String]) throws -> [ObjectID] {
    let output = try fixture.git.git(["rev-list"] + arguments)
    return String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap {
      ObjectID($0)
    }
  }

  @Test("A walk is that of git rev-list", arguments: [1, 2, 3, 4] as [UInt64], [false, true])
  func randomWalk(seed: UInt64, firstParentOnly: Bool) throws {
    let (fixture, commits) = try randomHistory(seed: seed, count: 40)
    let repository = try fixture.open()
    let option = firstParentOnly ? ["--first-parent"] : []
    for (tips, hidden) in [
      ([39], []), ([39, 30], []), ([39], [20]), ([38], [39]), ([39], [5, 12]),
    ] {
      let include = tips.map { commits[$0] }
      let exclude = hidden.map { commits[$0] }
      let names = include.map(\.hex) + exclude.map { "^\($0)" }
      for order in [History.Order.topological, .oldestFirst] {
        let found = try walk(
          History(
            of: repository, from: include, hiding: exclude, order: order,
            firstParentOnly: firstParentOnly))
        let expected = try revList(fixture, ["--date-order"] + option + names)
        #expect(found == (order == .topological ? expected : expected.reversed()))
      }
    }
  }

  @Test("Ancestors and merge bases are those of git", arguments: [5, 6] as [UInt64])
  func ancestry(seed: UInt64) throws {
    let (fixture, commits) = try randomHistory(seed: seed, count: 12)
    let repository = try fixture.open()
    for one in commits {
      let ancestors = try Set(revList(fixture, [one.hex]))
      for other in commits {
        #expect(try repository.isAncestor(other, of: one) == ancestors.contains(other))
      }
      let bases = try fixture.text("merge-base", "--all", one.hex, commits[11].hex)
      let base = try #require(try repository.mergeBase(one, commits[11]))
      #expect(bases.contains(base.hex))
    }
    let who = Signature(name: "A", mail: "a@b", seconds: 1)
    let objects = try repository.objects()
    let lone = try objects.writeCommit(
      tree: try objects.write([], as: .tree), parents: [], author: who, committer: who, message: [])
    #expect(try repository.mergeBase(lone, commits[3]) == nil)
    #expect(try repository.isAncestor(lone, of: commits[3]) == false)
  }

  enum Damage: CaseIterable { case missing, cut, emptied }

  @Test(
    "A commit that is missing or damaged never ends a walk early",
    arguments: Damage.allCases, [false, true])
  func missingCommit(damage: Damage, firstParentOnly: Bool) throws {
    let (fixture, commits) = try randomHistory(seed: 9, count: 7)
    let tip = commits[6]
    let option = firstParentOnly ? ["--first-parent"] : []
    for victim in commits {
      let file = fixture.looseFile(victim)
      let bytes = try Files.read(file)
      try FileManager.default.removeItem(atPath: file)
      if damage != .missing { try Files.write(file, damage == .cut ? Array(bytes.prefix(9)) : []) }
      for hidden in [[], [commits[3]]] {
        let names = [tip.hex] + hidden.map { "^\($0)" }
        let asked = try fixture.git.run("git", ["rev-list", "--date-order"] + option + names)
        for order in [History.Order.topological, .oldestFirst] {
          let found = Result {
            try walk(
              History(
                of: try fixture.open(), from: [tip], hiding: hidden, order: order,
                firstParentOnly: firstParentOnly))
          }
          judge(found, asked, order)
        }
      }
      if damage != .missing { try FileManager.default.removeItem(atPath: file) }
      try Files.write(file, bytes)
    }
  }

  /// Where git walks without the victim writ may walk too, but then to the same end.
  private func judge(
    _ found: Result<[ObjectID], any Error>, _ asked: ProcessOutcome, _ order: History.Order
  ) {
    switch found {
    case .success(let ids):
      let expected = asked.outputText.split(separator: "\n").compactMap { ObjectID($0) }
      #expect(asked.status == 0)
      #expect(ids == (order == .topological ? expected : expected.reversed()))
    case .failure(let error):
      let code = (error as? GitError)?.code
      #expect(code == .missingObject || code == .corrupt, "\(error)")
    }
  }

  @Test("A commit-graph file does not hide that a commit is missing")
  func commitGraph() throws {
    let (fixture, commits) = try randomHistory(seed: 3, count: 8)
    try fixture.text("update-ref", "refs/heads/main", commits[7].hex)
    try fixture.text("commit-graph", "write", "--reachable")
    let victim = try revList(fixture, ["--first-parent", "main"])[2]
    try FileManager.default.removeItem(atPath: fixture.looseFile(victim))
    #expect(
      code {
        let history = try History(
          of: try fixture.open(), from: [commits[7]], firstParentOnly: true)
        while try history.nextID() != nil {}
      } == .missingObject)
    #expect(
      code { _ = try fixture.open().isAncestor(commits[0], of: commits[7]) } == .missingObject)
  }

  @Test("A walk of a shallow clone ends in an error, and the clone is known as shallow")
  func shallow() throws {
    let fixture = try Fixture()
    for number in 0..<4 { try fixture.commitAll("c\(number)") }
    #expect(try fixture.open().isShallow == false)
    let clone = fixture.git.path + "/../shallow"
    try fixture.text("clone", "--quiet", "--depth=2", "file://" + fixture.git.path, clone)
    try fixture.text("-C", clone, "worktree", "add", "--quiet", clone + "-linked")
    for path in [clone, clone + "-linked"] {
      let repository = try fixture.open(path)
      #expect(repository.isShallow)
      let tip = try #require(try repository.resolve("HEAD"))
      #expect(
        code { _ = try walk(History(of: repository, from: [tip])) } == .missingObject)
    }
  }

  @Test("A walk keeps its repository alive, and objects outlive it")
  func lifetime() throws {
    let (fixture, commits) = try randomHistory(seed: 2, count: 5)
    func start() throws -> History { try History(of: try fixture.open(), from: [commits[4]]) }
    #expect(try walk(start()).first == commits[4])
    func objects() throws -> ObjectDatabase { try fixture.open().objects() }
    let alone = try objects()
    let blob = try alone.write(Array("x".utf8), as: .blob)
    try alone.flush()
    #expect(try alone.blob(blob) == Array("x".utf8))
    #expect(code { _ = try alone.blob(blob, limit: 0) } == .invalid)
  }
}
