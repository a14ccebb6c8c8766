import Testing
import WritGit
import WritTesting

struct CommitTests {
  private let writer = Signature(
    name: "J\u{F6}rg O'Neil", mail: "j@example.org", seconds: 1_700_000_000, offset: -210)

  @Test(
    "A commit holds exactly the bytes of its message",
    arguments: [
      "subject\n", "subject", "", "\n\n# not a comment\n \n", "a\r\nb\n\nSigned-off-by: x\n",
      "latin1: \u{FF}\n", "e\u{301} is not \u{E9}\n",
    ])
  func exactMessage(text: String) throws {
    let fixture = try Fixture(bare: true)
    let objects = try fixture.open().objects()
    let tree = try objects.write([], as: .tree)
    let first = try objects.writeCommit(
      tree: tree, parents: [], author: writer, committer: writer, message: Array(text.utf8))
    let second = try objects.writeCommit(
      tree: tree, parents: [first, first], author: writer, committer: writer,
      message: Array(text.utf8))
    let stored = try fixture.git.git("cat-file", "commit", second.hex)
    let head = """
      tree \(tree)
      parent \(first)
      parent \(first)
      author J\u{F6}rg O'Neil <j@example.org> 1700000000 -0330
      committer J\u{F6}rg O'Neil <j@example.org> 1700000000 -0330


      """
    #expect(stored == Array((head + text).utf8))
    try fixture.text("update-ref", "refs/heads/main", first.hex)
    if !text.isEmpty { try fixture.checkObjects() }
    let read = try objects.commit(second)
    #expect(read.message == Array(text.utf8))
    #expect(read.author == writer)
    #expect(read.parents == [first, first])
  }

