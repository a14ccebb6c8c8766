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

  /// The name that a symbolic reference leads to, through as many as there are, also where nothing has
  /// that name yet; nil when there is no such reference, or an ordinary one.
  public func finalName(of name: String) throws(GitError) -> String? {
    var target: String?
    // As many steps as git takes.
    for _ in 0..<5 {
      guard let next = try symbolicTarget(of: target ?? name) else { return target }
      target = next
    }
    throw GitError(
      .invalid, "The symbolic reference '\(name)' leads to no other within 5 steps.",
      hint: "remove it with 'git symbolic-ref --delete'")
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
    let status = try objects().reading { git_revparse_single(&object, pointer, revision) }
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
