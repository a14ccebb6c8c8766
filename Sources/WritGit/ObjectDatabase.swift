internal import CLibgit2

/// The types of Git objects.
public enum ObjectKind: String, Sendable {
  case commit, tree, blob, tag

  init?(_ native: git_object_t) {
    switch native {
    case GIT_OBJECT_COMMIT: self = .commit
    case GIT_OBJECT_TREE: self = .tree
    case GIT_OBJECT_BLOB: self = .blob
    case GIT_OBJECT_TAG: self = .tag
    default: return nil
    }
  }

  var native: git_object_t {
    switch self {
    case .commit: GIT_OBJECT_COMMIT
    case .tree: GIT_OBJECT_TREE
    case .blob: GIT_OBJECT_BLOB
    case .tag: GIT_OBJECT_TAG
    }
  }
}

/// Reads and writes objects by id.
///
/// An object that is missing or damaged is an error, never nil. It may outlive the repository that
/// it came from.
public final class ObjectDatabase {
  private let pointer: OpaquePointer
  private let settings: RepositorySettings
  /// The trees with few entries that were read last, by the last byte of their ids.
  var smallTrees: [(tree: ObjectID, entries: [(name: [UInt8], entry: TreeEntry)])?] = []
  /// What is known of the trees that were compared last.
  var treeLayouts = TreeLayouts()
  /// Large trees that were asked for many names.
  var busyTrees = BusyTrees()
  /// Where objects are looked for first.
  var packs: PackReader?
  private var unsynced: [ObjectID] = []

  init(of repository: Repository, settings: RepositorySettings) throws(GitError) {
    pointer = try Libgit2.make("Cannot open the object database") {
      git_repository_odb(&$0, repository.pointer)
    }
    self.settings = settings
    // Commits are read themselves: a commit-graph file could hide that one is missing.
    try Libgit2.check(
      git_odb_set_commit_graph(pointer, nil), "Cannot set the commit-graph file aside")
  }

  deinit { git_odb_free(pointer) }

  /// The status of a call that reads objects and, where it fails, leaves all as it was.
  ///
  /// libgit2 lists packs anew for an object that it does not find, but not where a multi-pack-index
  /// names a pack that a repack is just taking away. So what fails is asked once more after another
  /// listing, which damage outlasts.
  func reading(_ body: () -> Int32) -> Int32 {
    let status = Libgit2.call(body)
    guard isToBeAskedAgain(status) else { return status }
    return Libgit2.call(body)
  }

  /// Whether a call with this status may do better now that packs were listed anew.
  func isToBeAskedAgain(_ status: Int32) -> Bool {
    status == GIT_ERROR.rawValue && git_odb_refresh(pointer) == 0
  }

  /// Whether the object is here.
  public func contains(_ id: ObjectID) -> Bool {
    if let packs, packs.contains(id) { return true }
    var native = id.native
    return git_odb_exists(pointer, &native) == 1
  }

  /// The type and the size in bytes, without reading the content.
  public func header(_ id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    if let header = packs?.header(id) { return header }
    var native = id.native
    var size = 0
    var type = GIT_OBJECT_INVALID
    let status = reading { git_odb_read_header(&size, &type, pointer, &native) }
    guard status >= 0 else {
      throw settings.explained(Libgit2.error(status, "Cannot read the object \(id)"))
    }
    guard let kind = ObjectKind(type) else { throw corrupt(id, "it has an unknown type") }
    return (kind, size)
  }

  /// Gives `body` the content of an object of the given type without copying it.
  public func withContent<Result>(
    of id: ObjectID, as kind: ObjectKind,
    _ body: (UnsafeRawBufferPointer) throws(GitError) -> Result
  ) throws(GitError) -> Result {
    if let object = packs?.object(id) {
      defer { withExtendedLifetime(object) {} }
      guard object.kind == kind else { throw unexpected(id, object.kind, instead: kind) }
      return try body(object.bytes)
    }
    var native = id.native
    var read: OpaquePointer?
    let status = reading { git_odb_read(&read, pointer, &native) }
    guard status >= 0, let object = read else {
      throw settings.explained(Libgit2.error(status, "Cannot read the \(kind.rawValue) \(id)"))
    }
    defer { git_odb_object_free(object) }
    let found = ObjectKind(git_odb_object_type(object))
    guard found == kind else { throw unexpected(id, found, instead: kind) }
    let bytes = UnsafeRawBufferPointer(
      start: git_odb_object_data(object), count: git_odb_object_size(object))
    return try checking(bytes, id, kind, body)
  }

  /// What `body` makes of content that has the id; of large content both are found at one time, and
  /// what was made of content with another id is never given out.
  private func checking<Result>(
    _ content: UnsafeRawBufferPointer, _ id: ObjectID, _ kind: ObjectKind,
    _ body: (UnsafeRawBufferPointer) throws(GitError) -> Result
  ) throws(GitError) -> Result {
    guard content.count >= HashThread.worthwhile else {
      guard ObjectHash.id(of: content, as: kind) == id else { throw otherID(id) }
      return try body(content)
    }
    let hash = HashThread(content, as: kind)
    let result: Result
    do throws(GitError) {
      result = try body(content)
    } catch {
      guard hash.id() == id else { throw otherID(id) }
      throw error
    }
    guard hash.id() == id else { throw otherID(id) }
    return result
  }

  private func otherID(_ id: ObjectID) -> GitError { corrupt(id, "its content has another id") }

