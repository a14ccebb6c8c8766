import WritGit
import WritJSON
import WritPolicy

/// What an apply is about to do, written before the checkpoint tag is made and removed when
/// everything is done.
///
/// A journal that is found by a later command tells what a killed one began.
struct Journal {
  let id: ULID
  let branch: String
  let base: ObjectID?
  let commit: ObjectID
  let tag: ObjectID?
  let gitDirectory: String
  let files: [Landing.File]

  static func folder(in repository: Repository) -> String { repository.commonPath("writ/journal") }

  private func path(in repository: Repository) -> String {
    "\(Journal.folder(in: repository))/\(id).json"
  }

  func write(in repository: Repository) throws {
    try FileSystem.makeFolder(Journal.folder(in: repository))
    try FileSystem.write(
      json.serialized(indent: nil), to: path(in: repository), durable: repository.isDurable)
  }

  func remove(in repository: Repository) throws {
    try FileSystem.remove(path(in: repository))
  }

  /// The journals that are there; one that cannot be read is told by its name.
  static func all(in repository: Repository) throws -> (journals: [Journal], damaged: [String]) {
    var journals: [Journal] = []
    var damaged: [String] = []
    let folder = folder(in: repository)
    for name in try FileSystem.names(in: folder) where name.hasSuffix(".json") {
      guard let bytes = try FileSystem.read("\(folder)/\(name)", limit: 64 << 20) else { continue }
      do {
        journals.append(try Journal(JSONDocument(parsing: bytes).value))
      } catch {
        damaged.append("\(folder)/\(name)")
      }
    }
    return (journals, damaged)
  }

  private var json: JSONValue {
    [
      "version": 1, "id": .string(id.description), "branch": .string(branch),
      "base": Journal.json(base), "commit": .string(commit.hex), "tag": Journal.json(tag),
      "gitDirectory": .string(gitDirectory), "files": .array(files.map(\.json)),
    ]
  }

  init(
    id: ULID, branch: String, base: ObjectID?, commit: ObjectID, tag: ObjectID?,
    gitDirectory: String, files: [Landing.File]
  ) {
    self.id = id
    self.branch = branch
    self.base = base
    self.commit = commit
    self.tag = tag
    self.gitDirectory = gitDirectory
    self.files = files
  }

  private init(_ value: JSONValue) throws {
    let form = try Form(
      value, "the journal",
      known: ["version", "id", "branch", "base", "commit", "tag", "gitDirectory", "files"])
    try form.requireVersion(1)
    guard let id = ULID(try form.string("id")) else { throw form.wrong("id", "an id") }
    self.id = id
    branch = try form.string("branch")
    base = try form.optionalString("base").flatMap { ObjectID($0) }
    commit = try Journal.object(form, "commit")
    tag = try form.optionalString("tag").flatMap { ObjectID($0) }
    gitDirectory = try form.string("gitDirectory")
    files = try form.array("files").enumerated().map { index, value in
      try Landing.File(value, at: form.place("files").appending(index))
    }
  }

  private static func json(_ id: ObjectID?) -> JSONValue { id.map { .string($0.hex) } ?? .null }

  fileprivate static func object(_ form: Form, _ key: String) throws(PolicyError) -> ObjectID {
    guard let id = ObjectID(try form.string(key)) else { throw form.wrong(key, "an object id") }
    return id
  }
}

extension Landing.File {
  var json: JSONValue {
    ["path": .string(path.description), "before": before.json, "after": after.json]
  }

  init(_ value: JSONValue, at place: JSONPointer) throws {
    let form = try Form(value, "the journal", at: place, known: ["path", "before", "after"])
    self.init(
      path: GitPath(try form.string("path")), before: try TreeEntry(form, "before"),
      after: try TreeEntry(form, "after"))
  }
}

extension TreeEntry? {
  fileprivate var json: JSONValue {
    map { ["mode": .number(JSONNumber(Int($0.mode.rawValue))), "id": .string($0.id.hex)] } ?? .null
  }
}

extension TreeEntry {
  fileprivate init?(_ outer: Form, _ key: String) throws {
    guard let value = outer.value(key), !value.isNull else { return nil }
    let form = try Form(value, "the journal", at: outer.place(key), known: ["mode", "id"])
    guard let bits = try form.optionalInt("mode", in: 0...0o777777),
      let mode = TreeEntry.Mode(rawValue: UInt32(bits))
    else { throw form.wrong("mode", "a file mode") }
    self.init(mode: mode, id: try Journal.object(form, "id"))
  }
}
