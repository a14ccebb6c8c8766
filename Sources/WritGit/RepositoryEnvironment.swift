internal import CLibgit2
internal import Glibc

/// The variables by which git tells a hook which repository it is called for.
enum RepositoryEnvironment {
  /// The value of a variable, or nil when it is not set.
  static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// Opens the repository when `GIT_WORK_TREE` is set, which libgit2 1.5 refuses; nil when not.
  static func openWithWorkTree(_ attempted: String) throws(GitError) -> OpaquePointer? {
    guard let workTree = variable("GIT_WORK_TREE") else { return nil }
    if variable("GIT_COMMON_DIR") != nil {
      throw GitError(.unsupported, "\(attempted): GIT_COMMON_DIR is not supported.")
    }
    let folder = variable("GIT_DIR")
    let flags = folder == nil ? 0 : GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue
    let pointer = try Libgit2.make(attempted) {
      git_repository_open_ext(&$0, folder ?? ".", flags, nil)
    }
    do throws(GitError) {
      try Libgit2.check(git_repository_set_workdir(pointer, workTree, 0), attempted)
      try setObjects(of: pointer, attempted)
      try setIndex(of: pointer, attempted)
    } catch {
      git_repository_free(pointer)
      throw error
    }
    return pointer
  }

  private static func setObjects(
    of repository: OpaquePointer, _ attempted: String
  ) throws(GitError) {
    guard let folder = variable("GIT_OBJECT_DIRECTORY") else { return }
    let objects = try Libgit2.make(attempted) { git_odb_open(&$0, folder) }
    defer { git_odb_free(objects) }
    let others = variable("GIT_ALTERNATE_OBJECT_DIRECTORIES") ?? ""
    for other in others.split(separator: ":") {
      try Libgit2.check(git_odb_add_disk_alternate(objects, String(other)), attempted)
    }
    try Libgit2.check(git_repository_set_odb(repository, objects), attempted)
  }

  private static func setIndex(
    of repository: OpaquePointer, _ attempted: String
  ) throws(GitError) {
    guard let path = variable("GIT_INDEX_FILE") else { return }
    let index = try Libgit2.make(attempted) { git_index_open(&$0, path) }
    defer { git_index_free(index) }
    try Libgit2.check(git_repository_set_index(repository, index), attempted)
  }
}
