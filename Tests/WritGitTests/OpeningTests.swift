import Foundation
import Glibc
import Testing
import WritGit
import WritTesting

struct OpeningTests {
  private let isRoot = geteuid() == 0

  @Test("A repository is found from any folder below it")
  func discovery() throws {
    let fixture = try Fixture()
    try fixture.git.write("policies/deep/a.json", "1".utf8)
    let repository = try fixture.open(fixture.git.path + "/policies/deep")
    #expect(repository.workTree == fixture.git.path)
    #expect(repository.gitDirectory == fixture.git.path + "/.git")
    #expect(repository.commonDirectory == repository.gitDirectory)
    #expect(!repository.isBare && !repository.isShallow && repository.pendingOperation == nil)
    #expect(repository.gitPath("x") == fixture.git.path + "/.git/x")
  }

  @Test("A bare repository has no work tree")
  func bare() throws {
    let fixture = try Fixture(bare: true)
    let repository = try fixture.open()
    #expect(repository.isBare && WorkTree(of: repository) == nil)
    #expect(repository.commonDirectory == fixture.git.path)
  }

  @Test("A folder without a repository is told as such", arguments: ["", "/missing"])
  func notARepository(path: String) throws {
    let folder = try TemporaryFolder()
    try Isolation.start()
    let error = failure { _ = try Repository.open(at: folder.path + path) }
    #expect(error?.code == .notARepository && error?.hint != nil)
    #expect(code { _ = try Repository.open(at: folder.path + "\0x") } == .invalid)
  }

