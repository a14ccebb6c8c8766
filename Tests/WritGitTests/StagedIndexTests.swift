import Foundation
import Glibc
import Testing
import WritGit
import WritTesting

struct StagedIndexTests {
  /// A repository with some files, whose index is written in a way of its own.
  private func fixture(_ form: String = "plain") throws -> Fixture {
    let fixture = try Fixture()
    for name in ["policies/a.json", "policies/b.json", "policies/c/d", "top"] {
      try fixture.git.write(name, "\(name)\n".utf8)
    }
    try fixture.commitAll()
    switch form {
    case "version 4": try fixture.text("update-index", "--index-version", "4")
    case "untracked": try fixture.text("update-index", "--untracked-cache")
    case "fsmonitor":
      try fixture.git.write(".git/monitor", "#!/bin/sh\nprintf '1\\0/\\0'\n".utf8)
      chmod(fixture.git.path + "/.git/monitor", 0o755)
      try fixture.text("config", "core.fsmonitor", ".git/monitor")
      try fixture.text("update-index", "--fsmonitor")
    default: break
    }
    try fixture.text("status", "--porcelain")
    return fixture
  }

  /// Writes a file and stages it as an apply does.
  private func stage(
    _ staged: StagedIndex, _ repository: Repository, _ path: GitPath, _ text: String
  ) throws {
    let blob = try repository.objects().write(Array(text.utf8), as: .blob)
    try #require(WorkTree(of: repository)).write(Array(text.utf8), to: path)
    try staged.set(path, to: TreeEntry(id: blob))
  }

