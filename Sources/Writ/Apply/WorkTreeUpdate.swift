import WritGit

/// Brings work tree and index up to a commit, for the files that it changes and no others.
struct WorkTreeUpdate {
  let workTree: WorkTree
  let files: [Landing.File]

  init(_ workTree: WorkTree, _ files: [Landing.File]) {
    self.workTree = workTree
    self.files = files
  }

  /// Refuses when a file has edits that are neither the commit's old nor its new content.
  func refuseDirty(_ staged: StagedIndex?) throws {
    for file in files where staged?.isSparse(file.path) != true {
      let found = try state(of: file)
      guard found == .other else { continue }
      throw LedgerError(
        .conflict, "uncommitted-edits",
        "\(file.path) has edits in the work tree that are not part of the change.",
        hint: "commit or stash them, or leave out the change's options to apply the edits")
    }
  }

  private enum State { case old, new, other }

  private func state(of file: Landing.File) throws -> State {
    guard let found = try workTree.read(file.path) else {
      return file.after == nil ? .new : file.before == nil ? .old : .other
    }
    let bytes = try workTree.storedForm(of: found.bytes, at: file.path)
    let id = try ObjectDatabase.id(of: bytes, as: .blob)
    if id == file.after?.id { return .new }
    return id == file.before?.id ? .old : .other
  }

  /// Writes the files that still have the old content; edits are left alone.
  func writeFiles(from objects: ObjectDatabase, _ staged: StagedIndex?) throws {
    for file in files where staged?.isSparse(file.path) != true {
      let found = try state(of: file)
      if file.after == nil, found != .other { try workTree.remove(file.path) }
      guard found == .old, let after = file.after else { continue }
      let bytes = try workTree.workTreeForm(
        of: try objects.content(of: after.id, as: .blob), at: file.path)
      try workTree.write(bytes, to: file.path, executable: after.mode == .executable)
    }
  }

  /// Removes what a process that was killed while it wrote these files left beside them.
  func removeLeftovers() throws {
    var seen = Set<GitPath?>()
    for file in files where seen.insert(file.path.parent).inserted {
      try workTree.removeLeftovers(besides: file.path)
    }
  }

  /// Lets the index say what the commit has.
  func stage(_ index: StagedIndex) throws {
    for file in files { try index.set(file.path, to: file.after) }
  }
}
