import Foundation
import Testing
import WritGit
import WritTesting

struct PackFileTests {
  /// How git is asked to write packs.
  enum Form: CaseIterable {
    case ordinary, basesByID, largeOffsets, wholeObjects, several

    var settings: [String] {
      switch self {
      case .ordinary, .several: []
      case .basesByID: ["-c", "repack.useDeltaBaseOffset=false"]
      case .largeOffsets: ["-c", "pack.indexVersion=2"]
      case .wholeObjects: ["-c", "pack.depth=0"]
      }
    }
  }

  @Test("Objects read from packs directly are those that git has", arguments: Form.allCases)
  func agreement(form: Form) throws {
    let fixture = try PackFileTests.history(commits: 12)
    try PackFileTests.pack(fixture, form)
    let expected = try PackFileTests.listing(fixture)
    #expect(expected.count > 40)
    let repository = try fixture.open()
    let files = repository.packFiles()
    // What is gone from the disk can only come from what was opened before.
    try FileManager.default.removeItem(atPath: fixture.git.path + "/.git/objects/pack")
    let objects = try repository.objects()
    objects.read(from: files, keeping: .much)
    for (id, kind, size) in expected {
      #expect(objects.contains(id))
      let header = try objects.header(id)
      #expect(header.kind == kind && header.size == size, "\(id)")
      let content = try objects.content(of: id, as: kind)
      #expect(try ObjectDatabase.id(of: content, as: kind) == id)
      #expect(try objects.header(id).size == size)
    }
    #expect(code { _ = try objects.content(of: .zero, as: .blob) } == .missingObject)
  }

  @Test("An object of another type than was asked for is refused in a pack, too")
  func otherType() throws {
    let fixture = try PackFileTests.history(commits: 1)
    try PackFileTests.pack(fixture, .ordinary)
    let repository = try fixture.open()
    let objects = try repository.objects()
    objects.read(from: repository.packFiles(), keeping: .little)
    let commit = try fixture.id("HEAD")
    #expect(code { _ = try objects.blob(commit) } == .corrupt)
    #expect(code { _ = try objects.entries(of: commit) } == .corrupt)
  }

  @Test("A damaged pack or index never gives other content", arguments: ["pack", "idx"])
  func damage(ending: String) throws {
    let fixture = try PackFileTests.history(commits: 6)
    try PackFileTests.pack(fixture, .ordinary)
    let expected = try PackFileTests.listing(fixture)
    let folder = fixture.git.path + "/.git/objects/pack/"
    let name = try #require(
      FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(ending) })
    let bytes = try Files.read(folder + name)
    var random = SystemRandomNumberGenerator()
    var refused = 0
    for round in 0..<120 {
      var damaged = bytes
      if round % 10 == 0 {
        damaged.removeLast(Int.random(in: 1..<bytes.count, using: &random))
      } else {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        damaged[place] ^= UInt8.random(in: 1...255, using: &random)
      }
      try FileManager.default.removeItem(atPath: folder + name)
      try Files.write(folder + name, damaged)
      let repository = try fixture.open()
      let objects = try repository.objects()
      objects.read(from: repository.packFiles(), keeping: .little)
      for (id, kind, _) in expected {
        do {
          let content = try objects.content(of: id, as: kind)
          #expect(try ObjectDatabase.id(of: content, as: kind) == id)
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused > 0)
  }

  // MARK: Repositories

  /// A history with files that change little, whose objects are worth telling as changes.
  private static func history(commits: Int) throws -> Fixture {
    let fixture = try Fixture()
    for round in 0..<commits {
      let lines = (0..<400).map { "line \($0) \($0 % 17 == round % 17 ? "\(round)" : "same")\n" }
      try fixture.git.write("policies/a.txt", lines.joined().utf8)
      try fixture.git.write("policies/deep/b-\(round).txt", "\(round)\n".utf8)
      // More than one byte of size, and pieces of more than 65,536 bytes.
      let noise = (0..<90_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 11) }
      try fixture.git.write("noise", noise + Array("\(round)".utf8))
      try fixture.commitAll("round \(round)")
    }
    try fixture.text("tag", "-a", "t", "-m", "t")
    return fixture
  }

  private static func pack(_ fixture: Fixture, _ form: Form) throws {
    if form == .several {
      try fixture.text("repack", "-d", "--quiet")
      try fixture.git.write("later", "later\n".utf8)
      try fixture.commitAll("later")
      try fixture.text("repack", "-d", "--quiet")
      return
    }
    let outcome = try fixture.git.run(
      "git", form.settings + ["repack", "-a", "-d", "-f", "--quiet"])
    #expect(outcome.status == 0)
    guard form == .largeOffsets else { return }
    let folder = fixture.git.path + "/.git/objects/pack/"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    let index = folder + (try #require(names.first { $0.hasSuffix(".idx") }))
    try FileManager.default.removeItem(atPath: index)
    // Offsets beyond 0x40 go to the table of large ones.
    let pack = folder + (try #require(names.first { $0.hasSuffix(".pack") }))
    try fixture.text("index-pack", "--index-version=2,0x40", "-o", index, pack)
  }

  private static func listing(
    _ fixture: Fixture
  ) throws -> [(id: ObjectID, kind: ObjectKind, size: Int)] {
    let text = try fixture.text("cat-file", "--batch-all-objects", "--batch-check")
    return text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let id = ObjectID(words[0]), let kind = ObjectKind(rawValue: String(words[1])),
        let size = Int(words[2])
      else { return nil }
      return (id, kind, size)
    }
  }
}
