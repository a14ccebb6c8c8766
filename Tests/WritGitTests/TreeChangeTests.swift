import Testing
import WritGit
import WritTesting

struct TreeChangeTests {
  @Test(
    "Changes between random trees are those of git diff-tree",
    arguments: [11, 12, 13, 14] as [UInt64])
  func randomTrees(seed: UInt64) throws {
    let fixture = try Fixture(bare: true)
    let objects = try fixture.open().objects()
    var model = RandomTree(seed: seed, blobs: try fixture.blobs())
    model.change(30) { _, _ in }
    var before = try fixture.tree(of: model)
    for round in 0..<6 {
      model.change(round * 4) { _, _ in }
      let after = try fixture.tree(of: model)
      let changes = try objects.changes(from: before, to: after)
      #expect(changes.map(\.path) == changes.map(\.path).sorted())
      #expect(try Set(changes.map(raw)) == Set(diffTree(fixture, before, after)))
      #expect(try objects.changes(from: after, to: before).count == changes.count)
      before = after
    }
  }

  /// A change as `git diff-tree -z` writes it, without the letter.
  private func raw(_ change: TreeChange) -> String {
    func mode(_ entry: TreeEntry?) -> String {
      let text = String(entry?.mode.rawValue ?? 0, radix: 8)
      return String(repeating: "0", count: 6 - text.count) + text
    }
    let ids = [change.before, change.after].map { ($0?.id ?? .zero).hex }
    return ":\(mode(change.before)) \(mode(change.after)) \(ids[0]) \(ids[1]) \(change.path.bytes)"
  }

  private func diffTree(
    _ fixture: Fixture, _ before: ObjectID, _ after: ObjectID
  ) throws -> [String] {
    let output = try fixture.git.git(
      "diff-tree", "-r", "--no-renames", "-z", before.hex, after.hex)
    let fields = output.split(separator: 0)
    return stride(from: 0, to: fields.count - 1, by: 2).map { index in
      let head = String(decoding: fields[index].dropLast(2), as: UTF8.self)
      return "\(head) \(Array(fields[index + 1]))"
    }
  }
}
