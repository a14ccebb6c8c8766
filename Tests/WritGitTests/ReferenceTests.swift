import Foundation
import Testing
import WritGit
import WritTesting

struct ReferenceTests {
  private let fixture: Fixture
  private let repository: Repository
  private let first: ObjectID
  private let second: ObjectID

  init() throws {
    fixture = try Fixture()
    first = try fixture.commitAll("first")
    second = try fixture.commitAll("second")
    repository = try fixture.open()
  }

  @Test("A reference is made, moved and deleted, loose or packed", arguments: [false, true])
  func lifeCycle(packed: Bool) throws {
    let name = "refs/heads/topic/x"
    try repository.updateReference(name, from: nil, to: first, reason: "one\ntwo")
    if packed { try fixture.text("pack-refs", "--all") }
    #expect(try fixture.id(name) == first)
    try repository.updateReference(name, from: first, to: second, reason: "move")
    if packed { try fixture.text("pack-refs", "--all") }
    #expect(try fixture.id(name) == second)
    #expect(try repository.reference(name) == second)
    #expect(code { try repository.deleteReference(name, at: first) } == .moved)
    #expect(try repository.deleteReference(name, at: second))
    #expect(try repository.deleteReference(name, at: second) == false)
    #expect(try repository.reference(name) == nil)
    #expect(try fixture.text("for-each-ref", name) == "")
    try fixture.text("update-ref", "refs/heads/topic", first.hex)
    try fixture.checkObjects()
  }

