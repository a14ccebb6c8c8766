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
    let reference = try Libgit2.make("Cannot read HEAD") {
      git_reference_lookup(&$0, pointer, "HEAD")
    }
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

  /// Points `HEAD` at a branch (`refs/heads/...`), which need not exist yet.
  public func setHead(to branch: String) throws(GitError) {
    guard branch.utf8.starts(with: "refs/heads/".utf8), Repository.isValidReferenceName(branch)
    else { throw GitError(.invalid, "'\(branch)' is not the full name of a branch.") }
    try Libgit2.check(git_repository_set_head(pointer, branch), "Cannot set HEAD to '\(branch)'")
  }
}
