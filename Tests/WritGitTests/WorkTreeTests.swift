import Foundation
import Glibc
import Testing
import WritGit
import WritTesting

struct WorkTreeTests {
  private let fixture: Fixture
  private let workTree: WorkTree
  private let outside: String

  init() throws {
    fixture = try Fixture()
    outside = fixture.git.path + "-outside"
    try Files.write(outside + "/secret.json", "secret".utf8)
    workTree = try #require(WorkTree(of: try fixture.open()))
  }

  @Test("Files are written whole, read back and removed with their empty folders")
  func lifeCycle() throws {
    let path: GitPath = "policies/deep/er/a.json"
    #expect(try workTree.read(path) == nil)
    try workTree.write(Array("1\n".utf8), to: path)
    try workTree.write(Array("2\n".utf8), to: "policies/b", executable: true)
    #expect(try workTree.read(path)?.bytes == Array("2\n".utf8).map { $0 == 0x32 ? 0x31 : $0 })
    #expect(try workTree.read("policies/b")?.isExecutable == true)
    #expect(try workTree.read(path)?.isExecutable == false)
    #expect(code { _ = try workTree.read(path, limit: 1) } == .invalid)
    #expect(try workTree.remove(path))
    #expect(try workTree.remove(path) == false)
    #expect(!Files.exists(fixture.git.path + "/policies/deep"))
    #expect(Files.exists(fixture.git.path + "/policies/b"))
    #expect(try fixture.text("status", "--porcelain", "-uall") == "?? policies/b")
  }

  @Test("Names that are no UTF-8 reach the disk byte for byte")
  func foreignNames() throws {
    for name in [[0xFF, 0x61], Array("e\u{301}".utf8), Array("a\nb".utf8)] as [[UInt8]] {
      let path = GitPath("folder").appending(name).appending(name)
      try workTree.write(name, to: path)
      #expect(try workTree.read(path)?.bytes == name)
      let listed = try fixture.git.git("ls-files", "-z", "--others")
      #expect(listed == path.bytes + [0])
      #expect(try workTree.status(of: [path]).map(\.path) == [path])
      #expect(try workTree.remove(path))
    }
  }

  @Test(
    "Paths that lead out of the work tree or into .git are refused",
    arguments: [
      "../x", "/etc/passwd", "a/../b", "a//b", "", ".", "a/.", ".git/config", "a/.GIT/x", "a\0b",
      "policies/", "git~1/x", ".git /x", ".g\u{200C}it/x", ".git:x", "a\\.git",
    ])
  func unsafePaths(text: String) throws {
    let path = GitPath(text)
    #expect(code { _ = try workTree.read(path) } == .invalid)
    #expect(code { try workTree.write([1], to: path) } == .invalid)
    #expect(code { try workTree.remove(path) } == .invalid)
    #expect(code { try workTree.removeLeftovers(besides: path) } == .invalid)
    #expect(code { _ = try workTree.storedForm(of: [1], at: path) } == .invalid)
  }

  @Test("What is safe is what git lets into its index")
  func safeAsGit() throws {
    let blob = try fixture.text("hash-object", "-w", "--stdin", input: [])
    let names = [
      "a", ".gitx", ".gi", "git~2", "..a", "...", ".git.", ".git. .", ".git...:x", "GIT~1",
      "x/.git",
      "x/.git/y", ".git\\x", "x\\y", "x\\..\\.git", ".gitmodules", "\u{200C}.git\u{FEFF}",
      "\u{200C}a",
      "./a", "a/./b", "a/..", "con", ".git~1",
    ]
    for name in names {
      let outcome = try fixture.git.run(
        "git",
        [
          "-c", "core.protectHFS=true", "-c", "core.protectNTFS=true", "update-index", "--add",
          "--cacheinfo", "100644,\(blob),\(name)",
        ])
      #expect(GitPath(name).isSafe == (outcome.status == 0), "\(name)")
    }
  }

  @Test("Symbolic links are refused wherever they stand")
  func symbolicLinks() throws {
    try fixture.git.write("real/a.json", "1".utf8)
    symlink(outside, fixture.git.path + "/folder")
    symlink(outside + "/secret.json", fixture.git.path + "/real/link.json")
    symlink("nowhere", fixture.git.path + "/real/dangling.json")
    for path in ["folder/secret.json", "folder/new.json", "real/link.json", "real/dangling.json"] {
      #expect(code { _ = try workTree.read(GitPath(path)) } == .symbolicLink, "\(path)")
      #expect(code { try workTree.write([1], to: GitPath(path)) } == .symbolicLink, "\(path)")
      #expect(code { try workTree.remove(GitPath(path)) } == .symbolicLink, "\(path)")
    }
    #expect(try Files.read(outside + "/secret.json") == Array("secret".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == ["secret.json"])
  }

  @Test("A folder that turns into a symbolic link meanwhile never lets a write out")
  func racing() async throws {
    let inside = fixture.git.path + "/policies"
    let parked = fixture.git.path + "/parked"
    let root = fixture.git.path
    try fixture.git.write("policies/a.json", "0".utf8)
    let target = outside
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for _ in 0..<400 {
          rename(inside, parked)
          symlink(target, inside)
          unlink(inside)
          rename(parked, inside)
        }
      }
      group.addTask {
        guard let repository = try? Repository.open(at: root), let tree = WorkTree(of: repository)
        else { return }
        for number in 0..<400 {
          try? tree.write(Array("\(number)".utf8), to: "policies/secret.json")
          _ = try? tree.remove("policies/secret.json")
          let read = try? tree.read("policies/secret.json")
          #expect(read?.bytes != Array("secret".utf8))
        }
      }
    }
    #expect(try Files.read(outside + "/secret.json") == Array("secret".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == ["secret.json"])
  }

  @Test("A file in the place of a folder, and a folder in the place of a file")
  func inTheWay() throws {
    try fixture.git.write("file", "1".utf8)
    try fixture.git.write("folder/a", "1".utf8)
    #expect(try workTree.read("file/below") == nil)
    #expect(try workTree.remove("file/below") == false)
    #expect(code { try workTree.write([1], to: "file/below") } == .exists)
    #expect(code { try workTree.write([1], to: "folder") } == .exists)
    #expect(code { _ = try workTree.read("folder") } == .invalid)
    #expect(code { try workTree.remove("folder") } == .exists)
    mkfifo(fixture.git.path + "/pipe", 0o600)
    #expect(code { _ = try workTree.read("pipe") } == .invalid)
    #expect(try fixture.text("status", "--porcelain") == "?? file\n?? folder/")
  }

  @Test("What a killed process left is removed, what a living one writes is not")
  func leftovers() throws {
    try fixture.git.write("policies/.writ-2147483646-1.new", "half".utf8)
    try fixture.git.write("policies/.writ-\(getpid())-999999.new", "half".utf8)
    try fixture.git.write("policies/.writ-x.new", "mine".utf8)
    try workTree.removeLeftovers(besides: "policies/a.json")
    try workTree.removeLeftovers(besides: "nowhere/a.json")
    let names = try FileSystem.names(in: fixture.git.path + "/policies")
    #expect(names == [".writ-\(getpid())-999999.new", ".writ-x.new"].sorted())
  }
}