  @Test("A race that was lost is told as moved", arguments: [false, true])
  func lostRace(packed: Bool) throws {
    let name = "refs/heads/race"
    try fixture.text("update-ref", name, second.hex)
    if packed { try fixture.text("pack-refs", "--all") }
    for expected in [nil, first, .zero] as [ObjectID?] {
      #expect(
        code { try repository.updateReference(name, from: expected, to: first, reason: "r") }
          == .moved)
      #expect(try fixture.id(name) == second)
    }
    try fixture.text("update-ref", "-d", name)
    #expect(
      code { try repository.updateReference(name, from: second, to: first, reason: "r") }
        == .moved)
    #expect(try repository.reference(name) == nil)
  }

  @Test("Of many that create one reference at once, one wins")
  func creatingAtOnce() async throws {
    let path = fixture.git.path
    let target = first
    let wins = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          do {
            let mine = try Repository.open(at: path)
            try mine.updateReference("refs/heads/once", from: nil, to: target, reason: "r")
            return true
          } catch {
            let code = (error as? GitError)?.code
            #expect(code == .moved || code == .locked)
            return false
          }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(wins == 1)
  }

  @Test("A lock that another holds is told as locked")
  func lockHeld() throws {
    let lock = fixture.git.path + "/.git/refs/heads/main.lock"
    try Files.write(lock, [])
    let error = failure {
      try repository.updateReference("refs/heads/main", from: second, to: first, reason: "r")
    }
    #expect(error?.code == .locked && error?.hint != nil)
    #expect(code { try repository.deleteReference("refs/heads/main", at: second) } == .locked)
    #expect(try fixture.id("main") == second)
    try FileManager.default.removeItem(atPath: lock)
    try fixture.text("tag", "packed")
    try fixture.text("pack-refs", "--all")
    try Files.write(fixture.git.path + "/.git/packed-refs.lock", [])
    #expect(code { try repository.deleteReference("refs/tags/packed", at: second) } == .locked)
    try FileManager.default.removeItem(atPath: fixture.git.path + "/.git/packed-refs.lock")
    #expect(try fixture.id("packed") == second)
  }

  @Test("A name below or above another reference is refused", arguments: [false, true])
  func folderConflict(packed: Bool) throws {
    try fixture.text("update-ref", "refs/heads/a/b", first.hex)
    if packed { try fixture.text("pack-refs", "--all") }
    for name in ["refs/heads/a", "refs/heads/a/b/c"] {
      #expect(try repository.reference(name) == nil)
      let error = failure {
        try repository.updateReference(name, from: nil, to: first, reason: "r")
      }
      #expect(error?.code == .exists, "\(name): \(String(describing: error))")
    }
    #expect(try fixture.id("a/b") == first)
  }

  @Test("A target that is not here, a bad name and a symbolic reference are refused")
  func refusals() throws {
    let missing = ObjectID("0123456789012345678901234567890123456789")
    #expect(
      code {
        try repository.updateReference(
          "refs/heads/x", from: nil, to: try #require(missing), reason: "r")
      } == .missingObject)
    for name in ["refs/heads/a..b", "refs/heads/x.lock", "refs/heads/", "refs/heads/\0x"] {
      #expect(
        code { try repository.updateReference(name, from: nil, to: first, reason: "r") }
          == .invalid, "\(name)")
      #expect(!Repository.isValidReferenceName(name))
    }
    #expect(code { _ = try repository.reference("refs/heads/main\0x") } == .invalid)
    #expect(
      code { try repository.updateReference("HEAD", from: second, to: first, reason: "r") }
        == .invalid)
    #expect(try fixture.text("symbolic-ref", "HEAD") == "refs/heads/main")
  }

  @Test("A damaged reference is an error and not a missing one")
  func damaged() throws {
    try fixture.git.write(".git/refs/heads/bad", "not an id\n".utf8)
    #expect(code { _ = try repository.reference("refs/heads/bad") } == .corrupt)
    #expect(code { _ = try repository.references(startingWith: "refs/heads/") } == .corrupt)
  }

  @Test("The log of a reference has a name even when no user is configured")
  func referenceLog() throws {
    try repository.updateReference("refs/heads/main", from: second, to: first, reason: "writ: back")
    let log = try fixture.text("log", "-g", "--format=%gs|%gn|%H", "-1", "main")
    #expect(log == "writ: back|unknown|\(first)")
  }

  @Test("References are listed as git lists them")
  func listing() throws {
    for name in ["tags/checkpoint/b", "tags/checkpoint/a", "tags/checkpointed", "heads/\u{E9}"] {
      try fixture.text("update-ref", "refs/\(name)", first.hex)
    }
    try fixture.text("pack-refs", "--all")
    try fixture.text("update-ref", "refs/tags/checkpoint/a-b", second.hex)
    try fixture.text("update-ref", "refs/tags/checkpoint/a", second.hex)
    for prefix in ["refs/", "refs/tags/checkpoint/", "refs/tags/none"] {
      let listed = try repository.references(startingWith: prefix).map { "\($0.target) \($0.name)" }
      let format = "--format=%(objectname) %(refname)"
      let all = try fixture.text("for-each-ref", format).split(separator: "\n").map(String.init)
      #expect(listed == all.filter { $0.dropFirst(41).hasPrefix(prefix) })
    }
  }

  @Test("HEAD is a branch, an unborn branch or a commit")
  func head() throws {
    #expect(try repository.head() == .branch("refs/heads/main", tip: second))
    try fixture.text("checkout", "--quiet", "--detach", first.hex)
    #expect(try repository.head() == .detached(first))
    try repository.setHead(to: "refs/heads/new")
    #expect(try repository.head() == .branch("refs/heads/new", tip: nil))
    #expect(try fixture.text("symbolic-ref", "HEAD") == "refs/heads/new")
    #expect(code { try repository.setHead(to: "main") } == .invalid)
    let empty = try Fixture()
    #expect(try empty.open().head() == .branch("refs/heads/main", tip: nil))
    try fixture.git.write(".git/refs/heads/new", "rubbish".utf8)
    #expect(code { _ = try repository.head() } == .corrupt)
  }

  @Test("Revisions name what they name for git, or nothing")
  func revisions() throws {
    try fixture.text("tag", "-a", "v1", "-m", "x", first.hex)
    for revision in ["HEAD", "HEAD~1", "main^", "v1", "v1^{commit}", "HEAD:", second.hex] {
      #expect(try repository.resolve(revision) == (try fixture.id(revision)), "\(revision)")
    }
    for revision in ["nothing", "HEAD~9", "HEAD:none", "a..b", "", "main\0", "zzzz"] {
      #expect(try repository.resolve(revision) == nil, "\(revision)")
    }
    try FileManager.default.removeItem(atPath: fixture.looseFile(first))
    #expect(code { _ = try fixture.open().resolve("HEAD~1") } == .missingObject)
  }
}
