internal import Glibc

/// What the operating system said, as an error of ours.
struct SystemFailure {
  let code: GitError.Code
  let text: String

  init(_ number: Int32) {
    text = String(cString: strerror(number))
    code =
      switch number {
      case ENOENT, ENOTDIR: .notFound
      case EEXIST: .exists
      case EACCES, EPERM: .permission
      case EROFS: .readOnly
      case ENOSPC, EDQUOT, EFBIG: .diskFull
      case ELOOP: .symbolicLink
      case EAGAIN: .locked
      case EISDIR, ENOTEMPTY: .exists
      case ENAMETOOLONG, EINVAL: .invalid
      default: .io
      }
  }

  /// libgit2 puts the text of `strerror` at the end of its message: the way back to the cause.
  static func current(in detail: String) -> SystemFailure? {
    for number in [ENOSPC, EDQUOT, EROFS, EACCES, EPERM, EFBIG] {
      let failure = SystemFailure(number)
      if detail.hasSuffix(failure.text) { return failure }
    }
    return nil
  }

  /// The error for a call that just failed and set `errno`, which is read before the text is
  /// made, as making it may set it anew.
  static func last(_ attempted: @autoclosure () -> String) -> GitError {
    error(errno, attempted())
  }

  static func error(_ number: Int32, _ attempted: String) -> GitError {
    let failure = SystemFailure(number)
    return GitError(failure.code, "\(attempted): \(failure.text).", hint: failure.hint)
  }

  private var hint: String? {
    switch code {
    case .diskFull: "free some space and run the command again"
    case .readOnly, .permission: "check the permissions of the folder"
    default: nil
    }
  }
}
