import Foundation
import Testing
import WritGit
import WritTesting

struct ObjectDamageTests {
  enum Damage: CaseIterable { case missing, cut, emptied, garbage, otherContent }

  @Test("An object that is missing or damaged is an error", arguments: Damage.allCases)
  func damagedObject(damage: Damage) throws {
    let fixture = try Fixture()
    try fixture.git.write("policies/a.json", "{\"a\": 1}\n".utf8)
    let commit = try fixture.commitAll()
    try fixture.text("tag", "-a", "t", "-m", "t")
    let other = try fixture.text("hash-object", "-w", "--stdin", input: Array("other".utf8))
    let otherFile = fixture.looseFile(try #require(ObjectID(other)))
    let names = ["HEAD", "HEAD^{tree}", "HEAD:policies", "HEAD:policies/a.json", "t"]
    let kinds: [ObjectKind] = [.commit, .tree, .tree, .blob, .tag]
    for (name, kind) in zip(names, kinds) {
      let id = try fixture.id(name)
      let file = fixture.looseFile(id)
      let bytes = try Files.read(file)
      try FileManager.default.removeItem(atPath: file)
      switch damage {
      case .missing: break
      case .cut: try Files.write(file, bytes.dropLast(6))
      case .emptied: try Files.write(file, [])
      case .garbage: try Files.write(file, bytes.map { ~$0 })
      case .otherContent: try Files.write(file, try Files.read(otherFile))
      }
      let objects = try fixture.open().objects()
      let expected: GitError.Code = damage == .missing ? .missingObject : .corrupt
      let error = failure { _ = try objects.content(of: id, as: kind) }
      #expect(error?.code == expected, "\(name): \(String(describing: error))")
      #expect(error?.hint != nil)
      try? FileManager.default.removeItem(atPath: file)
      try Files.write(file, bytes)
    }
    #expect(try fixture.open().objects().commit(commit).id == commit)
  }

  @Test("A damaged pack is an error")
  func damagedPack() throws {
    let fixture = try Fixture()
    try fixture.git.write("a", (0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 7919) })
    try fixture.commitAll()
    let blob = try fixture.id("HEAD:a")
    try fixture.text("repack", "-a", "-d", "--quiet")
    let folder = fixture.git.path + "/.git/objects/pack/"
    let pack = try #require(
      FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".pack") })
    var bytes = try Files.read(folder + pack)
    for index in bytes.count / 2..<bytes.count / 2 + 64 { bytes[index] ^= 0x55 }
    try FileManager.default.removeItem(atPath: folder + pack)
    try Files.write(folder + pack, bytes)
    #expect(code { _ = try fixture.open().objects().blob(blob) } == .corrupt)
  }

  @Test("An object of another type is refused")
  func otherType() throws {
    let fixture = try Fixture()
    let commit = try fixture.commitAll()
    let objects = try fixture.open().objects()
    #expect(code { _ = try objects.blob(commit) } == .corrupt)
    #expect(code { _ = try objects.tag(commit) } == .corrupt)
    #expect(code { _ = try objects.entries(of: commit) } == .corrupt)
    #expect(objects.contains(commit))
    #expect(!objects.contains(.zero))
    #expect(try objects.header(commit).kind == .commit)
    #expect(code { _ = try objects.header(.zero) } == .missingObject)
  }
}
