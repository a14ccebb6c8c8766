import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// The governed files that a commit changes against its first parent.
  func treeChanges(of commit: Commit) throws -> [TreeChange] {
    try governedChanges(from: parentTree(of: commit), to: commit.tree)
  }

  /// The tree of the first parent, or nil.
  func parentTree(of commit: Commit) throws -> ObjectID? {
    try commit.parents.first.map { try objects.commit($0).tree }
  }

  /// The governed documents that a commit changes, by value.
  func documentChanges(of commit: Commit) throws -> [DocumentChange] {
    let before = try parentTree(of: commit)
    return try governedChanges(from: before, to: commit.tree).map {
      try documentChange($0, on: before)
    }
  }

  /// The change of one file by value, where it does not matter which elements of an array are the
  /// same: only the evident members tell.
  func documentChange(_ change: TreeChange) throws -> DocumentChange {
    try documentChange(change, on: nil)
  }

  /// The change of one file by value; a file or a version that is not strict JSON is opaque.
  ///
  /// - Parameter tree: the tree whose schemas tell the elements of arrays apart; nil where only the
  ///   evident members do.
  func documentChange(_ change: TreeChange, on tree: ObjectID?) throws -> DocumentChange {
    guard let path = change.path.utf8, let name = DocumentName(path: path) else {
      return DocumentChange(opaque: change.path.description, isRemoved: change.after == nil)
    }
    let before = try change.before.map(lenientDocument)
    let after = try change.after.map(lenientDocument)
    if before == .some(nil) || after == .some(nil) {
      return DocumentChange(opaque: path, isRemoved: change.after == nil)
    }
    return DocumentChange(
      name: name, before: before ?? nil, after: after ?? nil,
      identity: try arrayIdentity(of: change.path, in: tree))
  }

  /// The change of one file as it is judged, where only its values at their places matter.
  func judgedChange(_ change: TreeChange) throws -> DocumentChange {
    try judgedChange(change, on: nil)
  }

  /// The change of one file as it is judged: what was broken before may be mended, and counts as if
  /// it had not been there, so that no limit and no condition is passed over.
  ///
  /// - Parameter tree: as for `documentChange`.
  func judgedChange(_ change: TreeChange, on tree: ObjectID?) throws -> DocumentChange {
    guard let path = change.path.utf8, let name = DocumentName(path: path) else {
      return DocumentChange(opaque: change.path.description, isRemoved: change.after == nil)
    }
    let after = try change.after.map(lenientDocument)
    if after == .some(nil) { return DocumentChange(opaque: path) }
    let before = try change.before.flatMap(lenientDocument)
    return DocumentChange(
      name: name, before: before, after: after ?? nil,
      identity: try arrayIdentity(of: change.path, in: tree))
  }

  /// The content of a file, or nil when it is no file or not strict JSON.
  private func lenientDocument(_ entry: TreeEntry) throws -> JSONValue? {
    guard entry.mode.isFile else { return nil }
    do {
      return try strictDocument(entry.id).get()
    } catch is JSONError {
      return nil
    }
  }

  /// The content of a blob as strict JSON, or why it is none.
  func strictDocument(_ blob: ObjectID) throws -> Result<JSONValue, JSONError> {
    if let known = readDocuments[blob] { return known }
    return readDocument(try objects.blob(blob, limit: Snapshot.documentLimit), of: blob)
  }

  /// The content of a blob whose bytes are at hand.
  func readDocument(_ bytes: [UInt8], of blob: ObjectID) -> Result<JSONValue, JSONError> {
    let result: Result<JSONValue, JSONError>
    do throws(JSONError) {
      result = .success(try JSONDocument(parsing: bytes).value)
    } catch {
      result = .failure(error)
    }
    readDocuments.remember(result, of: blob, bytes)
    return result
  }
}
