internal import CLibgit2

/// What libgit2 told about a call that failed, and what it means to us.
struct Libgit2Failure {
  let status: Int32
  let category: Int32
  let detail: String

  func error(_ attempted: String) -> GitError {
    let code = SystemFailure.current(in: detail)?.code ?? codeByText ?? codeByStatus
    return GitError(code, "\(attempted): \(detail).", hint: hint(for: code))
  }

  /// libgit2 gives many failures the same status and tells them apart only by its text.
  private var codeByText: GitError.Code? {
    let codes: [(text: String, code: GitError.Code)] = [
      ("is not owned by current user", .otherOwner),
      ("safe.directory", .otherOwner),
      ("unsupported extension", .unsupported),
      ("unsupported repository version", .unsupported),
      ("unsupported mandatory extension", .unsupported),
      ("unimplemented", .unsupported),
      ("unknown object format", .unsupported),
      ("target OID for the reference doesn't exist", .missingObject),
      ("collides with existing one", .exists),
      ("there are refs beneath that folder", .exists),
      ("parent is not directory", .exists),
      ("is no commit object", .corrupt),
      ("corrupt", .corrupt),
    ]
    return codes.first { detail.contains($0.text) }?.code
  }

  private var codeByStatus: GitError.Code {
    switch git_error_code(rawValue: status) {
    case GIT_ENOTFOUND:
      category == Int32(GIT_ERROR_ODB.rawValue) ? .missingObject : .notFound
    case GIT_EEXISTS: .exists
    case GIT_EMODIFIED: .moved
    case GIT_ELOCKED: .locked
    case GIT_EUNBORNBRANCH: .unborn
    case GIT_EINVALIDSPEC, GIT_EINVALID, GIT_EAMBIGUOUS, GIT_EPEEL: .invalid
    case GIT_EMISMATCH: .corrupt
    case GIT_EOWNER: .otherOwner
    default: isAboutContent ? .corrupt : .io
    }
  }

  private var isAboutContent: Bool {
    [GIT_ERROR_ZLIB, GIT_ERROR_ODB, GIT_ERROR_OBJECT, GIT_ERROR_TREE, GIT_ERROR_INDEX]
      .contains { Int32($0.rawValue) == category }
  }

  private func hint(for code: GitError.Code) -> String? {
    switch code {
    case .otherOwner:
      return "the repository belongs to another user; if you trust it, run "
        + "'git config --global --add safe.directory <path>'"
    case .unsupported: return unsupportedHint
    case .locked: return "another git or writ process holds a lock; try again when it has finished"
    case .missingObject, .corrupt:
      return "run 'git fsck --full' and restore what is damaged from another clone"
    case .diskFull: return "free some space and run the command again"
    case .readOnly, .permission: return "check the permissions of the repository"
    default: return nil
    }
  }

  private var unsupportedHint: String {
    if detail.contains("mandatory extension") {
      return "run 'git update-index --no-split-index' and, with a sparse index, "
        + "'git sparse-checkout reapply --no-sparse-index'"
    }
    return "writ reads SHA-1 repositories without partial clone or reftable; "
      + "use a full clone in the default format"
  }
}
