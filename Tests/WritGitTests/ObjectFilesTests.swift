import Foundation
import Testing
import WritGit
import WritTesting

struct ObjectFilesTests {
  @Test("A pack that a repack took away is not intact, and that is no failure")
  func repacked() throws {
    let fixture = try Fixture()
    try fixture.git.write("a", "a\n".utf8)
    try fixture.commitAll()
    try fixture.text("repack", "-a", "-d", "--quiet")
    let repository = try fixture.open()
    let before = try #require(try repository.objectFiles())
    #expect(before.map(\.kind).sorted { $0.rawValue < $1.rawValue } == [.pack, .index])
    for file in before { #expect(try repository.isIntact(file)) }
    try fixture.git.write("a", "b\n".utf8)
    try fixture.commitAll()
    try fixture.text("repack", "-a", "-d", "--quiet")
    for file in before { #expect(try !repository.isIntact(file)) }
    let after = try #require(try repository.objectFiles())
    #expect(after.count == 2 && Set(after).isDisjoint(with: before))
  }

  @Test("A damaged pack is not intact", arguments: ["pack", "idx"])
  func damage(ending: String) throws {
    let fixture = try Fixture()
    try fixture.git.write("a", "a\n".utf8)
    try fixture.commitAll()
    try fixture.text("repack", "-a", "-d", "--quiet")
    let repository = try fixture.open()
    let files = try #require(try repository.objectFiles())
    let folder = fixture.git.path + "/.git/objects/pack/"
    let name = try #require(
      FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(ending) })
    var bytes = try Files.read(folder + name)
    bytes[30] ^= 1
    try FileManager.default.removeItem(atPath: folder + name)
    try Files.write(folder + name, bytes)
    let kind: ObjectFile.Kind = ending == "pack" ? .pack : .index
    for file in files { #expect(try repository.isIntact(file) == (file.kind != kind)) }
  }

  @Test("Of a pack that is listed and cannot be opened nothing is said")
  func vanishing() throws {
    let fixture = try Fixture()
    try fixture.git.write("a", "a\n".utf8)
    try fixture.commitAll()
    try fixture.text("repack", "-a", "-d", "--quiet")
    // As a repack would leave it between a listing and the look at what was listed.
    let name = "pack-\(String(repeating: "1", count: 40)).pack"
    try FileManager.default.createSymbolicLink(
      atPath: fixture.git.path + "/.git/objects/pack/" + name, withDestinationPath: "gone")
    #expect(try fixture.open().objectFiles() == nil)
  }

  @Test(
    "An open repository finds every object after a repack",
    arguments: [[], ["--write-midx"]], [[], ["-f", "--depth=1"]])
  func repackedMeanwhile(first: [String], second: [String]) throws {
    let fixture = try Fixture()
    for round in 0..<3 {
      try fixture.git.write("a", "\(round)\n".utf8)
      try fixture.commitAll()
      #expect(try fixture.git.run("git", ["repack", "-d", "-q"] + first).status == 0)
    }
    let text = try fixture.text(
      "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)")
    let all = text.split(separator: "\n").map { $0.split(separator: " ") }
    let repository = try fixture.open()
    let objects = try repository.objects()
    _ = try objects.commit(fixture.id("HEAD~2"))
    try fixture.git.write("a", "later\n".utf8)
    try fixture.commitAll()
    #expect(try fixture.git.run("git", ["repack", "-a", "-d", "-q"] + second).status == 0)
    for words in all {
      let id = try #require(ObjectID(words[0]))
      let kind = try #require(ObjectKind(rawValue: String(words[1])))
      #expect(try objects.header(id).kind == kind)
      #expect(try ObjectDatabase.id(of: objects.content(of: id, as: kind), as: kind) == id)
    }
    #expect(try repository.isAncestor(fixture.id("HEAD~3"), of: fixture.id("HEAD")))
  }

  /// How objects are asked for.
  enum Question: CaseIterable {
    case header, content, ancestor, base, bases, reachable, history, revision
  }

  /// - Parameter wasOpen: whether the newest of the packs was open.
  @Test(
    "A pack that goes away while its index is read is no failure",
    arguments: Question.allCases, [false, true])
  func vanishesUnderItsIndex(question: Question, wasOpen: Bool) throws {
    let fixture = try Fixture()
    for round in 0..<3 {
      try fixture.git.write("a", "\(round)\n".utf8)
      try fixture.commitAll()
      try fixture.text("repack", "-d", "-q", "--write-midx")
    }
    let first = try fixture.id("HEAD~2")
    let last = try fixture.id("HEAD")
    let repository = try fixture.open()
    let objects = try repository.objects()
    // The list of packs is read now.
    #expect(objects.contains(last))
    if wasOpen { #expect(try objects.commit(last).id == last) }
    let folder = fixture.git.path + "/.git/objects/pack/"
    let indexes = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".idx") }.map { (path: folder + $0, try Files.read(folder + $0)) }
    try fixture.text("repack", "-a", "-d", "-q", "-f", "--depth=1")
    // As when git has removed a pack after its index was opened.
    for (path, bytes) in indexes where !Files.exists(path) { try Files.write(path, bytes) }
    switch question {
    case .header: #expect(try objects.header(first).kind == .commit)
    case .content: #expect(try objects.commit(first).id == first)
    case .ancestor: #expect(try repository.isAncestor(first, of: last))
    case .base: #expect(try repository.mergeBase(first, last) == first)
    case .bases: #expect(try repository.mergeBases(first, last) == [first])
    case .reachable: #expect(try repository.isReachable(first, from: [last]))
    case .history:
      let history = try History(of: repository, from: [last])
      var ids: [ObjectID] = []
      while let id = try history.nextID() { ids.append(id) }
      #expect(ids.count == 3 && ids.first == last && ids.last == first)
    case .revision: #expect(try repository.resolve("\(last)~2") == first)
    }
  }
}
