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
    guard links.lead(along: change) else {
      let arrays = try MovedArrays(links, change, in: self, by: tree)
      return try document.leaves.allSatisfy { leaf in
        guard let teller = told.record(of: leaf) else { return false }
        return try told.covers(leaf, in: document) && arrays.stand(on: leaf.pointer, for: teller)
      }
    }
    // Elements that came or went shift others, so a value may stand at another index than its record
    // says; what each record makes of the file tells, and is held against the record by itself.
    switch try readability(of: links) {
    case .readable: return true
    case .unreadable: return false
    case .missing:
      return try document.leaves.allSatisfy {
        try told.covers($0, in: document) || told.coversShifted($0, in: document)
      }
    }
  }

  private enum Readability { case readable, unreadable, missing }

  /// Whether all versions that records name are documents, as far as they are here.
  private func readability(of links: [RecordedLink]) throws -> Readability {
    var result = Readability.readable
    for link in links {
      for blob in [link.before, link.after].compactMap({ $0 }) {
        guard objects.contains(blob) else {
          result = .missing
          continue
        }
        guard try objects.header(blob).kind == .blob,
          try documentChange(link.version(blob)).name != nil
        else { return .unreadable }
      }
    }
    return result
  }
}

/// Where elements of the arrays of a document went between the version on which a record was made and
/// the one that the parent of a commit has: an index does not stand for the same element there.
private struct MovedArrays {
  private var moves: [ULID: [JSONChange]?] = [:]

  init(
    _ links: [RecordedLink], _ change: TreeChange, in ledger: Ledger, by tree: ObjectID?
  ) throws {
    for link in links {
      guard let before = link.before, ledger.objects.contains(before),
        try ledger.objects.header(before).kind == .blob
      else {
        moves[link.record] = .some(nil)
        continue
      }
      let old = TreeEntry(mode: .file, id: before)
      let between = try ledger.documentChange(
        TreeChange(path: link.path, before: old, after: change.before), on: tree)
      moves[link.record] = .some(between.name == nil ? nil : between.changes)
    }
  }

  /// Whether the arrays on the way to a value have the same elements up to it.
  func stand(on pointer: JSONPointer, for record: ULID) -> Bool {
    let tokens = pointer.tokens
    let indexes = tokens.indices.filter { Int(tokens[$0]) != nil }
    if indexes.isEmpty { return true }
    guard case .some(.some(let changes)) = moves[record] else { return false }
    return indexes.allSatisfy { depth in !changes.contains { $0.moves(tokens, at: depth) } }
  }
}

extension JSONChange {
  /// Whether it lets another element stand at the index that a pointer has at some depth.
  fileprivate func moves(_ tokens: [String], at depth: Int) -> Bool {
    let isShift = from != nil
    let isComing = before == nil || after == nil
    for own in [pointer.tokens, from?.tokens].compactMap({ $0 }) where own.count > depth {
      guard own[..<depth].elementsEqual(tokens[..<depth]), let index = Int(own[depth]),
        let asked = Int(tokens[depth]), index <= asked
      else { continue }
      if isShift || (isComing && own.count == depth + 1) { return true }
    }
    return false
  }
}

/// One version of a file and the next, as a record has them.
private struct RecordedLink {
  let record: ULID
  let path: GitPath
  let before: ObjectID?
  let after: ObjectID?

  /// What is no id names nothing, and not the absence of a file.
  static func links(of record: Record) -> [RecordedLink] {
    record.files.compactMap { file in
      let (before, after) = (file.before.map { ObjectID($0) }, file.after.map { ObjectID($0) })
      if before == .some(nil) || after == .some(nil) { return nil }
      return RecordedLink(
        record: record.id, path: GitPath(file.path), before: before ?? nil, after: after ?? nil)
    }
  }

  /// A version as if it had been made from nothing.
  func version(_ blob: ObjectID) -> TreeChange {
    TreeChange(path: path, before: nil, after: TreeEntry(mode: .file, id: blob))
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

  /// Whether any record says of a changed value what it has become.
  func hold(_ leaf: LeafChange, in document: DocumentChange) throws -> Bool {
    try changes.contains { change in
      guard change.pointer.isPrefix(of: leaf.pointer) else { return false }
      return try ToldValues.tells(change.after, change.pointer.tokens.count, leaf, document)
    }
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
