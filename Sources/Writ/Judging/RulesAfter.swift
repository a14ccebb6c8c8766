import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// Why the rules that a change would leave behind cannot be used: rules that nobody can read, or
  /// that name a schema that is not there, would lock everyone out.
  func brokenRules(after draft: Draft, on snapshot: Snapshot) throws -> [Finding] {
    let touches = draft.items.contains { item in
      item.path == GitPath(Rules.path) || GovernanceSchema.name(item.path) != nil
    }
    guard touches else { return [] }
    do {
      guard let bytes = try content(of: GitPath(Rules.path), after: draft, on: snapshot) else {
        return [
          Finding(
            .rulesForm, path: Rules.path, "The change removes \(Rules.path).",
            mend: "keep the rules; an empty list of rules allows everything")
        ]
      }
      let schemas = try schemas(after: draft, on: snapshot)
      _ = try Rules(Ledger.parse(bytes, Rules.path), schemas: schemas)
      return []
    } catch {
      return [try Ledger.unreadableRules(error)]
    }
  }

  private func schemas(after draft: Draft, on snapshot: Snapshot) throws -> [GovernanceSchema] {
    var result = try ruleBook.schemas(in: snapshot.commit.tree)
    for item in draft.items {
      guard let name = GovernanceSchema.name(item.path) else { continue }
      result.removeAll { $0.name.hasSameBytes(as: name) }
      if let bytes = try content(of: item.path, after: draft, on: snapshot) {
        result.append(GovernanceSchema(name: name, bytes: bytes))
      }
    }
    return result
  }

  /// What a file holds after a change; nil when it is not there.
  func content(
    of path: GitPath, after draft: Draft, on snapshot: Snapshot
  ) throws -> [UInt8]? {
    guard let item = draft.items.first(where: { $0.path == path }) else {
      return try snapshot.entry(path).map { try objects.blob($0.id, limit: Snapshot.documentLimit) }
    }
    switch item.after {
    case .bytes(let bytes, _): return bytes
    case .stored(let entry): return try objects.blob(entry.id, limit: Snapshot.documentLimit)
    case nil: return nil
    }
  }
}
