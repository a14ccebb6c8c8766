internal import CLibgit2

/// The conversion of line ends between work tree and repository that `core.autocrlf` and
/// `.gitattributes` ask for. Filters that run a program, and encodings other than UTF-8, are
/// refused, as git would store something else than writ.
extension WorkTree {
  /// What git would store for a file with these bytes.
  public func storedForm(of bytes: [UInt8], at path: GitPath) throws(GitError) -> [UInt8] {
    try convert(bytes, path, GIT_FILTER_TO_ODB)
  }

  /// What git would write to the work tree for a blob with these bytes.
  public func workTreeForm(of bytes: [UInt8], at path: GitPath) throws(GitError) -> [UInt8] {
    try convert(bytes, path, GIT_FILTER_TO_WORKTREE)
  }

  private func convert(
    _ bytes: [UInt8], _ path: GitPath, _ mode: git_filter_mode_t
  ) throws(GitError) -> [UInt8] {
    try WorkTree.refuseUnsafe(path)
    guard try mayConvert(path) else { return bytes }
    try refuseForeignFilters(path)
    var filters: OpaquePointer?
    let flags = GIT_FILTER_ALLOW_UNSAFE.rawValue
    let loaded = Libgit2.call {
      path.withCString { git_filter_list_load(&filters, repository.pointer, nil, $0, mode, flags) }
    }
    try Libgit2.judge(loaded, "Cannot read the line-end settings for '\(path)'")
    guard let filters else { return bytes }
    defer { git_filter_list_free(filters) }
    return bytes.isEmpty ? bytes : try apply(filters, to: bytes, path)
  }

  /// Whether any setting could ask for a conversion.
  ///
  /// libgit2 looks through all attribute files once for each of its filters, which takes longer
  /// than the rest of a write; without a setting there is nothing to look for.
  private func mayConvert(_ path: GitPath) throws(GitError) -> Bool {
    if let lineEnds = try repository.configuration().string("core.autocrlf"), lineEnds != "false" {
      return true
    }
    guard try attributeFiles().mayConcern(path) else { return false }
    let names: [StaticString] = [
      "text", "eol", "crlf", "ident", "filter", "working-tree-encoding",
    ]
    return try attributes(names, of: path).contains {
      git_attr_value($0) != GIT_ATTR_VALUE_UNSPECIFIED
    }
  }

  private func attributeFiles() throws(GitError) -> AttributeFiles {
    if let knownAttributeFiles { return knownAttributeFiles }
    let files = try AttributeFiles(of: repository, root: root)
    knownAttributeFiles = files
    return files
  }

  private func attributes(
    _ names: [StaticString], of path: GitPath
  ) throws(GitError) -> [UnsafePointer<CChar>?] {
    var values = [UnsafePointer<CChar>?](repeating: nil, count: names.count)
    var pointers = names.map { name -> UnsafePointer<CChar>? in
      UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    }
    let status = Libgit2.call {
      path.withCString {
        git_attr_get_many(&values, repository.pointer, 0, $0, names.count, &pointers)
      }
    }
    try Libgit2.judge(status, "Cannot read the attributes of '\(path)'")
    return values
  }

  private func apply(
    _ filters: OpaquePointer, to bytes: [UInt8], _ path: GitPath
  ) throws(GitError) -> [UInt8] {
    var output = git_buf()
    defer { git_buf_dispose(&output) }
    return try bytes.withUnsafeBufferPointer { (buffer) throws(GitError) in
      let text = UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
      try Libgit2.check(
        git_filter_list_apply_to_buffer(&output, filters, text, buffer.count),
        "Cannot convert the line ends of '\(path)'")
      return Array(UnsafeRawBufferPointer(start: output.ptr, count: output.size))
    }
  }

  private func refuseForeignFilters(_ path: GitPath) throws(GitError) {
    if let encoding = try attribute("working-tree-encoding", of: path),
      encoding.lowercased() != "utf-8"
    {
      throw GitError(
        .unsupported, "'\(path)' has the encoding \(encoding) in the work tree.",
        hint: "take 'working-tree-encoding' for it out of .gitattributes: JSON is UTF-8")
    }
    guard let filter = try attribute("filter", of: path) else { return }
    let settings = try repository.configuration()
    for kind in ["clean", "smudge", "process"] {
      guard try settings.string("filter.\(filter).\(kind)") != nil else { continue }
      throw GitError(
        .unsupported, "'\(path)' goes through the filter '\(filter)', which runs a program.",
        hint: "take 'filter' for it out of .gitattributes")
    }
  }

  /// The value that `.gitattributes` gives an attribute, or nil when it is merely set or unset.
  private func attribute(_ name: String, of path: GitPath) throws(GitError) -> String? {
    var value: UnsafePointer<CChar>?
    let status = Libgit2.call {
      path.withCString { git_attr_get(&value, repository.pointer, 0, $0, name) }
    }
    try Libgit2.judge(status, "Cannot read the attributes of '\(path)'")
    guard git_attr_value(value) == GIT_ATTR_VALUE_STRING else { return nil }
    return value.map { String(cString: $0) }
  }
}