  @Test(
    "A signature that would forge a header is refused",
    arguments: [
      Signature(name: "a\nparent 1", mail: "m", seconds: 1),
      Signature(name: "a", mail: "m> 1 +0000\nx", seconds: 1),
      Signature(name: "a<b", mail: "m", seconds: 1), Signature(name: "", mail: "m", seconds: 1),
      Signature(name: "a\0", mail: "m", seconds: 1), Signature(name: "a", mail: "m", seconds: -1),
    ])
  func forgedHeader(signature: Signature) throws {
    let fixture = try Fixture(bare: true)
    let objects = try fixture.open().objects()
    let tree = try objects.write([], as: .tree)
    for (author, committer) in [(signature, writer), (writer, signature)] {
      #expect(
        code {
          _ = try objects.writeCommit(
            tree: tree, parents: [], author: author, committer: committer, message: [])
        } == .invalid)
    }
    #expect(
      code {
        _ = try objects.writeTag(name: "t", commit: tree, tagger: signature, message: [])
      } == .invalid)
  }

  @Test(
    "Numbers that do not fit are read as zero, and never trap",
    arguments: [
      "A <a> 1 -9223372036854775808", "A <a> 99999999999999999999 +0000", "A <a> x y",
      "A <a>", "A", "", "<>", "><", "A <a> 1 +99999",
    ])
  func oddSignature(text: String) throws {
    let signature = Signature(parsing: Array(text.utf8))
    #expect(signature.offset == 0)
    var hostile = signature
    hostile.offset = .min
    #expect(hostile.header.hasSuffix("-9959"))
  }

  @Test("A commit is read when libgit2 can walk it, and is damaged otherwise", arguments: oddities)
  func oddCommit(head: String) throws {
    let fixture = try Fixture(bare: true)
    let repository = try fixture.open()
    let objects = try repository.objects()
    let tree = try objects.write([], as: .tree)
    let parent = try objects.writeCommit(
      tree: tree, parents: [], author: writer, committer: writer, message: [])
    let text = head.replacing("TREE", with: tree.hex).replacing("PARENT", with: parent.hex)
    let id = try objects.write(Array(text.utf8), as: .commit)
    let walked = code { _ = try History(of: repository, from: [id]).nextID() }
    let read = code { _ = try objects.commit(id) }
    #expect((read == nil) == (walked == nil), "read: \(read as Any), walked: \(walked as Any)")
    #expect(read == nil || read == .corrupt)
  }

  private static let oddities: [String] = {
    let author = "author A <a@b> 1 +0000\n"
    let committer = "committer A <a@b> 1 +0000\n"
    let people = [
      "A <a@b> -9223372036854775808 +0000", "A <a@b> -9223372036854775809 +0000",
      "A <a@b> 9223372036854775807 +0000", "A <a@b> 99999999999999999999 +0000", "A <a@b> x +0000",
      "A <a@b> 12x +0000", "A <a@b> +5 +0000", "A <a@b> - +0000", "A <a@b>", "A <a@b> ",
      "A <a@b>  ",
      "A <a@b>  7", "A <a@b>7 +0000", "A <a@b>77 +0000", "A <a@b> 1", "A <a@b> 1 x",
      "A <a@b> 1 +99999",
      "A <a@b> 1 -99999999999999", "A a@b 1 +0000", "A <a@b 1 +0000", "A a@b> 1 +0000",
      "A >a@b< 1 +0000",
      "A <<a@b>> 1 +0000", "A <a> <b> 1 +0000", "A <a@b> 1 < +0000", "<> 1 +0000", "A <> 1 +0000",
      "",
      "A <a@b>\t1 +0000", "A <a@b> \t1 +0000", "A <a@b> 1\r", "A <a@b> 1 +0000\n more",
    ]
    let orders = [
      "", author, committer, committer + author, author + author + committer,
      author + "author x\n" + committer, author + "parent PARENT\n" + committer,
      author + "encoding x\n" + committer, "parent PARENT\n" + author + committer,
      "parent x\n" + author + committer, "parent PARENT\n x\n" + author + committer,
      "parent PARENT \n" + author + committer, author + committer + "parent PARENT\n",
      author + committer + committer, author + committer + " more\n",
      "encoding x\n" + author + committer,
      "Author A <a@b> 1 +0000\n" + committer,
    ]
    return people.map { "tree TREE\nauthor \($0)\n\(committer)\nx\n" }
      + people.map { "tree TREE\n\(author)committer \($0)\n\nx\n" }
      + orders.map { "tree TREE\n\($0)\nx\n" }
      + [
        "tree TREE\n\(author)\(committer)", "tree TREE\n\(author)committer A <a@b> 1 +0000",
        "tree x\n\(author)\(committer)\nx\n", "\(author)\(committer)\nx\n",
      ]
  }()

  @Test("Headers behind the committer are read as they stand")
  func headerOrder() throws {
    let fixture = try Fixture(bare: true)
    let objects = try fixture.open().objects()
    let tree = try objects.write([], as: .tree)
    let who = writer.header
    let parent = try objects.writeCommit(
      tree: tree, parents: [], author: writer, committer: writer, message: [])
    let late = """
      tree \(tree)
      author \(who)
      author Someone Else <e@example.org> 1 +0000
      committer \(who)
      parent \(parent)
      gpgsig one
       two
       three

      text

      """
    let id = try objects.write(Array(late.utf8), as: .commit)
    let commit = try objects.commit(id)
    #expect(commit.parents.isEmpty)
    #expect(commit.author == writer)
    #expect(commit.otherHeaders.map(\.name) == ["parent", "gpgsig"])
    #expect(commit.otherHeaders.last?.value == Array("one\ntwo\nthree".utf8))
    #expect(try fixture.text("rev-list", "--count", id.hex) == "1")
    for broken in ["author \(who)\ntree \(tree)\n\n", "tree x\n\n", "", "tree \(tree)\n\n"] {
      let id = try objects.write(Array(broken.utf8), as: .commit)
      #expect(code { _ = try objects.commit(id) } == .corrupt)
    }
  }

  @Test("An annotated tag is what git makes of the same parts")
  func annotatedTag() throws {
    let fixture = try Fixture()
    let repository = try fixture.open()
    let objects = try repository.objects()
    let commit = try fixture.commitAll()
    let id = try objects.writeTag(
      name: "checkpoint/before", commit: commit, tagger: writer, message: Array("why\n".utf8))
    try repository.updateReference(
      "refs/tags/checkpoint/before", from: nil, to: id, reason: "checkpoint")
    try fixture.checkObjects()
    let made = try fixture.text(
      "mktag", input: try fixture.git.git("cat-file", "tag", "checkpoint/before"))
    #expect(made == id.hex)
    #expect(try fixture.text("describe", "--exact-match", commit.hex) == "checkpoint/before")
    let tag = try objects.tag(id)
    #expect(tag.target == commit && tag.targetKind == .commit && tag.tagger == writer)
    #expect(tag.name == "checkpoint/before" && tag.message == Array("why\n".utf8))
    try fixture.text("tag", "-a", "outer", "-m", "x", id.hex)
    #expect(try objects.peelToCommit(try fixture.id("outer")) == commit)
    #expect(code { _ = try objects.peelToCommit(try fixture.id("HEAD^{tree}")) } == .invalid)
    #expect(
      code {
        _ = try objects.writeTag(name: "a\nb", commit: commit, tagger: writer, message: [])
      } == .invalid)
  }

  @Test("The configured identity is cleaned as git cleans it")
  func identity() throws {
    let fixture = try Fixture()
    #expect(try fixture.open().configuredIdentity(role: "author") == nil)
    try fixture.text("config", "user.name", " .A <b>, C;")
    try fixture.text("config", "user.email", "<x@y>")
    try fixture.text("config", "committer.name", "D")
    try fixture.commitAll()
    let repository = try fixture.open()
    let commit = try repository.objects().commit(try fixture.id("HEAD"))
    let author = try #require(try repository.configuredIdentity(role: "author"))
    #expect(author == (commit.author.name, commit.author.mail))
    let committer = try #require(try repository.configuredIdentity(role: "committer"))
    #expect(committer == (commit.committer.name, commit.committer.mail))
  }
}
