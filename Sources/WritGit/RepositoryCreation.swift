internal import CLibgit2
internal import Glibc

extension Repository {
  /// Makes a new repository at `path`; its first branch is `branch`.
  ///
  /// It is made beside its place and put there when it is whole, `HEAD` last: until then git sees
  /// no repository, and what a killed process left does not keep the next one from making it.
  public static func create(
    at path: String, bare: Bool, branch: String
  ) throws(GitError) -> Repository {
    Libgit2.start()
    try Libgit2.refuseNUL(path)
    guard isValidReferenceName("refs/heads/\(branch)") else {
      throw GitError(.invalid, "'\(branch)' cannot be the name of a branch.")
    }
    let target = bare ? path : "\(path)/.git"
    guard !FileSystem.exists("\(target)/HEAD") else {
      throw GitError(.exists, "There is a repository at '\(path)' already.")
    }
    try FileSystem.makeFolder(path)
    for leftover in try FileSystem.leftovers(in: path) { try FileSystem.removeAll(leftover) }
    let draft = "\(path)/.writ.\(TemporaryName.next())"
    do throws(GitError) {
      try make(at: draft, bare: bare, branch: branch)
      try move(from: bare ? draft : "\(draft)/.git", to: target)
    } catch {
      try FileSystem.removeAll(draft)
      throw error
    }
    try FileSystem.removeAll(draft)
    let pointer = try Libgit2.make("Cannot open the repository made at '\(path)'") {
      git_repository_open_ext(&$0, path, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil)
    }
    return try Repository(owning: pointer, environment: false)
  }

  private static func make(at path: String, bare: Bool, branch: String) throws(GitError) {
    var options = git_repository_init_options()
    try Libgit2.check(
      git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION)),
      "Cannot prepare a new repository")
    options.flags = GIT_REPOSITORY_INIT_MKPATH.rawValue | GIT_REPOSITORY_INIT_NO_REINIT.rawValue
    if bare { options.flags |= GIT_REPOSITORY_INIT_BARE.rawValue }
    let pointer = try Libgit2.make("Cannot create a repository at '\(path)'") { made in
      branch.withCString { name in
        options.initial_head = name
        return git_repository_init_ext(&made, path, &options)
      }
    }
    git_repository_free(pointer)
    // libgit2 does not tell of a lock that it could not remove, and git would wait for it for ever.
    let folder = bare ? path : "\(path)/.git"
    for name in try FileSystem.names(in: folder) where name.hasSuffix(".lock") {
      try FileSystem.remove("\(folder)/\(name)")
    }
  }

  /// Moves what is in one folder into another, folders that are there already aside.
  private static func move(from source: String, to target: String) throws(GitError) {
    if Glibc.rename(source, target) == 0 { return }
    try FileSystem.makeFolder(target)
    // git takes for a repository what has a HEAD, so that comes last.
    let names = try FileSystem.names(in: source).filter { $0 != "HEAD" } + ["HEAD"]
    for name in names {
      if Glibc.rename("\(source)/\(name)", "\(target)/\(name)") == 0 { continue }
      guard errno == ENOTEMPTY || errno == EEXIST else {
        throw SystemFailure.last("Cannot create '\(target)/\(name)'")
      }
      try move(from: "\(source)/\(name)", inside: "\(target)/\(name)")
    }
  }

  private static func move(from source: String, inside target: String) throws(GitError) {
    for name in try FileSystem.names(in: source) where !FileSystem.exists("\(target)/\(name)") {
      try FileSystem.rename("\(source)/\(name)", to: "\(target)/\(name)")
    }
  }
}