  @Test(
    "git reads the new index, and finds it as git add would leave it",
    arguments: ["plain", "version 4", "untracked", "fsmonitor"])
  func acceptedByGit(form: String) throws {
    let fixture = try fixture(form)
    let repository = try fixture.open()
    let staged = try StagedIndex(of: repository, owner: "01test")
    try stage(staged, repository, "policies/a.json", "changed\n")
    try stage(staged, repository, "policies/new/e", "new\n")
    try #require(WorkTree(of: repository)).remove("policies/b.json")
    try staged.set("policies/b.json", to: nil)
    try staged.set("policies/none", to: nil)
    #expect(FileSystem.exists(fixture.git.path + "/.git/index.lock"))
    try staged.commit()
    let files = try fixture.text("ls-files", "-s", "--debug")
    #expect(try fixture.text("diff-files", "--name-only") == "")
    let status = try fixture.text("status", "--porcelain")
    #expect(status == "M  policies/a.json\nD  policies/b.json\nA  policies/new/e")
    try fixture.text("add", "--all")
    #expect(try fixture.text("ls-files", "-s", "--debug") == files)
    try fixture.text("commit", "--quiet", "-m", "x")
    #expect(try fixture.text("status", "--porcelain") == "")
    #expect(
      try FileSystem.names(in: fixture.git.path + "/.git").filter { $0.hasPrefix("index") } == [
        "index"
      ])
    try fixture.checkObjects()
  }

  @Test("Random changes leave the index that git makes", arguments: [21, 22] as [UInt64])
  func randomChanges(seed: UInt64) throws {
    let fixture = try Fixture()
    let repository = try fixture.open()
    var model = RandomTree(seed: seed, blobs: try fixture.blobs())
    for _ in 0..<6 {
      let before = model.files
      model.change(8) { _, _ in }
      let staged = try StagedIndex(of: repository, owner: "x")
      for path in before.keys where model.files[path] == nil { try staged.set(path, to: nil) }
      for (path, entry) in model.files { try staged.set(path, to: entry) }
      try staged.commit()
      #expect(try fixture.text("write-tree") == (try fixture.tree(of: model)).hex)
    }
  }

  @Test("A file takes the place of a folder in the index, and the other way round")
  func folderAndFile() throws {
    let fixture = try fixture()
    let repository = try fixture.open()
    let entry = TreeEntry(id: try fixture.id("HEAD:top"))
    let staged = try StagedIndex(of: repository, owner: "x")
    try staged.set("policies", to: entry)
    try staged.set("top/below", to: entry)
    try staged.commit()
    #expect(try fixture.text("ls-files") == "policies\ntop/below")
    try fixture.text("write-tree")
  }

  @Test("A file that differs from what is staged stays modified for git")
  func differingFile() throws {
    let fixture = try fixture()
    let repository = try fixture.open()
    let blob = try repository.objects().write(Array("staged\n".utf8), as: .blob)
    try fixture.git.write("top", "mine!!\n".utf8)
    let staged = try StagedIndex(of: repository, owner: "x")
    try staged.set("top", to: TreeEntry(id: blob))
    #expect(staged.id(of: "top") == blob)
    try staged.commit()
    #expect(try fixture.text("status", "--porcelain") == "MM top")
  }

  @Test("A change made in the same instant as the index is not lost from sight")
  func racyChange() throws {
    let fixture = try fixture()
    // Both files and the index get one time, as on a coarse clock.
    try fixture.git.write("top", "TOP\n".utf8)
    let touch = ["-d", "2024-01-01T00:00:00Z", ".git/index", "top"]
    _ = try fixture.git.run("touch", ["-d", "2024-01-01T00:00:00Z", "top"])
    try fixture.git.write("top", "top\n".utf8)
    _ = try fixture.git.run("touch", ["-d", "2024-01-01T00:00:00Z", "top"])
    try fixture.text("update-index", "--refresh")
    try fixture.git.write("top", "Top\n".utf8)
    _ = try fixture.git.run("touch", touch)
    let repository = try fixture.open()
    let staged = try StagedIndex(of: repository, owner: "x")
    try stage(staged, repository, "policies/a.json", "changed\n")
    try staged.commit()
    #expect(try fixture.text("status", "--porcelain") == "M  policies/a.json\n M top")
  }

  @Test("A conflict that is resolved leaves one entry")
  func conflict() throws {
    let fixture = try Fixture.conflicting()
    let repository = try fixture.open()
    let staged = try StagedIndex(of: repository, owner: "x")
    try stage(staged, repository, "a", "resolved\n")
    try staged.commit()
    #expect(try fixture.text("ls-files", "-u") == "")
    #expect(try fixture.text("status", "--porcelain") == "M  a")
    try fixture.text("commit", "--quiet", "-m", "merged")
    let second = try Fixture.conflicting()
    let removal = try StagedIndex(of: try second.open(), owner: "x")
    try removal.set("a", to: nil)
    try removal.commit()
    #expect(try second.text("ls-files") == "b")
  }

  @Test("A lock held by git is told, and is not removed")
  func lockHeld() throws {
    let fixture = try fixture()
    let lock = fixture.git.path + "/.git/index.lock"
    try Files.write(lock, [])
    let repository = try fixture.open()
    let error = failure { _ = try StagedIndex(of: repository, owner: "x") }
    #expect(error?.code == .locked && error?.hint != nil)
    #expect(Files.exists(lock))
    #expect(try StagedIndex.removeLock(ofIndexAt: repository.indexPath) == false)
    try FileManager.default.removeItem(atPath: lock)
    let staged = try StagedIndex(of: repository, owner: "x")
    #expect(try fixture.git.run("git", ["add", "top", "."]).status == 128)
    #expect(code { _ = try StagedIndex(of: repository, owner: "y") } == .locked)
    #expect(Files.exists(lock), "the failed attempt removed another's lock")
    #expect(try StagedIndex.removeLock(ofIndexAt: repository.indexPath))
    try Files.write(lock, [])
    staged.abandon()
    try fixture.text("status")
  }

  @Test("What is given up leaves the index as it was, and after a commit nothing is undone")
  func abandoning() throws {
    let fixture = try fixture()
    let repository = try fixture.open()
    let before = try fixture.git.read(".git/index")
    do {
      let staged = try StagedIndex(of: repository, owner: "x")
      try staged.set("top", to: nil)
    }
    let names = try FileSystem.names(in: fixture.git.path + "/.git")
    #expect(names.filter { $0.hasPrefix("index") } == ["index"])
    #expect(try fixture.git.read(".git/index") == before)
    let staged = try StagedIndex(of: repository, owner: "x")
    try staged.commit()
    try fixture.git.write(".git/index.lock", [])
    staged.abandon()
    #expect(Files.exists(fixture.git.path + "/.git/index.lock"))
    #expect(code { try staged.set("../x", to: nil) } == .invalid)
  }

  @Test(
    "An index that libgit2 cannot read is refused by name",
    arguments: ["split", "sparse", "damaged"])
  func foreignIndex(form: String) throws {
    let fixture = try fixture()
    switch form {
    case "split": try fixture.text("update-index", "--split-index")
    case "sparse": try fixture.text("sparse-checkout", "set", "--cone", "--sparse-index", "none")
    default:
      var bytes = try fixture.git.read(".git/index")
      bytes[bytes.count / 2] ^= 0xFF
      try fixture.git.write(".git/index", bytes)
    }
    // Where locks are prepared.
    try FileSystem.makeFolder(fixture.git.path + "/.git/writ")
    let before = try FileSystem.names(in: fixture.git.path + "/.git")
    let error = failure { _ = try StagedIndex(of: try fixture.open(), owner: "x") }
    #expect(
      error?.code == (form == "damaged" ? .corrupt : .unsupported), "\(String(describing: error))")
    #expect(try FileSystem.names(in: fixture.git.path + "/.git") == before)
    #expect(try FileSystem.names(in: fixture.git.path + "/.git/writ") == [])
  }

  @Test("The permissions of a shared repository's index are kept")
  func permissions() throws {
    let fixture = try fixture()
    chmod(fixture.git.path + "/.git/index", 0o664)
    try StagedIndex(of: try fixture.open(), owner: "x").commit()
    var status = stat()
    #expect(stat(fixture.git.path + "/.git/index", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o664)
  }

  @Test("Line ends that git converts leave the file clean")
  func convertedFile() throws {
    let fixture = try fixture()
    try fixture.git.write(".gitattributes", "*.json text eol=crlf\n".utf8)
    try fixture.commitAll()
    let repository = try fixture.open()
    let blob = try repository.objects().write(Array("x\ny\n".utf8), as: .blob)
    let workTree = try #require(WorkTree(of: repository))
    let staged = try StagedIndex(of: repository, owner: "x")
    let bytes = try workTree.workTreeForm(of: Array("x\ny\n".utf8), at: "policies/a.json")
    #expect(bytes == Array("x\r\ny\r\n".utf8))
    try workTree.write(bytes, to: "policies/a.json")
    try staged.set("policies/a.json", to: TreeEntry(id: blob))
    try staged.commit()
    #expect(try fixture.text("diff-files", "--name-only") == "")
    #expect(try fixture.text("status", "--porcelain") == "M  policies/a.json")
  }
}
