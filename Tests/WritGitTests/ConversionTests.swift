import Glibc
import Testing
import WritGit
import WritTesting

struct ConversionTests {
  private static let contents = ["a\nb\n", "a\r\nb\r\n", "a\r\nb\n", "", "\r", "a\0\r\n", "no end"]

  @Test(
    "Line ends are stored and written as git does",
    arguments: ["false", "true", "input"],
    [
      "", "* text=auto\n", "* text eol=crlf\n", "* text eol=lf\n", "* -text\n", "* binary\n",
      "* ident\n",
    ])
  func likeGit(autocrlf: String, attributes: String) throws {
    let fixture = try Fixture()
    try fixture.text("config", "core.autocrlf", autocrlf)
    try fixture.text("config", "core.safecrlf", "false")
    try fixture.git.write(".gitattributes", attributes.utf8)
    let workTree = try #require(WorkTree(of: try fixture.open()))
    for (number, content) in ConversionTests.contents.enumerated() {
      let path = "policies/\(number).json"
      try fixture.git.write(path, content.utf8)
      let stored = try workTree.storedForm(of: Array(content.utf8), at: GitPath(path))
      try fixture.text("add", path)
      #expect(
        stored == (try fixture.git.git("cat-file", "blob", ":\(path)")),
        "\(content.debugDescription)")

      let blob = try fixture.text("hash-object", "-w", "--stdin", input: Array(content.utf8))
      try fixture.text("update-index", "--add", "--cacheinfo", "100644,\(blob),x\(path)")
      try fixture.text("checkout-index", "--force", "x\(path)")
      let written = try workTree.workTreeForm(of: Array(content.utf8), at: GitPath("x" + path))
      #expect(written == (try fixture.git.read("x\(path)")), "\(content.debugDescription)")
    }
  }

  @Test(
    "Filters that run programs and other encodings are refused",
    arguments: ["* filter=lfs\n", "* working-tree-encoding=UTF-16\n"])
  func foreignFilters(attributes: String) throws {
    let fixture = try Fixture()
    try fixture.git.write(".gitattributes", attributes.utf8)
    let path: GitPath = "a.json"
    if attributes.contains("lfs") {
      let unset = try #require(WorkTree(of: try fixture.open()))
      #expect(try unset.storedForm(of: [1], at: path) == [1])
      try fixture.text("config", "filter.lfs.clean", "git-lfs clean -- %f")
    }
    let workTree = try #require(WorkTree(of: try fixture.open()))
    #expect(code { _ = try workTree.storedForm(of: [1], at: path) } == .unsupported)
    #expect(code { _ = try workTree.workTreeForm(of: [1], at: path) } == .unsupported)
  }
}

/// Each place in which git looks for attributes, and none.
struct AttributePlaceTests {
  @Test(
    "Attributes count wherever git finds them",
    arguments: [
      "", ".gitattributes", "policies/.gitattributes", "policies/svc/.gitattributes",
      "policies/other/.gitattributes", ".git/info/attributes", "named",
    ])
  func eachPlace(place: String) throws {
    let fixture = try Fixture()
    if !place.isEmpty { try fixture.git.write(place, "* text\n".utf8) }
    if place == "named" { try fixture.text("config", "core.attributesFile", "named") }
    try expectLikeGit(fixture)
  }

  @Test("Attributes of the index count where the work tree lacks the file", arguments: [2, 4])
  func inIndex(version: Int) throws {
    let fixture = try Fixture()
    try fixture.git.write(".gita", "".utf8)
    try fixture.git.write(".gitattributes", "* text\n".utf8)
    try fixture.text("add", ".")
    try fixture.text("update-index", "--index-version", "\(version)")
    unlink(fixture.git.path + "/.gitattributes")
    try expectLikeGit(fixture)
  }

  private func expectLikeGit(_ fixture: Fixture) throws {
    let (path, content) = ("policies/svc/a.json", Array("a\r\nb\n".utf8))
    try fixture.git.write(path, content)
    let workTree = try #require(WorkTree(of: try fixture.open()))
    let stored = try workTree.storedForm(of: content, at: GitPath(path))
    try fixture.text("-c", "core.safecrlf=false", "add", path)
    #expect(stored == (try fixture.git.git("cat-file", "blob", ":\(path)")))
  }
}
