extension Repository {
  /// The git directory of another work tree that has the branch checked out, or nil.
  public func otherWorkTree(on branch: String) throws(GitError) -> String? {
    var candidates: [String] = []
    let folder = commonPath("worktrees")
    for name in try FileSystem.names(in: folder) { candidates.append("\(folder)/\(name)") }
    let mainIsBare = try configuration().bool("core.bare") ?? false
    if !mainIsBare { candidates.append(commonDirectory) }
    for candidate in candidates where candidate != gitDirectory {
      guard let bytes = try FileSystem.read("\(candidate)/HEAD", limit: 4_096) else { continue }
      if bytes.elementsEqual("ref: \(branch)\n".utf8) { return candidate }
    }
    return nil
  }
}
