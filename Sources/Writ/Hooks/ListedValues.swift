import WritGit
import WritJSON
import WritPolicy

/// Holds a tree against all that some records list: each value must be there, but for what a record
/// that counts more says of the same place.
///
/// A record that moved answers for a commit that it was not made as; a part of what it lists is
/// another change, which nobody approved.
struct ListedValues {
  /// Which of the two values of a change the tree must have.
  enum Side {
    /// What the places had before the first of the records.
    case before
    /// What they have after the last of the records.
    case after
  }

  /// A value, or a file of which no values are listed, that the tree does not have.
  struct Missing {
    let record: Record
    let path: GitPath
    let pointer: String?
  }

  private let ledger: Ledger
  private let file: (GitPath) throws -> TreeEntry?
  private let side: Side
  /// The records by file, the one that counts most first.
  private let pages: [Page]

  /// - Parameter records: oldest first.
  init(
    _ side: Side, of records: [Record], in ledger: Ledger,
    file: @escaping (GitPath) throws -> TreeEntry?
  ) throws {
    self.ledger = ledger
    self.file = file
    self.side = side
    pages = try (side == .after ? records.reversed() : records).map { try Page($0, side) }
  }

  /// What the tree does not have, at most one for each file.
  func missing() throws -> [Missing] {
    var seen = Set<GitPath>()
    return try pages.flatMap(\.paths).filter { seen.insert($0).inserted }.compactMap(missing)
  }

  private func missing(_ path: GitPath) throws -> Missing? {
    let entry = try file(path)
    // The versions that lead to the tree's, as the records say: what led to them is in it.
    var reached: Set<String?> = [entry?.id.hex]
    var counted: [JSONPointer] = []
    var isTold = false
    for page in pages {
      let changes = page.changes[path] ?? []
      let blobs = page.files[path]
      if let blobs, reached.contains(blobs.own) {
        if side == .after, counted.isEmpty, blobs.own == entry?.id.hex,
          let change = try untrue(changes, try document(entry, at: path))
        {
          return Missing(record: page.record, path: path, pointer: change.pointer.description)
        }
        reached.insert(blobs.other)
      } else if changes.isEmpty, blobs != nil, !isTold {
        return Missing(record: page.record, path: path, pointer: nil)
      } else if !changes.isEmpty {
        let document = try document(entry, at: path)
        if let change = try changes.first(where: { try !holds($0, document, besides: counted) }) {
          return Missing(record: page.record, path: path, pointer: change.pointer.description)
        }
      }
      counted += changes.map(\.pointer)
      isTold = isTold || blobs != nil
    }
    return nil
  }

  /// A value that the very version of which a record says it does not have; of what went nothing
  /// stands where it was, unless others took its place.
  private func untrue(_ changes: [Page.Change], _ document: JSONValue?) throws -> Page.Change? {
    try changes.first { try $0.value != nil && !holds($0, document, besides: []) }
  }

  private func document(_ entry: TreeEntry?, at path: GitPath) throws -> JSONValue? {
    guard let entry, entry.mode.isFile else { return nil }
    return try ledger.documentChange(TreeChange(path: path, before: nil, after: entry)).after
  }

  /// Whether a document has a listed value, but for the places that records which count more speak
  /// of.
  private func holds(
    _ change: Page.Change, _ document: JSONValue?, besides counted: [JSONPointer]
  ) throws -> Bool {
    if counted.contains(where: { $0.isPrefix(of: change.pointer) }) { return true }
    let inner = counted.filter { change.pointer.isPrefix(of: $0) }
    let found = document?.value(at: change.pointer)
    switch (change.value, found) {
    case (nil, _): return found == nil || !inner.isEmpty
    case (.some, nil): return false
    case (.digest(let digest), .some(let found)):
      return try Digest(of: found.canonicalBytes(numbers: .exact)) == digest
    case (.whole(let value), .some(let found)):
      if value == found { return true }
      return JSONDiff.changesByPlace(from: value, to: found).allSatisfy { difference in
        let place = JSONPointer(tokens: change.pointer.tokens + difference.pointer.tokens)
        return inner.contains { $0.isPrefix(of: place) }
      }
    }
  }
}

/// What one record lists, by file, as one side has it.
private struct Page {
  struct Change {
    let pointer: JSONPointer
    let value: RecordedChange.Value?
  }

  let record: Record
  private(set) var files: [GitPath: (own: String?, other: String?)] = [:]
  private(set) var changes: [GitPath: [Change]] = [:]
  private(set) var paths: [GitPath] = []

  init(_ record: Record, _ side: ListedValues.Side) throws {
    self.record = record
    for file in record.files {
      let path = GitPath(file.path)
      paths.append(path)
      files[path] =
        side == .after
        ? (own: file.after, other: file.before) : (own: file.before, other: file.after)
    }
    for change in record.changes {
      let path = change.path
      paths.append(path)
      let pointer = side == .after ? change.pointer : change.from ?? change.pointer
      changes[path, default: []].append(
        Change(
          pointer: try JSONPointer(parsing: pointer),
          value: side == .after ? change.after : change.before))
    }
  }
}

extension RecordedChange {
  /// The file that the value is in.
  var path: GitPath {
    do throws(PolicyError) {
      return GitPath(try DocumentName(document).path)
    } catch {
      // No document has that name, so no tree has the value.
      return GitPath(document)
    }
  }
}

extension Ledger {
  /// What records list that a commit which they answer for does not bring.
  ///
  /// - Parameter told: the paths of which something is known already.
  func unbrought(
    _ records: [Record], _ candidate: Candidate, besides told: [Finding]
  ) throws -> [Finding] {
    let values = try ListedValues(.after, of: records, in: self, file: candidate.file)
    return try values.missing().filter { missing in
      !told.contains { $0.path?.hasSameBytes(as: missing.path.description) ?? false }
    }.map { missing in
      Finding(
        .recordMismatch, path: missing.path.description, pointer: missing.pointer,
        "\(missing.path) is not what the record \(Record.path(missing.record.id)) says that it "
          + "became: the commit brings a part of what the record lists.",
        mend: "bring all that was applied, or apply the part by itself with 'writ apply'")
    }
  }
}
