extension Repository {
  /// What tells this work tree from the others of the repository, wherever that lies: empty for
  /// the main one, else `worktrees/<name>`.
  public var workTreeName: String {
    let prefix = "\(commonDirectory)/"
    return gitDirectory.hasPrefix(prefix) ? String(gitDirectory.dropFirst(prefix.count)) : ""
  }

  /// The git directory of the work tree of that name; nil when there can be none of it.
  public func gitDirectory(ofWorkTree name: String) -> String? {
    if name.isEmpty { return commonDirectory }
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].elementsEqual("worktrees".utf8), !parts[1].isEmpty,
      !parts[1].elementsEqual(".".utf8), !parts[1].elementsEqual("..".utf8)
    else { return nil }
    return commonPath(name)
  }

  /// The git directory of another work tree that has the branch checked out, or nil.
  public func otherWorkTree(on branch: String) throws(GitError) -> String? {
    var candidates: [String] = []
    let folder = commonPath("worktrees")
    for name in try FileSystem.names(in: folder) { candidates.append("\(folder)/\(name)") }
    let mainIsBare = try configuration().bool("core.bare") ?? false
    if !mainIsBare { candidates.append(commonDirectory) }
    for candidate in candidates where candidate != gitDirectory {
      guard let bytes = try FileSystem.read("\(candidate)/HEAD", limit: 4_096) else { continue }
      if bytes.elementsEqual("ref: \(branch)\n".utf8) { return try workTree(of: candidate) }
    }
    return nil
  }

  /// The folder of the work tree that a git directory belongs to.
  private func workTree(of gitDirectory: String) throws(GitError) -> String {
    var link = gitDirectory
    if let bytes = try FileSystem.read("\(gitDirectory)/gitdir", limit: 8_192) {
      link = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
    return link.hasSuffix("/.git") ? String(link.dropLast(5)) : link
  }
}
