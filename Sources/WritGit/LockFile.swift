internal import Glibc

/// A lock in git's manner: while the file `<name>.lock` exists, no other process of git or writ
/// writes the file `<name>`.
///
/// It appears with its whole content, which tells whose it is, so that a lock that a killed process
/// left can be known from one that git holds.
final class LockFile {
  /// The file of the lock.
  let path: String
  // False at first: what is thrown from `init` runs `deinit`, which must not remove another's lock.
  private var isHeld = false

  /// What begins a lock that only writ makes and that never becomes the file that it guards.
  static let mark = "writ "

  /// Takes the lock of the file at `target`; an error with code `locked` when another still has it
  /// after `milliseconds`.
  ///
  /// The content is written to a file in `folder` first.
  init(
    of target: String, _ content: String, preparingIn folder: String, durable: Bool = false,
    waitingAtMost milliseconds: Int
  ) throws(GitError) {
    path = "\(target).lock"
    var waited = 0
    while true {
      do throws(GitError) {
        try FileSystem.create(
          Array(content.utf8), at: path, preparingIn: folder, durable: durable)
        isHeld = true
        return
      } catch {
        guard error.code == .exists else { throw error }
        guard waited < milliseconds else { throw LockFile.taken(target) }
      }
      while waited < milliseconds, FileSystem.exists(path) {
        usleep(2_000)
        waited += 2
      }
    }
  }

  private static func taken(_ target: String) -> GitError {
    GitError(
      .locked, "'\(target)' is locked by another process ('\(target).lock' exists).",
      hint: "wait until git has finished; if no git runs, remove the lock")
  }

  deinit { release() }

  /// Gives the lock back, and tells whether it could be removed; the file that it guards stays.
  @discardableResult
  func release() -> Bool {
    let isGone = !isHeld || unlink(path) == 0 || errno == ENOENT
    isHeld = false
    return isGone
  }

  /// Leaves the lock where it is, for the next command of writ to find.
  func leave() { isHeld = false }

  /// Puts the lock's content in the place of the file that it guards, which gives the lock back.
  func become(_ target: String) throws(GitError) {
    try FileSystem.rename(path, to: target)
    isHeld = false
  }

  /// Whether the lock of the file at `target` carries writ's mark.
  static func isMarked(of target: String) throws(GitError) -> Bool {
    guard let content = try FileSystem.read("\(target).lock", limit: .max) else { return false }
    return content.starts(with: mark.utf8)
  }
}

extension FileSystem {
  /// Makes a file that must not exist yet, with its whole content in one step: it is written under
  /// another name in `folder` and linked into place.
  ///
  /// Folders that are missing above `path` are made.
  static func create(
    _ bytes: [UInt8], at path: String, preparingIn folder: String, durable: Bool
  ) throws(GitError) {
    let prepared = "\(folder)/\(TemporaryName.next())"
    try makeFolder(folder)
    try writeNew(bytes, to: prepared, mode: 0o666, durable: durable)
    defer { unlink(prepared) }
    // git may remove a folder that it finds empty while the file is about to appear in it.
    for _ in 0..<8 {
      if link(prepared, path) == 0 { return }
      switch errno {
      case ENOENT: try makeFolder(parent(of: path) ?? ".", durable: durable)
      case EPERM, EXDEV, EOPNOTSUPP, ENOSYS, EMLINK:
        // Some file systems give a file only one name.
        return try writeNew(bytes, to: path, mode: 0o666, durable: durable)
      default: throw SystemFailure.last("Cannot create '\(path)'")
      }
    }
    throw SystemFailure.last("Cannot create '\(path)'")
  }

  /// Removes a folder and those below it, as far as they hold no file.
  static func removeEmptyFolders(at path: String, depth: Int = 32) throws(GitError) {
    guard depth > 0 else { return }
    for entry in try entries(in: path) where entry.isFolder {
      try removeEmptyFolders(at: "\(path)/\(entry.name)", depth: depth - 1)
    }
    rmdir(path)
  }
}
