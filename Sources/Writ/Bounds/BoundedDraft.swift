import WritGit
import WritPolicy

extension Ledger {
  /// What is wrong with a draft of which too much would have to be judged; the hooks say the same of
  /// its commit.
  func excess(of draft: Draft) throws -> [Finding] {
    do {
      try measure(draft)
      return []
    } catch let error as GitError where error.code == .tooMuch {
      return [Finding(tooMuch: error)]
    }
  }

  private func measure(_ draft: Draft) throws {
    let changes = draft.items.map { TreeChange(path: $0.path, before: $0.before, after: nil) }
    if let excess = surroundings.limits.excess(of: changes) { throw excess }
    var meter = ChangeMeter(surroundings.limits)
    try measure(changes, &meter)
    for item in draft.items where item.path.isDocument {
      switch item.after {
      case .bytes(let bytes, _): try meter.add(bytes, at: item.path)
      case .stored(let entry) where entry.mode.isFile:
        try meter.add(source(of: entry.id, meter, item.path), at: item.path)
      case .stored, nil: break
      }
    }
  }
}
