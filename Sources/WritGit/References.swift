internal import CLibgit2

extension Repository {
  /// What a reference points at, or nil when there is no such reference.
  public func reference(_ name: String) throws(GitError) -> ObjectID? {
    try Libgit2.refuseNUL(name)
    var id = git_oid()
    let status = Libgit2.call { git_reference_name_to_id(&id, pointer, name) }
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try Libgit2.judge(status, "Cannot read the reference '\(name)'")
    return ObjectID(id)
  }

  /// Moves a reference from `expected` (nil: it must not exist yet) to `new` in one step; an error
  /// with code `moved` when it was somewhere else.
  ///
  /// `reason` goes to the reference's log. A symbolic reference is refused: name the one that it
  /// stands for.
  public func updateReference(
    _ name: String, from expected: ObjectID?, to new: ObjectID, reason: String
  ) throws(GitError) {
    try Libgit2.refuseNUL(name)
    var created: OpaquePointer?
    var target = new.native
    // The id of zeros stands for "none", which is then compared under the reference's lock too.
    var current = (expected ?? .zero).native
    let status = Libgit2.syncing(isDurable) {
      git_reference_create_matching(&created, pointer, name, &target, 1, &current, reason)
    }
    if status >= 0 { return git_reference_free(created) }
    let error = Libgit2.error(status, "Cannot update the reference '\(name)'")
    guard error.code == .moved || error.code == .notFound else { throw error }
    if let symbolic = try symbolicTarget(of: name) {
      throw GitError(
        .invalid, "The reference '\(name)' stands for '\(symbolic)' and is not moved itself.",
        hint: "name '\(symbolic)' instead")
    }
    throw GitError(.moved, "The reference '\(name)' was changed by someone else meanwhile.")
  }

  private func symbolicTarget(of name: String) throws(GitError) -> String? {
    var found: OpaquePointer?
    let status = Libgit2.call { git_reference_lookup(&found, pointer, name) }
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try Libgit2.judge(status, "Cannot read the reference '\(name)'")
    defer { git_reference_free(found) }
    return git_reference_symbolic_target(found).map { String(cString: $0) }
  }

  /// Deletes a reference that points at `expected`; true when it was there.
  @discardableResult
  public func deleteReference(_ name: String, at expected: ObjectID) throws(GitError) -> Bool {
    try Libgit2.refuseNUL(name)
    var found: OpaquePointer?
    let status = Libgit2.call { git_reference_lookup(&found, pointer, name) }
    if status == GIT_ENOTFOUND.rawValue { return false }
    try Libgit2.judge(status, "Cannot read the reference '\(name)'")
    defer { git_reference_free(found) }
    guard let target = git_reference_target(found), ObjectID(target.pointee) == expected else {
      throw GitError(
        .moved, "The reference '\(name)' does not point at \(expected.short) any more.")
    }
    // libgit2 compares once more under the reference's lock.
    let deleted = Libgit2.syncing(isDurable) { git_reference_delete(found) }
    if deleted == GIT_ENOTFOUND.rawValue { return false }
    try Libgit2.judge(deleted, "Cannot delete the reference '\(name)'")
    return true
  }

  /// The references whose names start with `prefix`, with what they point at, sorted by the bytes
  /// of their names.
  ///
  /// Names that git does not allow, and symbolic references that point nowhere, are left out; one
  /// that cannot be read is an error.
  public func references(
    startingWith prefix: String
  ) throws(GitError) -> [(name: String, target: ObjectID)] {
    var result: [(name: String, target: ObjectID)] = []
    for name in try referenceNames(startingWith: prefix) {
      guard Repository.isValidReferenceName(name), let target = try reference(name) else {
        continue
      }
      result.append((name, target))
    }
    return result
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

  /// The object that a revision names in git's notation (`HEAD~2`, a branch, a tag, part of an id),
  /// or nil when it names none.
  ///
  /// An object missing on the way is an error.
  public func resolve(_ revision: String) throws(GitError) -> ObjectID? {
    guard !revision.utf8.contains(0) else { return nil }
    var object: OpaquePointer?
    let status = Libgit2.call { git_revparse_single(&object, pointer, revision) }
    if status == GIT_EINVALIDSPEC.rawValue { return nil }
    if status == GIT_ENOTFOUND.rawValue {
      let isPlain = revision.utf8.allSatisfy { $0.hexValue != nil }
      if isPlain || !Libgit2.isAboutObjects { return nil }
    }
    if status == GIT_EAMBIGUOUS.rawValue {
      throw GitError(
        .invalid, "'\(revision)' is the beginning of more than one object id.",
        hint: "give more digits")
    }
    try Libgit2.judge(status, "Cannot resolve the revision '\(revision)'")
    defer { git_object_free(object) }
    return git_object_id(object).map { ObjectID($0.pointee) }
  }
}
