import WritGit
import WritJSON
import WritPolicy

// A record tells each change twice: as values, which people read and approve, and as blobs. Whoever
// edits one of the two must not get past those who looked at the other.

extension Ledger {
  /// What records say of values that their own files do not say.
  ///
  /// Held against the blobs as far as these are here; a squash leaves those between its applies
  /// behind.
  func untrueChanges(_ records: [StatedRecord], _ candidate: Candidate) throws -> [Finding] {
    var meter = ChangeMeter(surroundings.limits)
    return try records.compactMap { stated in
      let changes = ChangesByPath(stated.record)
      guard
        let path = try changes.paths(without: stated.record.files).first
          ?? untrueFile(stated.record, changes, candidate, &meter)
      else { return nil }
      return Finding(
        .recordMismatch, path: stated.path.description, pointer: "/changes",
        "The values that the record lists for \(path) are not those that its files have.",
        mend: "a record is never edited: make the change with 'writ apply'")
    }
  }

  /// The first file of which a record tells other values than its blobs have.
  private func untrueFile(
    _ record: Record, _ changes: ChangesByPath, _ candidate: Candidate, _ meter: inout ChangeMeter
  ) throws -> GitPath? {
    try record.files.first { file in
      let path = GitPath(file.path)
      guard path.isDocument, let change = try present(file, path) else { return false }
      try measure([change], &meter)
      return try !isTrue(change, changes[path], record, candidate)
    }.map { GitPath($0.path) }
  }

  /// A file as a record tells it, where the blobs are here.
  private func present(_ file: Record.File, _ path: GitPath) throws -> TreeChange? {
    func entry(_ id: String?) throws -> TreeEntry?? {
      guard let id else { return .some(nil) }
      guard let blob = ObjectID(id), objects.contains(blob), try objects.header(blob).kind == .blob
      else { return nil }
      return TreeEntry(mode: .file, id: blob)
    }
    guard let before = try entry(file.before), let after = try entry(file.after) else { return nil }
    return TreeChange(path: path, before: before, after: after)
  }

  /// Whether the values are those that differ, by the schemas that may have told the elements of
  /// arrays apart: those where the change was made, or where it lands, before or after it.
  private func isTrue(
    _ change: TreeChange, _ told: [RecordedChange], _ record: Record, _ candidate: Candidate
  ) throws -> Bool {
    var trees = [candidate.parentTree, candidate.tree]
    if let base = ObjectID(record.base), objects.contains(base),
      try objects.header(base).kind == .commit
    {
      trees.append(try objects.commit(base).tree)
    }
    return try trees.contains { tree in
      try [documentChange(change, on: tree), judgedChange(change, on: tree)].contains {
        try RecordedChange.list([$0]) == told
      }
    }
  }
}

/// The values that a record lists, by the files that they are in.
struct ChangesByPath {
  private var changes: [GitPath: [RecordedChange]] = [:]
  private var paths: [GitPath] = []

  init(_ record: Record) {
    for change in record.changes {
      let path = change.path
      if changes[path] == nil { paths.append(path) }
      changes[path, default: []].append(change)
    }
  }

  subscript(path: GitPath) -> [RecordedChange] { changes[path] ?? [] }

  /// The paths of values that are in none of some files.
  func paths(without files: [Record.File]) -> [GitPath] {
    let known = Set(files.map { GitPath($0.path) })
    return paths.filter { !known.contains($0) }
  }
}
