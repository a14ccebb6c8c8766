import Foundation
import Testing
import WritGit
import WritTesting

struct StatusTests {
  @Test(
    "The status of a work tree is that of git status", arguments: [[], ["p"], ["p/a", "none"]])
  func likeGit(folders: [String]) throws {
    let fixture = try Fixture()
    for name in ["p/kept", "p/a", "p/removed", "p/staged", "p/both", "p/mode", "q/other", "p/gone"]
    {
      try fixture.git.write(name, "\(name)\n".utf8)
    }
    try fixture.git.write(".gitignore", "*.log\n".utf8)
    try fixture.commitAll()
    try fixture.git.write("p/a", "changed\n".utf8)
    try fixture.git.write("p/staged", "changed\n".utf8)
    try fixture.git.write("p/both", "staged\n".utf8)
    try fixture.git.write("p/new", "new\n".utf8)
    try fixture.text("add", "p/staged", "p/both", "p/new")
    try fixture.text("rm", "--quiet", "p/gone")
    try fixture.git.write("p/both", "and more\n".utf8)
    try fixture.git.write("p/untracked/x", "x".utf8)
    try fixture.git.write("p/ignored.log", "x".utf8)
    try fixture.git.write("q/other", "changed\n".utf8)
    try fixture.text("update-index", "--chmod=+x", "p/mode")
    try FileManager.default.removeItem(atPath: fixture.git.path + "/p/removed")
    let index = try fixture.git.read(".git/index")
    let workTree = try #require(WorkTree(of: try fixture.open()))
    let found = try workTree.status(of: folders.map { GitPath($0) }).map(line)
    #expect(try fixture.git.read(".git/index") == index)
    #expect(found == (try porcelain(fixture, folders)))
  }

  @Test("A conflict is told as one")
  func conflict() throws {
    let fixture = try Fixture.conflicting()
    let workTree = try #require(WorkTree(of: try fixture.open()))
    let status = try workTree.status(of: ["a"])
    #expect(status.map(\.path) == ["a"] && status.allSatisfy(\.isConflicted))
    #expect(code { _ = try fixture.open().stagedFiles(under: ["a"]) } == .invalid)
    #expect(try fixture.open().stagedFiles(under: ["b"]).map(\.path) == ["b"])
  }

  @Test("The files of the index are those of git ls-files, without what is only intended")
  func stagedFiles() throws {
    let fixture = try Fixture()
    for name in ["p/a", "p/b", "q"] {
      try fixture.git.write(name, "\(name)\n".utf8)
    }
    try fixture.text("add", "--all")
    try fixture.git.write("p/intended", "x".utf8)
    try fixture.text("add", "--intent-to-add", "p/intended")
    let repository = try fixture.open()
    for folder in ["", "p", "p/a", "q", "r"] as [GitPath] {
      let found = try repository.stagedFiles(under: [folder]).map {
        "\(String($0.entry.mode.rawValue, radix: 8)) \($0.entry.id) 0\t\($0.path)"
      }
      let tree = try fixture.text("ls-files", "-s", "--", folder.bytes.isEmpty ? "." : "\(folder)")
      #expect(
        found == tree.split(separator: "\n").map(String.init).filter { !$0.contains("intended") })
    }
    try fixture.git.write("p/a", "new\n".utf8)
    try fixture.text("add", "p/a")
    #expect(
      try repository.stagedFiles(under: ["p/a"]).first?.entry.id == (try fixture.id(":p/a")))
  }

  /// A status as a line of letters that can be compared.
  private func line(_ status: WorkTree.Status) -> String {
    let flags = [
      (status.isStaged, "s"), (status.isModified, "m"), (status.isUntracked, "u"),
      (status.isConflicted, "c"),
    ]
    return flags.filter(\.0).map(\.1).joined() + " \(status.path)"
  }

  private func porcelain(_ fixture: Fixture, _ folders: [String]) throws -> [String] {
    let arguments = ["status", "--porcelain", "-uall", "--no-renames", "--"] + folders
    let output = String(decoding: try fixture.git.git(arguments), as: UTF8.self)
    return output.split(separator: "\n").map { text in
      let letters = Array(text.utf8.prefix(2))
      let path = text.dropFirst(3)
      if letters == Array("??".utf8) { return "u \(path)" }
      let space = UInt8(ascii: " ")
      return (letters[0] == space ? "" : "s") + (letters[1] == space ? "" : "m") + " \(path)"
    }.sorted { $0.split(separator: " ")[1] < $1.split(separator: " ")[1] }
  }
}

extension Fixture {
  /// A repository in the middle of a merge whose file `a` is in conflict; `b` is not.
  static func conflicting() throws -> Fixture {
    let fixture = try Fixture()
    try fixture.git.write("b", "b\n".utf8)
    try fixture.git.write("a", "0\n".utf8)
    try fixture.commitAll()
    try fixture.text("branch", "side")
    try fixture.git.write("a", "1\n".utf8)
    try fixture.commitAll()
    try fixture.text("checkout", "--quiet", "side")
    try fixture.git.write("a", "2\n".utf8)
    try fixture.commitAll()
    try fixture.text("checkout", "--quiet", "main")
    _ = try fixture.git.run("git", ["merge", "side"])
    return fixture
  }
}
