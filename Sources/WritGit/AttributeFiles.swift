internal import CLibgit2
internal import CWritShim
internal import Glibc

/// Whether any file could give attributes to a path.
///
/// libgit2 looks through ten files for every path. Mostly there is none of them, which a few calls of
/// the system tell; where one may be, libgit2 decides what it says.
struct AttributeFiles {
  private let root: String
  private let elsewhere: Bool

  /// Looks at the files that count for all paths: those of the machine, of the user and of the
  /// repository, and whether the index has one.
  init(of repository: Repository, root: String) throws(GitError) {
    self.root = root
    var files = [repository.commonPath("info/attributes")]
    files += try AttributeFiles.places(GIT_CONFIG_LEVEL_SYSTEM).map { "\($0)/gitattributes" }
    files += try AttributeFiles.places(GIT_CONFIG_LEVEL_XDG).map { "\($0)/attributes" }
    elsewhere =
      try repository.configuration().string("core.attributesfile") != nil
      || files.contains { AttributeFiles.mayExist($0) }
      || AttributeFiles.mayBeInIndex(repository.indexPath)
  }

  /// Whether one of these files, or one beside or above the path in the work tree, may exist.
  func mayConcern(_ path: GitPath) -> Bool {
    if elsewhere || AttributeFiles.mayExist("\(root)/.gitattributes") { return true }
    let bytes = path.bytes
    for place in bytes.indices where bytes[place] == UInt8(ascii: "/") {
      let file = Array("\(root)/".utf8) + bytes[..<place] + Array("/.gitattributes".utf8)
      if CStrings.with(file[...], AttributeFiles.mayExist) { return true }
    }
    return false
  }

  private static func mayExist(_ path: UnsafePointer<CChar>) -> Bool {
    // What cannot be looked at may be there.
    access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR)
  }

  /// The folders in which libgit2 looks for files of a level.
  private static func places(_ level: git_config_level_t) throws(GitError) -> [Substring] {
    var text = git_buf()
    defer { git_buf_dispose(&text) }
    try Libgit2.check(
      writ_libgit2_get_search_path(level.rawValue, &text), "Cannot find the attributes")
    return text.ptr.map { String(cString: $0).split(separator: ":") } ?? []
  }

  /// Whether an index has a file of attributes, as git looks there for one that the work tree lacks.
  ///
  /// The names stand in it as they are, unless it has the form that shortens them or is in two parts.
  private static func mayBeInIndex(_ path: String) -> Bool {
    guard mayExist(path) else { return false }
    guard let file = MappedFile(path), file.bytes.count >= 12, file.bytes[7] < 4 else { return true }
    return contains(file.bytes, ".gitattributes") || contains(file.bytes, "link")
  }

  private static func contains(_ bytes: UnsafeRawBufferPointer, _ name: StaticString) -> Bool {
    writ_contains(bytes.baseAddress, bytes.count, name.utf8Start, name.utf8CodeUnitCount) != 0
  }
}
