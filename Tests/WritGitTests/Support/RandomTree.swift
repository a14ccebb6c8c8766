import WritGit
import WritTesting

/// Files by path, changed at random, with names that sort trickily: an independent model of what
/// `TreeEditor` does.
struct RandomTree {
  private(set) var files: [GitPath: TreeEntry] = [:]
  private var generator: SeededGenerator
  private let blobs: [ObjectID]

  private static let names: [[UInt8]] =
    ["a", "a.b", "a-b", "a0", "a b", "b", "A", "\u{E9}", "e\u{301}", "a\n\"\\", "a\u{1}"]
    .map { Array($0.utf8) } + [[0xFF, 0xFE], [0x61, 0xFF]]

  init(seed: UInt64, blobs: [ObjectID]) {
    generator = SeededGenerator(seed: seed)
    self.blobs = blobs
  }

  /// Makes `count` changes and tells each of them.
  mutating func change(
    _ count: Int, telling tell: (GitPath, TreeEntry?) throws -> Void
  ) rethrows {
    for _ in 0..<count {
      let path = randomPath()
      let entry = Int.random(in: 0..<4, using: &generator) == 0 ? nil : randomEntry()
      set(path, to: entry)
      try tell(path, entry)
    }
  }

  private mutating func set(_ path: GitPath, to entry: TreeEntry?) {
    files = files.filter { other, _ in
      !other.isInside(path) && !(entry != nil && path.isInside(other))
    }
    files[path] = entry
  }

  private mutating func randomPath() -> GitPath {
    var path = GitPath(bytes: [])
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      path = path.appending(RandomTree.names.randomElement(using: &generator) ?? [])
    }
    return path
  }

  private mutating func randomEntry() -> TreeEntry? {
    let modes: [TreeEntry.Mode] = [.file, .file, .executable, .symbolicLink]
    guard let mode = modes.randomElement(using: &generator),
      let blob = blobs.randomElement(using: &generator)
    else { return nil }
    return TreeEntry(mode: mode, id: blob)
  }

  /// What `git update-index -z --index-info` reads.
  var indexInformation: [UInt8] {
    files.flatMap { path, entry in
      Array("\(String(entry.mode.rawValue, radix: 8)) \(entry.id)\t".utf8) + path.bytes + [0]
    }
  }
}

extension Fixture {
  /// The tree that git makes of these files.
  func tree(of model: RandomTree) throws -> ObjectID {
    let index = ["GIT_INDEX_FILE": git.path + "/model-index"]
    try text("read-tree", "--empty", extra: index)
    try text("update-index", "-z", "--index-info", input: model.indexInformation, extra: index)
    let hex = try text("write-tree", extra: index)
    guard let id = ObjectID(hex) else { throw FixtureError(description: "not an id: \(hex)") }
    return id
  }

  /// Some blobs to use.
  func blobs(_ count: Int = 3) throws -> [ObjectID] {
    let objects = try open().objects()
    return try (0..<count).map { try objects.write(Array("blob \($0)\n".utf8), as: .blob) }
  }
}
