import WritGit
public import WritPolicy

extension Ledger {
  /// Holds an event of a forge against this repository.
  ///
  /// - Parameter branch: the branch that is to be changed; nil for the one that is checked out.
  /// - Returns: what could not be held against anything, one sentence each.
  /// - Throws: `usage` for an event that is about another repository, another branch or another history.
  public func check(_ event: ForgeEvent, on branch: String?) throws -> [String] {
    try refuseOtherRepository(event)
    let target = try self.branch(branch)
    try refuseOtherBranch(event, target)
    var notes: [String] = []
    let parts = [("base", event.base), ("merge", event.merge)]
    for (name, commit) in parts {
      guard let commit, let id = ObjectID(commit), objects.contains(id) else { continue }
      if try repository.isAncestor(id, of: target.tip) { continue }
      throw contradiction(
        "The event's \(name) commit \(id.short) is no part of the branch '\(target.name)'.",
        hint: "bring the branch up to date, or give the event of this branch")
    }
    if let head = event.head, ObjectID(head).map(objects.contains) != true {
      notes.append(
        "The event's commit \(head.prefix(10)) is not in this repository, so it was not looked at.")
    }
    return notes
  }

  private func refuseOtherRepository(_ event: ForgeEvent) throws {
    let remotes = try repository.configuration().strings(matching: "^remote\\..*\\.(push)?url$")
    let paths = remotes.compactMap(RemotePath.init)
    if paths.isEmpty || paths.contains(where: { $0.names(event.repository) }) { return }
    throw contradiction(
      "The event is about the repository '\(event.repository)', and no remote of this one is that.",
      hint: "give an event of this repository; its remotes are listed by 'git remote -v'")
  }

  private func refuseOtherBranch(_ event: ForgeEvent, _ target: Branch) throws {
    guard let name = event.branch, target.name != "refs/heads/\(name)",
      Repository.isValidReferenceName("refs/heads/\(name)"),
      try repository.reference("refs/heads/\(name)") != nil
    else { return }
    throw contradiction(
      "The event is about the branch '\(name)', and '\(target.name)' would be changed.",
      hint: "name the event's branch with --branch")
  }

  private func contradiction(_ message: String, hint: String) -> LedgerError {
    LedgerError(.usage, "event-contradicts", message, hint: hint)
  }
}

/// The path that a remote's address names on its host.
private struct RemotePath {
  private let path: [UInt8]

  /// Nil for a folder of this machine, which tells nothing.
  init?(_ url: String) {
    let bytes = Array(url.utf8)
    let colon = UInt8(ascii: ":")
    let slash = UInt8(ascii: "/")
    guard let first = bytes.firstIndex(of: colon), first > 0 else { return nil }
    var rest = bytes[(first + 1)...]
    if rest.starts(with: "//".utf8) {
      if bytes.starts(with: "file:".utf8) { return nil }
      guard let start = rest.dropFirst(2).firstIndex(of: slash) else { return nil }
      rest = rest[start...]
    } else if bytes[..<first].contains(slash) {
      return nil
    }
    while rest.first == slash { rest = rest.dropFirst() }
    while rest.last == slash { rest = rest.dropLast() }
    if rest.suffix(4).elementsEqual(".git".utf8) { rest = rest.dropLast(4) }
    path = Array(rest)
  }

  /// Whether it is the path of a repository; forges take no notice of the case of letters.
  func names(_ repository: String) -> Bool {
    ActorSpelling.folded(String(decoding: path, as: UTF8.self))
      .elementsEqual(ActorSpelling.folded(repository))
  }
}
