import Testing
import WritGit
import WritTesting

struct TreeEditingTests {
  @Test(
    "Random edits give the trees that git gives", arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func randomEdits(seed: UInt64) throws {
    let fixture = try Fixture(bare: true)
    let objects = try fixture.open().objects()
    var model = RandomTree(seed: seed, blobs: try fixture.blobs())
    var tree: ObjectID?
    for _ in 0..<8 {
      var editor = TreeEditor(objects)
      try model.change(12) { path, entry in try editor.set(path, to: entry) }
      let written = try editor.write(onto: tree)
      #expect(written == (try fixture.tree(of: model)))
      let read = try objects.files(in: written)
      #expect(Dictionary(uniqueKeysWithValues: read.map { ($0.path, $0.entry) }) == model.files)
      for (path, entry) in model.files {
        #expect(try objects.entry(at: path, in: written) == entry)
      }
      tree = written
    }
  }

  @Test("A folder set whole can be changed below in the same edit")
  func folderThenFileBelow() throws {
    let fixture = try Fixture(bare: true)
    let objects = try fixture.open().objects()
    let blobs = try fixture.blobs()
    var inner = TreeEditor(objects)
    try inner.set("x", to: TreeEntry(id: blobs[0]))
    let folder = try inner.write(onto: nil)
    var editor = TreeEditor(objects)
    try editor.set("old/gone", to: TreeEntry(id: blobs[2]))
    let base = try editor.write(onto: nil)

    var change = TreeEditor(objects)
    try change.set("old", to: TreeEntry(mode: .folder, id: folder))
    try change.set("old/y", to: TreeEntry(id: blobs[1]))
    let files = try objects.files(in: try change.write(onto: base))
    #expect(files.map(\.path) == ["old/x", "old/y"])

    var removal = TreeEditor(objects)
    try removal.set("old", to: nil)
    try removal.set("old/y", to: TreeEntry(id: blobs[1]))
    #expect(
      try objects.files(in: try removal.write(onto: base)).map(\.path) == ["old/y"])
  }

  @Test("What is removed last leaves the empty tree")
  func emptyTree() throws {
    let fixture = try Fixture(bare: true)
    let objects = try fixture.open().objects()
    let blob = try fixture.blobs()[0]
    var editor = TreeEditor(objects)
    try editor.set("a/b/c", to: TreeEntry(id: blob))
    let tree = try editor.write(onto: nil)
    var removal = TreeEditor(objects)
    try removal.set("a/b/c", to: nil)
    try removal.set("not/there", to: nil)
    let empty = try removal.write(onto: tree)
    #expect(empty.hex == "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
  }

  @Test("A path 65 levels deep is refused, one of 64 is read back")
  func depth() throws {
    let fixture = try Fixture(bare: true)
    let objects = try fixture.open().objects()
    let entry = TreeEntry(id: try fixture.blobs()[0])
    func path(_ depth: Int) -> GitPath {
      GitPath(Array(repeating: "d", count: depth).joined(separator: "/"))
    }
    var editor = TreeEditor(objects)
    try editor.set(path(64), to: entry)
    let tree = try editor.write(onto: nil)
    #expect(try objects.files(in: tree).map(\.path) == [path(64)])
    #expect(try objects.changes(from: nil, to: tree).map(\.path) == [path(64)])
    #expect(code { try editor.set(path(65), to: entry) } == .invalid)
    #expect(code { try editor.set(path(100_000), to: entry) } == .invalid)
  }

  @Test(
    "A tree that readers could read differently is damaged",
    arguments: [
      [("100644", "b"), ("100644", "a")], [("100644", "a"), ("100644", "a")],
      [("100644", "a"), ("100644", "a-b"), ("40000", "a")], [("100644", "a/b")],
      [("100644", "")], [("170000", "a")], [("9", "a")],
    ])
  func damagedTree(entries: [(String, String)]) throws {
    let fixture = try Fixture(bare: true)
    let objects = try fixture.open().objects()
    let id = try fixture.blobs()[0]
    var content: [UInt8] = []
    for (mode, name) in entries { content += Array("\(mode) \(name)".utf8) + [0] + id.bytes }
    let tree = try objects.write(content, as: .tree)
    #expect(code { _ = try objects.entries(of: tree) } == .corrupt)
    #expect(code { _ = try objects.changes(from: nil, to: tree) } == .corrupt)
    #expect(code { _ = try objects.entry(at: "zz", in: tree) } == .corrupt)
    var editor = TreeEditor(objects)
    try editor.set("c", to: TreeEntry(id: id))
    #expect(code { _ = try editor.write(onto: tree) } == .corrupt)
    let cut = try objects.write(Array(content.dropLast()), as: .tree)
    #expect(code { _ = try objects.files(in: cut) } == .corrupt)
  }
}
