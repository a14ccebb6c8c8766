internal import CLibgit2

/// What `HEAD` says.
public enum Head: Sendable, Equatable {
  /// `HEAD` names this branch (`refs/heads/...`), whose tip is given, or nil while it has none.
  case branch(String, tip: ObjectID?)
  /// `HEAD` names a commit and no branch.
  case detached(ObjectID)
}

extension Repository {
  /// What `HEAD` says.
  public func head() throws(GitError) -> Head {
    var reference: OpaquePointer?
    try Libgit2.check(git_reference_lookup(&reference, pointer, "HEAD"), "Cannot read HEAD")
    defer { git_reference_free(reference) }
    if git_reference_type(reference) == GIT_REFERENCE_SYMBOLIC,
      let target = git_reference_symbolic_target(reference)
    {
      let name = String(cString: target)
      return .branch(name, tip: try self.reference(name))
    }
    guard let id = git_reference_target(reference) else {
      throw GitError(.corrupt, "HEAD names neither a branch nor a commit.")
    }
    return .detached(ObjectID(id.pointee))
  }

  /// What a reference points at, or nil when there is no such reference.
  public func reference(_ name: String) throws(GitError) -> ObjectID? {
    var id = git_oid()
    let status = git_reference_name_to_id(&id, pointer, name)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try Libgit2.check(status, "Cannot read the reference '\(name)'")
    return ObjectID(id)
  }

  /// Moves a reference from `expected` (nil: it must not exist yet) to `new` in one step; an error
  /// with code `moved` when it was somewhere else. `reason` goes to the reference's log.
  public func updateReference(
    _ name: String, from expected: ObjectID?, to new: ObjectID, reason: String
  ) throws(GitError) {
    var created: OpaquePointer?
    var target = new.native
    let status = Libgit2.syncing(isDurable) {
      guard let expected else {
        return git_reference_create(&created, pointer, name, &target, 0, reason)
      }
      var current = expected.native
      return git_reference_create_matching(&created, pointer, name, &target, 1, &current, reason)
    }
    git_reference_free(created)
    if status == GIT_EEXISTS.rawValue || status == GIT_EMODIFIED.rawValue {
      throw GitError(.moved, "The reference '\(name)' was changed by someone else meanwhile.")
    }
    if status == GIT_ENOTFOUND.rawValue, expected != nil, try reference(name) == nil {
      throw GitError(.moved, "The reference '\(name)' was deleted by someone else meanwhile.")
    }
    try Libgit2.check(status, "Cannot update the reference '\(name)'")
  }

  /// Deletes a reference that points at `expected`; true when it was there.
  @discardableResult
  public func deleteReference(_ name: String, at expected: ObjectID) throws(GitError) -> Bool {
    var found: OpaquePointer?
    let status = git_reference_lookup(&found, pointer, name)
    if status == GIT_ENOTFOUND.rawValue { return false }
    try Libgit2.check(status, "Cannot read the reference '\(name)'")
    defer { git_reference_free(found) }
    guard let target = git_reference_target(found), ObjectID(target.pointee) == expected else {
      throw GitError(
        .moved, "The reference '\(name)' does not point at \(expected.short) any more.")
    }
    let deleted = Libgit2.syncing(isDurable) { git_reference_delete(found) }
    try Libgit2.check(deleted, "Cannot delete the reference '\(name)'")
    return true
  }

  /// Points `HEAD` at a branch, which need not exist yet.
  public func setHead(to branch: String) throws(GitError) {
    try Libgit2.check(git_repository_set_head(pointer, branch), "Cannot set HEAD to '\(branch)'")
  }

  /// The references whose names start with `prefix`, with what they point at, sorted by name.
  public func references(
    startingWith prefix: String
  ) throws(GitError) -> [(name: String, target: ObjectID)] {
    var iterator: OpaquePointer?
    try Libgit2.check(
      git_reference_iterator_new(&iterator, pointer), "Cannot list the references")
    defer { git_reference_iterator_free(iterator) }
    var result: [(name: String, target: ObjectID)] = []
    while true {
      var name: UnsafePointer<CChar>?
      let status = git_reference_next_name(&name, iterator)
      if status == GIT_ITEROVER.rawValue { break }
      try Libgit2.check(status, "Cannot list the references")
      guard let name else { continue }
      let text = String(cString: name)
      guard text.utf8.starts(with: prefix.utf8), let target = try reference(text) else { continue }
      result.append((text, target))
    }
    return result.sorted { $0.name < $1.name }
  }

  /// Whether `name` may be the name of a reference, such as `refs/tags/checkpoint/before-sale`.
  public static func isValidReferenceName(_ name: String) -> Bool {
    Libgit2.start()
    var valid: Int32 = 0
    guard !name.utf8.contains(0), git_reference_name_is_valid(&valid, name) == 0 else {
      return false
    }
    return valid == 1
  }

  /// The object that a revision names in git's notation (`HEAD~2`, a branch, a tag, part of an
  /// id), or nil when it names none.
  public func resolve(_ revision: String) throws(GitError) -> ObjectID? {
    guard !revision.utf8.contains(0) else { return nil }
    var object: OpaquePointer?
    let status = git_revparse_single(&object, pointer, revision)
    if status == GIT_ENOTFOUND.rawValue || status == GIT_EINVALIDSPEC.rawValue { return nil }
    if status == GIT_EAMBIGUOUS.rawValue {
      throw GitError(
        .invalid, "'\(revision)' is the beginning of more than one object id.",
        hint: "give more digits")
    }
    try Libgit2.check(status, "Cannot resolve the revision '\(revision)'")
    defer { git_object_free(object) }
    return git_object_id(object).map { ObjectID($0.pointee) }
  }
}
