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
      switch try state(of: file) {
      case .new: continue
      case .old where staged.map({ $0.isUntouched(file) }) ?? true: continue
      case .old: throw WorkTreeUpdate.dirty(file, "staged edits")
      case .other: throw WorkTreeUpdate.dirty(file, "edits in the work tree")
      }
    }
  }

  private static func dirty(_ file: Landing.File, _ what: String) -> LedgerError {
    LedgerError(
      .conflict, "uncommitted-edits", "\(file.path) has \(what) that are not part of the change.",
      hint: "commit or stash them, or leave out the change's options to apply the edits")
  }

  private enum State { case old, new, other }

  private func state(of file: Landing.File) throws -> State {
    guard let found = try workTree.read(file.path) else {
      return file.after == nil ? .new : file.before == nil ? .old : .other
    }
    // The very bytes of a version are that version, whatever line ends git would make of them.
    return try state(of: file, with: found.bytes)
      ?? state(of: file, with: workTree.storedForm(of: found.bytes, at: file.path)) ?? .other
  }

  private func state(of file: Landing.File, with bytes: [UInt8]) throws -> State? {
    let id = try ObjectDatabase.id(of: bytes, as: .blob)
    if id == file.after?.id { return .new }
    return id == file.before?.id ? .old : nil
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

extension StagedIndex {
  /// Whether the index has the commit's old or new version of a file, and nobody else's.
  fileprivate func isUntouched(_ file: Landing.File) -> Bool {
    let id = id(of: file.path)
    return id == file.before?.id || id == file.after?.id
  }
}
