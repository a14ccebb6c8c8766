import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// The changes of a candidate that its records do not tell.
  ///
  /// Records vouch for the blobs that they name, or value by value: a squash joins several applies,
  /// and the branch may have got other values of the same file meanwhile.
  func unrecorded(_ records: [Record], _ candidate: Candidate) throws -> [Finding] {
    guard let last = records.last else { return [] }
    let named = Record.namedFiles(of: records)
    return try candidate.changes.compactMap { change in
      if named[change.path]?.contains(change.after?.id) == true { return nil }
      if try isToldByValue(change, records, candidate.parentTree) { return nil }
      let path = change.path.description
      return Finding(
        .recordMismatch, path: path,
        "\(path) is not what the record \(Record.path(last.id)) says that it became.",
        mend: "apply the change with 'writ apply', so that its record tells all of it")
    }
  }

  /// Whether the newest record that speaks of a changed value says what it has become.
  private func isToldByValue(
    _ change: TreeChange, _ records: [Record], _ tree: ObjectID?
  ) throws -> Bool {
    let document = try documentChange(change, on: tree)
    guard document.name != nil, !document.changes.isEmpty else { return false }
    let recorded = try records.reversed().flatMap(\.changes).compactMap {
      $0.document.hasSameBytes(as: document.label)
        ? (pointer: try JSONPointer(parsing: $0.pointer), after: $0.after) : nil
    }
    return document.leaves.allSatisfy { leaf in
      guard let covering = recorded.first(where: { leaf.pointer.isInside($0.pointer) }) else {
        return false
      }
      let found = document.after?.value(at: covering.pointer)
      switch covering.after {
      case .whole(let value): return found == value
      case nil: return found == nil
      case .digest: return false
      }
    }
  }
}

extension Record {
  /// What files became, as records say it.
  fileprivate static func namedFiles(of records: [Record]) -> [GitPath: [ObjectID?]] {
    var result: [GitPath: [ObjectID?]] = [:]
    for file in records.flatMap(\.files) {
      let after = file.after.map { ObjectID($0) }
      // What is no id names nothing, and not the absence of a file.
      if after == .some(nil) { continue }
      result[GitPath(file.path), default: []].append(after ?? nil)
    }
    return result
  }
}

extension JSONPointer {
  /// Whether this is the other place or lies below it.
  fileprivate func isInside(_ other: JSONPointer) -> Bool {
    tokens.count >= other.tokens.count
      && zip(tokens, other.tokens).allSatisfy { $0.hasSameBytes(as: $1) }
  }
}