  /// The content of an object of the given type.
  public func content(of id: ObjectID, as kind: ObjectKind) throws(GitError) -> [UInt8] {
    try withContent(of: id, as: kind) { (bytes) throws(GitError) in Array(bytes) }
  }

  /// The content of a blob of at most `limit` bytes.
  public func blob(_ id: ObjectID, limit: Int = .max) throws(GitError) -> [UInt8] {
    if let content = try blob(id, atMost: limit) { return content }
    throw GitError(
      .invalid,
      "The blob \(id) has \(try header(id).size) bytes, more than the \(limit) allowed.")
  }

  /// The content of a blob, nil when it has more than `limit` bytes and for no other reason.
  public func blob(_ id: ObjectID, atMost limit: Int) throws(GitError) -> [UInt8]? {
    if limit < .max, try isSurelyLarger(id, limit) { return nil }
    return try content(of: id, as: .blob)
  }

  private func isSurelyLarger(_ id: ObjectID, _ limit: Int) throws(GitError) -> Bool {
    // In a pack the size is known without a call of the system.
    if let header = packs?.header(id) { return header.size > limit }
    if isSurelySmall(id, limit) { return false }
    return try header(id).size > limit
  }

  /// Whether the file of an object is so short that no more than `limit` bytes can be in it: deflate
  /// makes at most 1,032 bytes of one.
  private func isSurelySmall(_ id: ObjectID, _ limit: Int) -> Bool {
    guard let size = FileSystem.size(loosePath(id)) else { return false }
    return size <= limit / 1_032
  }

  /// Stores an object and returns its id.
  ///
  /// It is durable only after `flush`.
  @discardableResult
  public func write(_ content: [UInt8], as kind: ObjectKind) throws(GitError) -> ObjectID {
    let id = try ObjectDatabase.id(of: content, as: kind)
    var native = id.native
    let status = Libgit2.call {
      content.withUnsafeBytes { buffer in
        // An object that is here already is only marked as young, which keeps it from pruning.
        guard let store = newObjectWriter, !isKnown(&native) else {
          return git_odb_write(&native, pointer, buffer.baseAddress, buffer.count, kind.native)
        }
        return store(&native, buffer.baseAddress, buffer.count, kind.native)
      }
    }
    try Libgit2.judge(status, "Cannot store a \(kind.rawValue)")
    unsynced.append(id)
    return id
  }

  private func isKnown(_ id: inout git_oid) -> Bool {
    git_odb_exists_ext(pointer, &id, GIT_ODB_LOOKUP_NO_REFRESH.rawValue) == 1
  }

  /// The write of the first store that takes objects, as libgit2 chooses it.
  ///
  /// `git_odb_write` lists the packs anew for every object that is not here. If such a pack had the
  /// object, it would be stored twice, which harms nothing.
  private lazy var newObjectWriter:
    ((inout git_oid, UnsafeRawPointer?, Int, git_object_t) -> Int32)? = {
      // Only libgit2 knows which of several stores is the one that was named for new objects.
      if settings.isRedirected { return nil }
      for position in 0..<git_odb_num_backends(pointer) {
        var backend: UnsafeMutablePointer<git_odb_backend>?
        guard git_odb_get_backend(&backend, pointer, position) == 0, let backend else { return nil }
        guard let write = backend.pointee.write else { continue }
        return { id, content, count, kind in write(backend, &id, content, count, kind) }
      }
      return nil
    }()

  /// The id that `content` would have, without storing it.
  public static func id(of content: [UInt8], as kind: ObjectKind) throws(GitError) -> ObjectID {
    try content.withUnsafeBufferPointer { (bytes) throws(GitError) in
      try id(of: UnsafeRawBufferPointer(bytes), as: kind)
    }
  }

  private static func id(
    of content: UnsafeRawBufferPointer, as kind: ObjectKind
  ) throws(GitError) -> ObjectID {
    Libgit2.start()
    var native = git_oid()
    let status = Libgit2.call {
      git_odb_hash(&native, content.baseAddress, content.count, kind.native)
    }
    try Libgit2.judge(status, "Cannot compute an object id")
    return ObjectID(native)
  }

  /// Syncs what was written since the last flush.
  ///
  /// The data of all files is handed to the disk first and awaited afterwards, so the file system
  /// can commit them together. After an error nothing that was written may be relied on.
  public func flush() throws(GitError) {
    guard settings.isDurable, !unsynced.isEmpty else { return unsynced.removeAll() }
    let paths = Set(unsynced).map(loosePath)
    for path in paths { FileSync.startWriting(path) }
    let folders = Set(paths.map { String($0.dropLast(39)) })
    // The folders of two digits may be new themselves.
    try FileSync.all(
      paths + folders + [settings.objectFolder], threads: settings.syncThreads)
    unsynced.removeAll()
  }

  private func loosePath(_ id: ObjectID) -> String {
    let hex = id.hex
    return "\(settings.objectFolder)/\(hex.prefix(2))/\(hex.dropFirst(2))"
  }

  private func unexpected(
    _ id: ObjectID, _ found: ObjectKind?, instead kind: ObjectKind
  ) -> GitError {
    corrupt(id, "a \(kind.rawValue) was expected, a \(found?.rawValue ?? "stranger") found")
  }

  func corrupt(_ id: ObjectID, _ why: String) -> GitError {
    GitError(
      .corrupt, "The object \(id) cannot be used: \(why).",
      hint: "run 'git fsck --full' and restore the object from another clone")
  }
}
