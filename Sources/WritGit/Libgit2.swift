internal import CLibgit2
internal import CWritShim
internal import Synchronization

/// The one place that starts libgit2 and reads its errors.
enum Libgit2 {
  /// Starts libgit2 once for this process; everything that touches it goes through here first.
  static func start() { _ = started }

  private static let started: Bool = {
    git_libgit2_init()
    _ = writ_libgit2_set_fsync(0)
    acceptHarmlessExtensions()
    return true
  }()

  /// `worktreeConfig` only adds a configuration file (`git sparse-checkout` sets it), and
  /// `objectFormat` may name SHA-1, which libgit2 reads: both are refused by 1.5 without this.
  private static func acceptHarmlessExtensions() {
    "worktreeconfig".withCString { worktree in
      "objectformat".withCString { format in
        var names: [UnsafePointer<CChar>?] = [worktree, format]
        names.withUnsafeMutableBufferPointer { buffer in
          _ = writ_libgit2_set_extensions(buffer.baseAddress, buffer.count)
        }
      }
    }
  }

  /// libgit2 syncs each object by itself when its switch is on; `ObjectDatabase.flush` syncs them
  /// in one batch, so the switch is off but for the writing of references. It is global: the lock
  /// keeps one task from turning it off while another writes a reference.
  private static let fsyncSwitch = Mutex<Void>(())

  /// Runs `body` with libgit2's own fsync on when `durable`.
  static func syncing(
    _ durable: Bool, _ body: () -> Int32
  ) -> Int32 {
    guard durable else { return body() }
    return fsyncSwitch.withLock { _ in
      _ = writ_libgit2_set_fsync(1)
      defer { _ = writ_libgit2_set_fsync(0) }
      return body()
    }
  }

  /// Throws what libgit2 reported when `status` is negative.
  @discardableResult
  static func check(
    _ status: Int32, _ attempted: @autoclosure () -> String
  ) throws(GitError) -> Int32 {
    guard status < 0 else { return status }
    throw error(status, attempted())
  }

  /// The error of the C call that just returned `status`; read in the same frame, as the text is
  /// kept per thread and overwritten by the next call.
  static func error(_ status: Int32, _ attempted: String) -> GitError {
    var detail = "error \(status)"
    var category: Int32 = 0
    if let last = git_error_last() {
      category = last.pointee.klass
      if let text = last.pointee.message { detail = String(cString: text) }
    }
    let system = SystemFailure.current(in: detail)
    let code = system?.code ?? code(for: status, category: category, detail: detail)
    return GitError(code, "\(attempted): \(detail).", hint: hint(for: code, detail: detail))
  }

  private static func code(for status: Int32, category: Int32, detail: String) -> GitError.Code {
    if detail.contains("is not owned by current user") || detail.contains("safe.directory") {
      return .otherOwner
    }
    if detail.contains("unsupported extension") || detail.contains("unsupported repository version")
      || detail.contains("unknown object format")
    {
      return .unsupported
    }
    switch git_error_code(rawValue: status) {
    case GIT_ENOTFOUND:
      return category == Int32(GIT_ERROR_ODB.rawValue) ? .missingObject : .notFound
    case GIT_EEXISTS: return .exists
    case GIT_EMODIFIED: return .moved
    case GIT_ELOCKED: return .locked
    case GIT_EUNBORNBRANCH: return .unborn
    case GIT_EINVALIDSPEC, GIT_EINVALID: return .invalid
    case GIT_EMISMATCH: return .corrupt
    case GIT_EOWNER: return .otherOwner
    default: break
    }
    let corrupting: [git_error_t] = [
      GIT_ERROR_ZLIB, GIT_ERROR_ODB, GIT_ERROR_OBJECT, GIT_ERROR_TREE,
    ]
    return corrupting.contains { Int32($0.rawValue) == category } ? .corrupt : .io
  }

  private static func hint(for code: GitError.Code, detail: String) -> String? {
    switch code {
    case .otherOwner:
      return "the repository belongs to another user; if you trust it, run "
        + "'git config --global --add safe.directory <path>'"
    case .unsupported:
      return "libgit2 1.5 reads SHA-1 repositories without partial clone or reftable; "
        + "use a full clone in the default format"
    case .locked: return "another git or writ process holds a lock; try again when it has finished"
    case .missingObject, .corrupt:
      return "run 'git fsck --full' and restore the object from another clone"
    case .diskFull: return "free some space and run the command again"
    case .readOnly, .permission: return "check the permissions of the repository"
    default: return nil
    }
  }
}
