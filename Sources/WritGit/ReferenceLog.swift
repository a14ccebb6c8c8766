internal import Glibc

/// The logs in which git keeps what a reference pointed at before (`git reflog`).
struct ReferenceLog {
  let repository: Repository
  private let setting: Setting

  private enum Setting { case off, branches, always }

  init(of repository: Repository) throws(GitError) {
    self.repository = repository
    let settings = try repository.configuration()
    let name = "core.logallrefupdates"
    if try settings.string(name)?.lowercased() == "always" {
      setting = .always
    } else {
      setting = try settings.bool(name) ?? !repository.isBare ? .branches : .off
    }
  }

  /// Adds the move of a reference to its log, and to that of `HEAD` where it stands for it.
  func append(
    _ name: String, from old: ObjectID?, to new: ObjectID, reason: String
  ) throws(GitError) {
    let line = "\(old ?? .zero) \(new) \(try signature().header)\t\(oneLine(reason))\n"
    if isWanted(name, "heads", "remotes", "notes") {
      try append(Array(line.utf8), to: repository.commonPath("logs/\(name)"))
    }
    if isWanted("HEAD"), try repository.symbolicTarget(of: "HEAD") == name {
      try append(Array(line.utf8), to: repository.gitPath("logs/HEAD"))
    }
  }

  private func isWanted(_ name: String, _ kinds: String...) -> Bool {
    if setting == .always { return true }
    let isBranch = name == "HEAD" || kinds.contains { name.hasPrefix("refs/\($0)/") }
    if setting == .branches, isBranch { return true }
    let path =
      name == "HEAD" ? repository.gitPath("logs/HEAD") : repository.commonPath("logs/\(name)")
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private func oneLine(_ reason: String) -> String {
    String(decoding: reason.utf8.map { $0 < 0x20 ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
  }

  private func signature() throws(GitError) -> Signature {
    let identity = try repository.configuredIdentity(role: "committer")
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    return Signature(
      name: identity?.name ?? "unknown", mail: identity?.mail ?? "unknown", seconds: Int64(now),
      offset: parts.tm_gmtoff / 60)
  }

  private func append(_ line: [UInt8], to path: String) throws(GitError) {
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC
    var descriptor = open(path, flags, 0o666)
    if descriptor < 0, errno == ENOENT, let parent = FileSystem.parent(of: path) {
      try FileSystem.makeFolder(parent)
      descriptor = open(path, flags, 0o666)
    }
    if descriptor < 0, errno == EISDIR {
      // What deleted references below this name left.
      try FileSystem.removeEmptyFolders(at: path)
      descriptor = open(path, flags, 0o666)
    }
    guard descriptor >= 0 else { throw SystemFailure.last("Cannot open the log '\(path)'") }
    defer { close(descriptor) }
    let end = lseek(descriptor, 0, SEEK_END)
    do throws(GitError) {
      try FileSystem.write(line, to: descriptor, path)
    } catch {
      // Half a line would spoil the next one.
      if end >= 0 { ftruncate(descriptor, end) }
      throw error
    }
  }
}
