import Testing
import WritGit
import WritTesting

struct TreeBudgetTests {
  /// Ten folders in each of some levels, all the same: a few hundred bytes, and as many files as
  /// nobody counts.
  private func bomb(_ objects: ObjectDatabase, levels: Int, isEmpty: Bool) throws -> ObjectID {
    let blob = try objects.write(Array("{}".utf8), as: .blob)
    var tree = try objects.write(isEmpty ? [] : entry("100644", "x.json", blob), as: .tree)
    for _ in 0..<levels {
      tree = try objects.write((0..<10).flatMap { entry("40000", "f\($0)", tree) }, as: .tree)
    }
    return tree
  }

  private func entry(_ mode: String, _ name: String, _ id: ObjectID) -> [UInt8] {
    Array("\(mode) \(name)\0".utf8) + id.bytes
  }

  @Test("Folders that name each other again and again are given up", arguments: [true, false])
  func bombs(isEmpty: Bool) throws {
    let fixture = try Fixture(bare: true)
    let objects = try fixture.open().objects()
    let tree = try bomb(objects, levels: 10, isEmpty: isEmpty)
    for depth in [tree, try bomb(objects, levels: 12, isEmpty: isEmpty)] {
      var budget = TreeBudget(files: 500, folders: 500)
      let listed = #expect(throws: GitError.self) {
        try objects.files(in: depth, under: "policies", &budget)
      }
      #expect(listed?.code == .tooMuch && listed?.message.contains("policies/") == true)
      budget = TreeBudget(files: 500, folders: 500)
      let compared = #expect(throws: GitError.self) {
        try objects.changes(from: nil, to: depth, under: "policies", &budget)
      }
      #expect(compared?.code == .tooMuch)
    }
  }

  @Test("A budget that suffices changes nothing, and one file less does not suffice")
  func suffices() throws {
    let fixture = try Fixture(bare: true)
    let objects = try fixture.open().objects()
    let tree = try bomb(objects, levels: 2, isEmpty: false)
    for files in [99, 100] {
      var one = TreeBudget(files: files)
      var other = TreeBudget(files: files)
      let isEnough = files == 100
      #expect((try? objects.files(in: tree, under: "p", &one).count) == (isEnough ? 100 : nil))
      #expect(
        (try? objects.changes(from: nil, to: tree, under: "p", &other).count)
          == (isEnough ? 100 : nil))
    }
    var bytes = TreeBudget(bytes: 200)
    #expect(throws: GitError.self) { try objects.files(in: tree, under: "p", &bytes) }
  }
}