  @Test("A linked work tree shares objects and references", arguments: [false, true])
  func linkedWorkTree(bare: Bool) throws {
    let fixture = try Fixture(bare: bare)
    let objects = try fixture.open().objects()
    let who = Signature(name: "A", mail: "a@b", seconds: 1)
    let commit = try objects.writeCommit(
      tree: try objects.write([], as: .tree), parents: [], author: who, committer: who,
      message: Array("c\n".utf8))
    try fixture.text("update-ref", "refs/heads/main", commit.hex)
    let place = fixture.git.path + "-linked"
    try fixture.text("worktree", "add", "--quiet", "-b", "side", place, "main")
    let repository = try fixture.open(place)
    #expect(repository.workTree == place)
    #expect(repository.gitDirectory != repository.commonDirectory)
    #expect(try repository.head() == .branch("refs/heads/side", tip: commit))
    #expect(try repository.references(startingWith: "refs/heads/").count == 2)
    let staged = try StagedIndex(of: repository, owner: "x")
    try staged.commit()
    #expect(try fixture.text("-C", place, "status", "--porcelain") == "")
    try repository.objects().flush()
    #expect(
      try fixture.open().otherWorkTree(on: "refs/heads/side") == repository.gitDirectory)
  }

  @Test("A sparse checkout and its settings are read")
  func sparseCheckout() throws {
    let fixture = try Fixture()
    for name in ["policies/a.json", "docs/b.txt", "top"] {
      try fixture.git.write(name, "\(name)\n".utf8)
    }
    try fixture.commitAll()
    try fixture.text("sparse-checkout", "set", "--cone", "policies")
    try fixture.text("config", "--worktree", "core.autocrlf", "true")
    let repository = try fixture.open()
    #expect(try repository.configuration().bool("core.sparseCheckout") == true)
    let workTree = try #require(WorkTree(of: repository))
    #expect(try workTree.status(of: []) == [])
    #expect(
      try workTree.workTreeForm(of: Array("x\n".utf8), at: "top") == Array("x\r\n".utf8))
    let blob = try repository.objects().write(Array("new\n".utf8), as: .blob)
    let staged = try StagedIndex(of: repository, owner: "x")
    #expect(staged.isSparse("docs/b.txt") && !staged.isSparse("top"))
    try staged.set("docs/b.txt", to: TreeEntry(id: blob))
    try staged.commit()
    #expect(try fixture.text("status", "--porcelain") == "M  docs/b.txt")
    #expect(try fixture.text("ls-files", "-t", "docs") == "S docs/b.txt")
  }

  @Test("A bare repository whose work trees have settings of their own stays bare")
  func bareWithWorkTreeSettings() throws {
    let fixture = try Fixture(bare: true)
    try fixture.text("config", "extensions.worktreeConfig", "true")
    try fixture.text("config", "--unset", "core.bare")
    try fixture.text("config", "--worktree", "core.bare", "true")
    #expect(try fixture.text("rev-parse", "--is-bare-repository") == "true")
    let before = try fixture.git.read("config")
    #expect(try fixture.open().isBare)
    #expect(try fixture.git.read("config") == before)
  }

  @Test("Extensions that change nothing for writ are accepted")
  func harmlessExtensions() throws {
    let fixture = try Fixture()
    try fixture.text("config", "core.repositoryFormatVersion", "1")
    for (name, value) in [("objectFormat", "sha1"), ("preciousObjects", "true")] {
      try fixture.text("config", "extensions.\(name)", value)
    }
    let commit = try fixture.commitAll()
    #expect(try fixture.open().resolve("HEAD") == commit)
  }

  @Test(
    "Extensions that libgit2 cannot read are refused by name", arguments: [0, 1],
    ["partialClone=origin", "refStorage=reftable", "objectFormat=sha256", "unheardOf=true"])
  func foreignExtensions(version: Int, extension setting: String) throws {
    // In version 0 only those that writ knows count.
    if version == 0, setting.hasPrefix("unheardOf") { return }
    let fixture = try Fixture()
    let parts = setting.split(separator: "=").map(String.init)
    let old = String(decoding: try fixture.git.read(".git/config"), as: UTF8.self)
      .replacingOccurrences(
        of: "repositoryformatversion = 0", with: "repositoryformatversion = \(version)")
    try fixture.git.write(
      ".git/config", (old + "[extensions]\n\t\(parts[0]) = \(parts[1])\n").utf8)
    let error = failure { _ = try fixture.open() }
    #expect(error?.code == .unsupported && error?.hint != nil, "\(String(describing: error))")
  }

  @Test("A repository of SHA-256 made by git is refused")
  func sha256() throws {
    let fixture = try Fixture()
    let path = fixture.git.path + "/other"
    try fixture.text("init", "--quiet", "--object-format=sha256", path)
    let error = failure { _ = try fixture.open(path) }
    #expect(error?.code == .unsupported && error?.message.contains("sha256") == true)
  }

  @Test("A repository of another user is refused with what mends it")
  func otherOwner() throws {
    guard isRoot else { return }
    let fixture = try Fixture()
    for path in [fixture.git.path, fixture.git.path + "/.git"] { lchown(path, 65_534, 65_534) }
    let error = failure { _ = try fixture.open() }
    #expect(error?.code == .otherOwner)
    #expect(error?.hint?.contains("safe.directory \(fixture.git.path)") == true)
    #expect(error?.message.contains(fixture.git.path) == true)
  }

  @Test("An operation that is half done is named")
  func pendingOperation() throws {
    let fixture = try Fixture()
    for (branch, text) in [("main", "0"), ("side", "1"), ("main", "2")] {
      if branch == "side" { try fixture.text("checkout", "--quiet", "-b", "side") }
      if text == "2" { try fixture.text("checkout", "--quiet", "main") }
      try fixture.git.write("a", "\(text)\n".utf8)
      try fixture.commitAll(text)
    }
    #expect(try fixture.git.run("git", ["merge", "side"]).status == 1)
    #expect(try fixture.open().pendingOperation == "merge")
    try fixture.text("merge", "--abort")
    #expect(try fixture.git.run("git", ["cherry-pick", "side"]).status == 1)
    #expect(try fixture.open().pendingOperation == "cherry-pick")
  }

  @Test("A new repository is sound for git", arguments: [false, true])
  func create(bare: Bool) throws {
    let fixture = try Fixture()
    try Isolation.start()
    let path = fixture.git.path + "/made/here"
    let repository = try Repository.create(at: path, bare: bare, branch: "trunk")
    #expect(try repository.head() == .branch("refs/heads/trunk", tip: nil))
    #expect(repository.isBare == bare)
    #expect(try fixture.text("-C", path, "symbolic-ref", "HEAD") == "refs/heads/trunk")
    try fixture.text("-C", path, "fsck", "--strict")
    #expect(
      code { _ = try Repository.create(at: path, bare: bare, branch: "trunk") } == .exists)
    for name in ["", "a..b", "-x y", "a\nb"] {
      #expect(
        code { _ = try Repository.create(at: path + "/b", bare: bare, branch: name) }
          == .invalid)
    }
    #expect(!FileManager.default.fileExists(atPath: path + "/b"))
  }

  @Test("Settings are read as git reads them, and written to the repository's own file")
  func settings() throws {
    let fixture = try Fixture()
    try fixture.text("config", "--add", "writ.list", "one")
    try fixture.text("config", "--add", "writ.list", "two")
    let repository = try fixture.open()
    #expect(repository.isDurable)
    try repository.setConfiguration("writ.fsync", to: "off")
    try repository.setConfiguration("writ.text", to: "a \"b\" # c\n\\")
    #expect(try fixture.text("config", "writ.text") == "a \"b\" # c\n\\")
    let settings = try repository.configuration()
    #expect(try settings.string("writ.list") == "two")
    #expect(try settings.bool("writ.fsync") == false)
    #expect(try settings.string("writ.none") == nil)
    #expect(try settings.string("user.name") == nil)
    #expect(code { _ = try settings.string("writ.fsync\0") } == .invalid)
    #expect(try fixture.open().isDurable == false)
  }
}
