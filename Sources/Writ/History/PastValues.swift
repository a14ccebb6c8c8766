import WritGit
public import WritJSON
public import WritPolicy

extension Ledger {
  /// The values that a document has and had on a branch, newest first; versions that are not strict
  /// JSON are left out, and a version that came back counts once.
  public func values(of name: DocumentName, on branchName: String?) throws -> [JSONValue] {
    try requireWholeHistory(for: "which values the document had")
    let branch = try branch(branchName)
    let history = try History(of: repository, from: [branch.tip])
    let path = GitPath(name.path)
    var seen = Set<ObjectID>()
    var values: [JSONValue] = []
    while let commit = try history.next() {
      guard let entry = try objects.entry(at: path, in: commit.tree), seen.insert(entry.id).inserted
      else { continue }
      let change = TreeChange(path: path, before: nil, after: entry)
      if let value = try documentChange(change).after { values.append(value) }
    }
    guard !seen.isEmpty else {
      throw LedgerError(
        .usage, "unknown-policy", "There is and was no policy '\(name)' on this branch.",
        hint: NearNames.hint(
          for: name.text, among: try snapshot(branch.tip).names().map(\.text)))
    }
    return values
  }
}
