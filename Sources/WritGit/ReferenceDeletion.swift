internal import Glibc

extension Repository {
  /// Deletes a reference that points at `expected`; true when it was there.
  @discardableResult
  public func deleteReference(_ name: String, at expected: ObjectID) throws(GitError) -> Bool {
    try deleteReferences([(name, expected)]) == 1
  }

  /// Deletes references that point where the list says, and gives the number of those that were
  /// there; an error with code `moved`, before any is deleted, when one points elsewhere.
  ///
  /// As in git, the lock of `packed-refs` keeps `git pack-refs` from bringing one back meanwhile. It
  /// is taken first and given back last: the one lock that tells of a deletion that was killed.
  @discardableResult
  public func deleteReferences(
    _ doomed: [(name: String, target: ObjectID)]
  ) throws(GitError) -> Int {
    let mark = "\(LockFile.mark)deleting\n"
    var present: [String] = []
    var isAnyThere = false
    for (name, target) in doomed where try isThere(name, target) { isAnyThere = true }
    guard isAnyThere else { return 0 }
    let packed = commonPath("packed-refs")
    let whole = try LockFile(of: packed, mark, preparingIn: writFolder, waitingAtMost: 1_000)
    defer { whole.release() }
    var locks: [LockFile] = []
    defer { for lock in locks { lock.release() } }
    for (name, target) in doomed where try isThere(name, target) {
      locks.append(try lockReference(name, mark, durable: false))
      if try isThere(name, target) { present.append(name) }
    }
    guard !present.isEmpty else { return 0 }
    // The packed one first: while the loose one is there, it counts.
    try PackedReferences.remove(Set(present), from: packed, by: self)
    for name in present {
      try FileSystem.remove(commonPath(name))
      try FileSystem.remove(commonPath("logs/\(name)"))
    }
    if isDurable {
      for folder in Set(present.compactMap(FileSystem.parent)) {
        try FileSync.folder(commonPath(folder))
      }
    }
    return present.count
  }

  private func isThere(_ name: String, _ expected: ObjectID) throws(GitError) -> Bool {
    guard Repository.isValidReferenceName(name), let target = try reference(name) else {
      return false
    }
    guard target == expected, try symbolicTarget(of: name) == nil else {
      throw GitError(
        .moved, "The reference '\(name)' does not point at \(expected.short) any more.")
    }
    return true
  }
}

/// The file in which git keeps many references together.
private enum PackedReferences {
  /// Writes the file anew without the named references; the caller holds its lock.
  static func remove(
    _ names: Set<String>, from path: String, by repository: Repository
  ) throws(GitError) {
    guard let bytes = try FileSystem.read(path, limit: 1 << 30),
      let rest = without(Set(names.map { Array($0.utf8)[...] }), bytes)
    else { return }
    let prepared = "\(repository.writFolder)/\(TemporaryName.next())"
    var old = stat()
    guard stat(path, &old) == 0 else { throw SystemFailure.last("Cannot read '\(path)'") }
    try FileSystem.writeNew(
      rest, to: prepared, mode: old.st_mode & 0o777, durable: repository.isDurable)
    do throws(GitError) {
      try FileSystem.rename(prepared, to: path)
    } catch {
      unlink(prepared)
      throw error
    }
    if repository.isDurable { try FileSync.folder(holding: path) }
  }

  /// The lines that stay, or nil when all do.
  ///
  /// A line that begins with `^` belongs to the tag above.
  private static func without(
    _ names: Set<ArraySlice<UInt8>>, _ bytes: [UInt8]
  ) -> [UInt8]? {
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var isDropping = false
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
      let line = bytes[start..<end]
      if line.first != UInt8(ascii: "^") {
        isDropping = names.contains(name(in: line))
      }
      if !isDropping { kept += line }
      start = end
    }
    return kept.count == bytes.count ? nil : kept
  }

  private static func name(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let name = line.dropFirst(41)
    return name.last == UInt8(ascii: "\n") ? name.dropLast() : name
  }
}
