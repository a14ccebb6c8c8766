extension Repository {
  /// The folder of another work tree that has the branch checked out, or nil.
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
