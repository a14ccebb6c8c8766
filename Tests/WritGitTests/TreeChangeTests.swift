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

  /// One entry of a wide tree: the same layout as long as mode and name are.
  private struct Entry {
    var mode = "100644"
    var name: String
    var id: ObjectID
  }

  private func write(_ entries: [Entry], _ objects: ObjectDatabase) throws -> ObjectID {
    var bytes: [UInt8] = []
    for entry in entries {
      bytes += Array("\(entry.mode) \(entry.name)".utf8) + [0] + entry.id.bytes
    }
    return try objects.write(bytes, as: .tree)
  }

  @Test(
    "Changes between wide trees, mostly of ids alone, are those of git diff-tree",
    arguments: [21, 22, 23] as [UInt64])
  func wideTrees(seed: UInt64) throws {
    let fixture = try Fixture(bare: true)
    let objects = try fixture.open().objects()
    let blobs = try fixture.blobs(9)
    var generator = SeededGenerator(seed: seed)
    func blob() -> ObjectID { blobs.randomElement(using: &generator) ?? .zero }
    var entries = (100..<160).map { Entry(name: "p\($0).json", id: blob()) }
    var before = try write(entries, objects)
    for round in 0..<24 {
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        entries[Int.random(in: entries.indices, using: &generator)].id = blob()
      }
      let place = Int.random(in: entries.indices, using: &generator)
      switch round % 6 {
      case 2: entries[place].mode = entries[place].mode == "100644" ? "100755" : "100644"
      case 3: entries[place].name = String(entries[place].name.dropLast()) + "m"
      case 4: entries.remove(at: place)
      case 5: entries.insert(Entry(name: entries[place].name + "x", id: blob()), at: place + 1)
      default: break
      }
      let after = try write(entries, objects)
      for (old, new) in [(before, after), (after, before)] {
        let changes = try objects.changes(from: old, to: new)
        #expect(try changes.map(raw) == diffTree(fixture, old, new), "round \(round)")
      }
      before = after
    }
  }

  @Test("A tree that differs from another in more than ids is read by itself")
  func damagedNeighbour() throws {
    let fixture = try Fixture(bare: true)
    let objects = try fixture.open().objects()
    let blobs = try fixture.blobs(2)
    let entries = (100..<160).map { Entry(name: "p\($0).json", id: blobs[0]) }
    let sound = try write(entries, objects)
    var changed = entries
    changed[30].id = blobs[1]
    let neighbour = try write(changed, objects)
    #expect(try objects.changes(from: sound, to: neighbour).count == 1)
    let faults: [(inout [Entry]) -> Void] = [
      { $0.swapAt(10, 40) }, { $0[20].name = "p119.json" }, { $0[5].name = "p1/5.json" },
      { $0[59].mode = "100648" },
    ]
    for fault in faults {
      var entries = changed
      fault(&entries)
      let broken = try write(entries, objects)
      #expect(throws: GitError.self) { try objects.changes(from: neighbour, to: broken) }
      #expect(throws: GitError.self) { try objects.changes(from: broken, to: neighbour) }
      // What is known of one tree is not said of the other.
      entries[0].id = blobs[1]
      let again = try write(entries, objects)
      #expect(throws: GitError.self) { try objects.changes(from: broken, to: again) }
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
