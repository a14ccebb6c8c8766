import WritGit
import WritJSON

/// What a commit did to one file.
struct VersionChange {
  let path: GitPath
  /// What the file is now, as the index tells it.
  let state: IndexEvent.Kind
  /// Where the new version differs from the last one that could be read.
  var touches: [JSONTouch] = []
  /// The document before, if there was one.
  var old: JSONNode?
  /// The document after, if there is one.
  var new: JSONNode?
  /// What identifies the elements of arrays: the schemas before the commit decide, as they do where
  /// it is judged and told, so that it is never told otherwise for schemas that came later.
  var identity = JSONIdentity.default
  /// For places that were added where else their content stood, by pointer.
  var sources: [[UInt8]: Source] = [:]
  /// A file that went whole and came whole, whose blob tells that nothing in it changed.
  var renamedFrom: GitPath?

  /// A place in the tree before the commit.
  struct Source: Equatable {
    let path: GitPath
    let pointer: [UInt8]
  }

  var isAdded: Bool { renamedFrom == nil && old == nil && new != nil }
  var isRemoved: Bool { old != nil && new == nil }
}

/// Reads what commits did to documents, each against its first parent.
struct VersionReader {
  private let ledger: Ledger
  private var documents: DocumentCache
  /// The last version that could be read, of files whose later versions cannot.
  private var lastReadable: [GitPath: TreeEntry?] = [:]

  init(_ ledger: Ledger) {
    self.ledger = ledger
    documents = DocumentCache(ledger.objects)
  }

  /// The governed files that a commit changed, with what happened in them.
  ///
  /// - Parameter earlier: finds the last version of a file that could be read, for one whose version
  ///   before this commit cannot be.
  mutating func changes(
    from parent: GovernedRoots, to own: GovernedRoots, earlier: (GitPath) throws -> TreeEntry?
  ) throws -> [VersionChange] {
    let files = try ledger.governedChanges(from: parent, to: own)
    var renamed = RenamedFiles(files)
    for file in files where renamed.sources[file.path] != nil {
      // One that is not strict JSON has no values that could go with it.
      if let entry = file.after, case .unreadable = try documents.version(entry, of: file.path) {
        renamed.sources[file.path] = nil
      }
    }
    var result: [VersionChange] = []
    for file in files {
      if let source = renamed.sources[file.path] {
        var change = VersionChange(path: file.path, state: IndexEvent.Kind.version)
        change.renamedFrom = source
        result.append(change)
      } else if renamed.isSource(file.path) {
        result.append(VersionChange(path: file.path, state: IndexEvent.Kind.gone))
      } else {
        let identity = try ledger.keyBook.identity(of: file.path, under: parent.governance)
        result.append(try change(file, identity, earlier))
      }
    }
    Carrying.find(in: &result)
    return result
  }

  private mutating func change(
    _ file: TreeChange, _ identity: JSONIdentity, _ earlier: (GitPath) throws -> TreeEntry?
  ) throws -> VersionChange {
    guard Ledger.isDocument(file.path) else {
      let isGone = file.after == nil
      return VersionChange(
        path: file.path, state: isGone ? IndexEvent.Kind.gone : IndexEvent.Kind.version)
    }
    let old = try before(file, earlier)
    guard let after = file.after else {
      lastReadable[file.path] = nil
      var change = VersionChange(path: file.path, state: IndexEvent.Kind.gone)
      change.identity = identity
      if let old { change.note(old, nil) }
      return change
    }
    switch try documents.version(after, of: file.path) {
    case .unreadable:
      if lastReadable[file.path] == nil { lastReadable[file.path] = .some(readEntry(file, old)) }
      return VersionChange(path: file.path, state: IndexEvent.Kind.unreadable)
    case .document(let document):
      lastReadable[file.path] = nil
      var change = VersionChange(path: file.path, state: IndexEvent.Kind.version)
      change.identity = identity
      change.note(old, document.root)
      return change
    }
  }

  private func readEntry(_ file: TreeChange, _ old: JSONNode?) -> TreeEntry? {
    old == nil ? nil : file.before
  }

  /// The version before, or the last one that could be read before that.
  private mutating func before(
    _ file: TreeChange, _ earlier: (GitPath) throws -> TreeEntry?
  ) throws -> JSONNode? {
    guard let entry = file.before else { return nil }
    if let known = lastReadable[file.path] { return try known.flatMap { try node($0, file.path) } }
    if let node = try node(entry, file.path) { return node }
    let found = try earlier(file.path)
    lastReadable[file.path] = .some(found)
    return try found.flatMap { try node($0, file.path) }
  }

  private mutating func node(_ entry: TreeEntry, _ path: GitPath) throws -> JSONNode? {
    guard case .document(let document) = try documents.version(entry, of: path) else { return nil }
    return document.root
  }
}

extension VersionChange {
  /// Notes what differs between two versions.
  fileprivate mutating func note(_ old: JSONNode?, _ new: JSONNode?) {
    self.old = old
    self.new = new
    touches = JSONDiff.touches(from: old, to: new, identity: identity)
  }
}

extension Ledger {
  /// Whether a file of that path is a document.
  static func isDocument(_ path: GitPath) -> Bool {
    path.bytes.suffix(5).elementsEqual(".json".utf8)
  }
}

/// Files that went and came in one commit with the very same content.
struct RenamedFiles {
  /// For each file that came where it was before.
  fileprivate(set) var sources: [GitPath: GitPath] = [:]

  /// Whether a file went to another place.
  func isSource(_ path: GitPath) -> Bool { sources.values.contains(path) }

  init(_ files: [TreeChange]) {
    var gone: [ObjectID: [GitPath]] = [:]
    for file in files where file.after == nil && Ledger.isDocument(file.path) {
      if let entry = file.before, entry.mode.isFile {
        gone[entry.id, default: []].append(file.path)
      }
    }
    if gone.isEmpty { return }
    for file in files where file.before == nil && Ledger.isDocument(file.path) {
      guard let entry = file.after, entry.mode.isFile, let paths = gone[entry.id],
        let first = paths.first
      else { continue }
      let name = file.path.components.last
      let source = paths.first { $0.components.last == name } ?? first
      sources[file.path] = source
      gone[entry.id]?.removeAll { $0 == source }
    }
  }
}
