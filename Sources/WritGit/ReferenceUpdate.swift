internal import CLibgit2
internal import Glibc

// References are written here and not by libgit2, which makes their locks empty, so that a killed
// process leaves one whose owner nobody can tell, and which does not sync them to the disk.
extension Repository {
  /// Moves a reference from `expected` (nil: it must not exist yet) to `new` in one step; an error
  /// with code `moved` when it was somewhere else.
  ///
  /// `reason` goes to the reference's log. A symbolic reference is refused: name the one that it
  /// stands for. When this throws, nothing has moved. An error that is returned came after the
  /// move: the move is made, but a loss of power may still take it back.
  @discardableResult
  public func updateReference(
    _ name: String, from expected: ObjectID?, to new: ObjectID, reason: String
  ) throws(GitError) -> GitError? {
    try checkUpdate(of: name, to: new)
    let expected = expected == .zero ? nil : expected
    let lock = try lockReference(name, "\(new)\n", durable: isDurable)
    defer { lock.release() }
    try refuseSymbolic(name)
    guard try reference(name) == expected else {
      throw GitError(.moved, "The reference '\(name)' was changed by someone else meanwhile.")
    }
    if expected == nil { try refuseNeighbours(of: name) }
    try ReferenceLog(of: self).append(name, from: expected, to: new, reason: reason)
    do throws(GitError) {
      try lock.become(commonPath(name))
    } catch {
      guard error.code == .exists else { throw error }
      // Folders of references that are no more.
      try FileSystem.removeEmptyFolders(at: commonPath(name))
      try lock.become(commonPath(name))
    }
    return syncFolder(of: name)
  }

  /// Makes a reference under a name that no other process uses, such as one with an id of its own;
  /// an error with code `moved` when it exists.
  ///
  /// It appears in one step and without a lock, so that a kill leaves nothing else behind. `reason`
  /// goes to the log of a branch. An error that is returned came after the reference was made.
  @discardableResult
  public func createReference(
    _ name: String, to new: ObjectID, reason: String
  ) throws(GitError) -> GitError? {
    try checkUpdate(of: name, to: new)
    let exists = GitError(.moved, "The reference '\(name)' exists.")
    guard try reference(name) == nil else { throw exists }
    try refuseNeighbours(of: name)
    do throws(GitError) {
      try FileSystem.create(
        Array("\(new)\n".utf8), at: commonPath(name), preparingIn: writFolder, durable: isDurable)
    } catch {
      throw error.code == .exists ? exists : inTheWay(error, of: name)
    }
    do throws(GitError) {
      try ReferenceLog(of: self).append(name, from: nil, to: new, reason: reason)
    } catch {
      return error
    }
    return syncFolder(of: name)
  }

  /// Removes the lock that a killed process left while it moved the reference to `target`, and no
  /// other; true when it did.
  ///
  /// The caller knows that the process is no more.
  @discardableResult
  public func removeReferenceLock(
    _ name: String, movingTo target: ObjectID
  ) throws(GitError) -> Bool {
    guard Repository.isValidReferenceName(name) else { return false }
    let path = commonPath("\(name).lock")
    guard let content = try FileSystem.read(path, limit: .max),
      content.elementsEqual("\(target)\n".utf8)
    else { return false }
    return try FileSystem.remove(path)
  }

  /// Where writ keeps its own files, and prepares those that shall appear whole elsewhere.
  var writFolder: String { commonPath("writ") }

  func lockReference(
    _ name: String, _ content: String, durable: Bool
  ) throws(GitError) -> LockFile {
    do throws(GitError) {
      return try LockFile(
        of: commonPath(name), content, preparingIn: writFolder, durable: durable,
        waitingAtMost: 100)
    } catch {
      throw inTheWay(error, of: name)
    }
  }

  private func checkUpdate(of name: String, to new: ObjectID) throws(GitError) {
    try Libgit2.refuseNUL(name)
    try refuseSymbolic(name)
    guard name.utf8.starts(with: "refs/".utf8), Repository.isValidReferenceName(name) else {
      throw GitError(.invalid, "'\(name)' cannot be the name of a reference.")
    }
    guard try objects().contains(new) else {
      throw GitError(
        .missingObject, "Cannot update the reference '\(name)': the object \(new) is not here.")
    }
  }

  private func refuseSymbolic(_ name: String) throws(GitError) {
    guard let symbolic = try symbolicTarget(of: name) else { return }
    throw GitError(
      .invalid, "The reference '\(name)' stands for '\(symbolic)' and is not moved itself.",
      hint: "name '\(symbolic)' instead")
  }

  /// A name cannot be both a reference and the folder of another.
  private func refuseNeighbours(of name: String) throws(GitError) {
    if let below = try unsortedReferenceNames(startingWith: "\(name)/").first {
      throw neighbour(below, name)
    }
    var parent = FileSystem.parent(of: name)
    while let above = parent, above.utf8.count > "refs/heads".utf8.count {
      if try reference(above) != nil { throw neighbour(above, name) }
      parent = FileSystem.parent(of: above)
    }
  }

  private func neighbour(_ other: String, _ name: String) -> GitError {
    GitError(
      .exists, "The reference '\(name)' cannot be made, as '\(other)' exists.",
      hint: "choose another name")
  }

  /// A file where a folder must be is a reference whose name is in the way.
  private func inTheWay(_ error: GitError, of name: String) -> GitError {
    guard error.code == .notFound || error.code == .exists else { return error }
    return GitError(.exists, "The reference '\(name)' cannot be made: \(error.message)")
  }

  private func syncFolder(of name: String) -> GitError? {
    guard isDurable else { return nil }
    do throws(GitError) {
      try FileSync.folder(holding: commonPath(name))
      return nil
    } catch {
      return error
    }
  }

  func symbolicTarget(of name: String) throws(GitError) -> String? {
    var found: OpaquePointer?
    let status = Libgit2.call { git_reference_lookup(&found, pointer, name) }
    if status == GIT_ENOTFOUND.rawValue || status == GIT_EINVALIDSPEC.rawValue { return nil }
    try Libgit2.judge(status, "Cannot read the reference '\(name)'")
    defer { git_reference_free(found) }
    return git_reference_symbolic_target(found).map { String(cString: $0) }
  }
}
