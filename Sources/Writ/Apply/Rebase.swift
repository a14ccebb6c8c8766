import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// Works a change out again on a newer tip, by value: what others changed meanwhile stays, and
  /// a value that both changed is a conflict.
  func rebase(_ draft: Draft, onto branch: Branch) throws -> Draft {
    let base = try snapshot(draft.base)
    let tip = try snapshot(branch.tip)
    var items: [Draft.Item] = []
    var conflicts: [LedgerError.Conflict] = []
    for item in draft.items {
      let now = try tip.entry(item.path)
      if now == item.before {
        items.append(try restated(item, base: base, tip: tip))
      } else if let name = item.name {
        switch try merge(item, name, base: base, tip: tip) {
        case .merged(let item?): items.append(item)
        case .merged(nil): break
        case .conflicts(let found): conflicts += found
        }
      } else {
        conflicts.append(
          .init(document: item.path.description, pointer: "", message: "the file was changed"))
      }
    }
    if !conflicts.isEmpty {
      throw LedgerError.conflict(
        "Values of this change were changed by others after it was worked out.", conflicts,
        hint: "look at the new values, then plan again")
    }
    return Draft(base: branch.tip, items: items)
  }

  /// An item whose file nobody else changed, told by the schemas of the tip: these decide from now on
  /// which elements of an array are the same.
  private func restated(_ item: Draft.Item, base: Snapshot, tip: Snapshot) throws -> Draft.Item {
    guard let name = item.change.name else { return item }
    let identity = try arrayIdentity(of: item.path, in: tip.commit.tree)
    if identity == (try arrayIdentity(of: item.path, in: base.commit.tree)) { return item }
    let change = DocumentChange(
      name: name, before: item.change.before, after: item.change.after, identity: identity)
    return Draft.Item(
      path: item.path, name: item.name, before: item.before, after: item.after, change: change)
  }

  private enum Merged {
    case merged(Draft.Item?)
    case conflicts([LedgerError.Conflict])
  }

  private func merge(
    _ item: Draft.Item, _ name: DocumentName, base: Snapshot, tip: Snapshot
  ) throws -> Merged {
    let old = try base.stored(name)
    let now = try tip.stored(name)
    guard let old, let now, case .bytes(let bytes, _) = item.after else {
      if now?.bytes == item.afterBytes { return .merged(nil) }
      let what = now == nil ? "the document was removed" : "the document was changed"
      return .conflicts([.init(document: name.text, pointer: "", message: what)])
    }
    let ours = try Ledger.parse(now.bytes, name.path)
    var options = JSONMergeOptions.strict
    options.identity = try arrayIdentity(of: item.path, in: tip.commit.tree)
    let merged = JSONMerge.merge(
      base: try Ledger.parse(old.bytes, name.path), ours: ours,
      theirs: try Ledger.parse(bytes, name.path), options: options)
    switch merged {
    case .conflicts(let conflicts):
      return .conflicts(conflicts.map { LedgerError.Conflict(name, $0) })
    case .merged(let document):
      if document.bytes == now.bytes { return .merged(nil) }
      let change = DocumentChange(
        name: name, before: ours.value, after: document.value, identity: options.identity)
      return .merged(
        Draft.Item(
          path: item.path, name: name, before: now.entry,
          after: .bytes(document.bytes, now.entry.mode), change: change))
    }
  }
}

extension LedgerError.Conflict {
  /// A conflict as a merge by value tells it: `ours` is what the branch has now.
  init(_ name: DocumentName, _ conflict: JSONConflict) {
    func shown(_ value: JSONValue?) -> String {
      guard let text = value?.compactText else { return "nothing" }
      return text.count <= 80 ? text : text.prefix(77) + "..."
    }
    self.init(
      document: name.text, pointer: conflict.pointer.description,
      message: "was \(shown(conflict.base)), is now \(shown(conflict.ours)), "
        + "and this change wants \(shown(conflict.theirs))")
  }
}
