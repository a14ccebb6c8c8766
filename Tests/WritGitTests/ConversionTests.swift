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
