import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// The changes of a candidate that its records do not tell.
  ///
  /// Records vouch value by value: a squash joins several applies, and the branch may have got other
  /// values of the same file meanwhile. A file without values is what the records make of the one
  /// that the parent has.
  ///
  /// - Parameter isExact: whether the one record there is stands on its base, so that it is held
  ///   against the whole change as it is.
  func unrecorded(
    _ records: [Record], _ candidate: Candidate, isExact: Bool
  ) throws -> [Finding] {
    guard let last = records.last else { return [] }
    let lines = Dictionary(grouping: records.flatMap(RecordedLink.links), by: \.path)
    return try candidate.changes.compactMap { change in
      let links = lines[change.path] ?? []
      if isExact, links.contains(where: { $0.after == change.after?.id }) { return nil }
      if try isTold(change, links, records, candidate.parentTree) { return nil }
      let path = change.path.description
      return Finding(
        .recordMismatch, path: path,
        "\(path) is not what the record \(Record.path(last.id)) says that it became.",
        mend: "apply the change with 'writ apply', so that its record tells all of it")
    }
  }

  private func isTold(
    _ change: TreeChange, _ links: [RecordedLink], _ records: [Record], _ tree: ObjectID?
  ) throws -> Bool {
    let document = try documentChange(change, on: tree)
    guard document.name != nil else { return links.lead(along: change) }
    if document.changes.isEmpty { return links.contains { $0.after == change.after?.id } }
    let told = try ToldValues(records, of: document.label)
    if try document.leaves.allSatisfy({ try told.covers($0, in: document) }) { return true }
    // Elements that came or went shift others, so a value may stand at another index than its record
    // says; what each record makes of the file tells, and is held against the record by itself.
    guard links.lead(along: change) else { return false }
    if try links.allSatisfy(isPresent) { return true }
    return try document.leaves.allSatisfy { try told.coversShifted($0, in: document) }
  }

  private func isPresent(_ link: RecordedLink) throws -> Bool {
    [link.before, link.after].allSatisfy { $0.map(objects.contains) ?? true }
  }
}

/// One version of a file and the next, as a record has them.
private struct RecordedLink {
  let path: GitPath
  let before: ObjectID?
  let after: ObjectID?

  /// What is no id names nothing, and not the absence of a file.
  static func links(of record: Record) -> [RecordedLink] {
    record.files.compactMap { file in
      let (before, after) = (file.before.map { ObjectID($0) }, file.after.map { ObjectID($0) })
      if before == .some(nil) || after == .some(nil) { return nil }
      return RecordedLink(path: GitPath(file.path), before: before ?? nil, after: after ?? nil)
    }
  }
}

extension [RecordedLink] {
  /// Whether the records, one after the other, make of a file what it became.
  fileprivate func lead(along change: TreeChange) -> Bool {
    var current = change.before?.id
    for link in self where link.before == current { current = link.after }
    return !isEmpty && current == change.after?.id
  }
}

/// What records tell of the values of one document, the newest first.
struct ToldValues {
  private var changes: [(pointer: JSONPointer, after: RecordedChange.Value?, record: ULID)] = []

  /// - Parameter records: oldest first.
  init(_ records: [Record], of label: String) throws {
    for record in records.reversed() {
      for change in record.changes where change.document.hasSameBytes(as: label) {
        changes.append(
          (try JSONPointer(parsing: change.pointer), change.after, record.id))
      }
    }
  }

  /// The newest record that speaks of a changed value, or nil.
  func record(of leaf: LeafChange) -> ULID? {
    changes.first { $0.pointer.isPrefix(of: leaf.pointer) }?.record
  }

  /// Whether the newest record that speaks of a changed value says what it has become.
  func covers(_ leaf: LeafChange, in document: DocumentChange) throws -> Bool {
    guard let covering = changes.first(where: { $0.pointer.isPrefix(of: leaf.pointer) }) else {
      return false
    }
    return try ToldValues.tells(covering.after, covering.pointer.tokens.count, leaf, document)
  }

  /// Whether a record says what a changed value has become, at whatever indexes of arrays.
  func coversShifted(_ leaf: LeafChange, in document: DocumentChange) throws -> Bool {
    try changes.contains { change in
      let tokens = change.pointer.tokens
      guard leaf.pointer.tokens.count >= tokens.count,
        zip(tokens, leaf.pointer.tokens).allSatisfy(ToldValues.isSamePlace)
      else { return false }
      return try ToldValues.tells(change.after, tokens.count, leaf, document)
    }
  }

  private static func isSamePlace(_ left: String, _ right: String) -> Bool {
    func isIndex(_ token: String) -> Bool {
      !token.isEmpty && token.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    return left.hasSameBytes(as: right) || (isIndex(left) && isIndex(right))
  }

  /// Whether a value that is told for a place so deep on the way to a changed value holds that one.
  private static func tells(
    _ told: RecordedChange.Value?, _ depth: Int, _ leaf: LeafChange, _ document: DocumentChange
  ) throws -> Bool {
    let tokens = leaf.pointer.tokens
    switch told {
    case nil: return leaf.after == nil
    case .whole(let value):
      return value.value(at: JSONPointer(tokens: Array(tokens.dropFirst(depth)))) == leaf.after
    case .digest(let digest):
      let place = JSONPointer(tokens: Array(tokens.prefix(depth)))
      return try document.after?.value(at: place).map {
        try Digest(of: $0.canonicalBytes(numbers: .exact)) == digest
      } ?? false
    }
  }
}
