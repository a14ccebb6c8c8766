extension Repository {
  /// The names of references that start with `prefix`, sorted, without reading what they point
  /// at: libgit2's iterator opens every loose reference, which costs 10 ms for a thousand tags.
  public func referenceNames(startingWith prefix: String) throws(GitError) -> [String] {
    try unsortedReferenceNames(startingWith: prefix)
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The names of references that start with `prefix`, each once and in no order.
  public func unsortedReferenceNames(
    startingWith prefix: String
  ) throws(GitError) -> some Collection<String> {
    var names = Set<String>()
    let folder = prefix.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(prefix[..<$0]) }
    try collectLoose(folder ?? "refs", depth: 32, into: &names)
    try collectPacked(prefix, into: &names)
    return names.filter { $0.utf8.starts(with: prefix.utf8) }
  }

  private func collectLoose(
    _ folder: String, depth: Int, into names: inout Set<String>
  ) throws(GitError) {
    guard depth > 0 else { return }
    for entry in try FileSystem.entries(in: commonPath(folder)) {
      let name = "\(folder)/\(entry.name)"
      if entry.isFolder {
        try collectLoose(name, depth: depth - 1, into: &names)
      } else if !entry.name.hasSuffix(".lock") {
        names.insert(name)
      }
    }
  }

  private func collectPacked(
    _ prefix: String, into names: inout Set<String>
  ) throws(GitError) {
    guard let bytes = try FileSystem.read(commonPath("packed-refs"), limit: 1 << 30) else { return }
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let name = line.dropFirst(41)
      if name.starts(with: prefix.utf8), line.first != UInt8(ascii: "^") {
        names.insert(String(decoding: name, as: UTF8.self))
      }
    }
  }
}
