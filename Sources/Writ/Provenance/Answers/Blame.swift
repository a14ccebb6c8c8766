public import WritGit
public import WritJSON
public import WritPolicy

/// Who made each value of a document.
public struct Blame: Sendable {
  /// The document.
  public let document: DocumentName
  /// The place that was asked about.
  public let pointer: JSONPointer
  /// The commit whose version is told.
  public let tip: ObjectID
  /// The value at the place.
  public let root: JSONValue
  /// The scalars and empty containers at or below the place, in the order of the document.
  public let values: [Value]
  /// When the document could not be read.
  public let unreadable: [UnreadableSpan]

  /// One scalar or empty container.
  public struct Value: Sendable {
    /// Its place.
    public let pointer: JSONPointer
    /// The value.
    public let value: JSONValue
    /// What stands behind it.
    public let story: ChangeStory
    /// What was there before; nil where nothing was.
    public let before: JSONValue?
    /// Where it was made, as `NAME#/pointer`, when it stood elsewhere then.
    public let madeAt: String?
  }
}

extension Ledger {
  /// Who made each value at or below a place, in the version of a revision.
  ///
  /// A value is followed through layout and order of members, through arrays by what identifies
  /// their elements, to where it stood in the document or in another one when it moved unchanged, and
  /// through names of files.
  public func blame(
    _ name: DocumentName, _ pointer: JSONPointer, at revision: String? = nil
  ) throws -> Blame {
    let view = try history(of: revision, for: "who made a value")
    return try view.answering { timeline, tip in
      let versions = DocumentVersions(self, timeline)
      let node = try versions.node(name, pointer, in: self)
      var leaves: [(pointer: [UInt8], node: JSONNode)] = []
      node.visitLeaves(from: Array(pointer.description.utf8)) { leaves.append(($0, $1)) }
      var answer = BlameAnswer(self, versions, GitPath(name.path))
      let values = try answer.values(leaves, below: Array(pointer.description.utf8))
      return Blame(
        document: name, pointer: pointer, tip: tip, root: node.value, values: values,
        unreadable: try answer.unreadable())
    }
  }
}

/// Puts together what is known of values.
private struct BlameAnswer {
  private let ledger: Ledger
  private let versions: DocumentVersions
  private let path: GitPath
  private var stories: [Int: ChangeStory] = [:]
  /// The documents that values came through, each with the ordinal until which.
  private var visited: [GitPath: Int] = [:]
  private var timeline: Timeline { versions.timeline }

  private typealias Leaf = (pointer: [UInt8], node: JSONNode)

  init(_ ledger: Ledger, _ versions: DocumentVersions, _ path: GitPath) {
    self.ledger = ledger
    self.versions = versions
    self.path = path
  }

  mutating func values(
    _ leaves: [(pointer: [UInt8], node: JSONNode)], below scope: [UInt8]
  ) throws -> [Blame.Value] {
    var visited: [GitPath: Int] = [:]
    let origins = try BlameSweep.origins(
      of: leaves.map(\.pointer), below: scope, in: path, timeline
    ) { visited[$0] = max(visited[$0] ?? 0, $1) }
    self.visited = visited
    let merged = try MergedOrigins(ledger, versions, origins, leaves.map(\.node))
    var result: [Blame.Value] = []
    result.reserveCapacity(leaves.count)
    for (index, leaf) in leaves.enumerated() {
      let origin = origins[index]
      let isElsewhere = origin.path != path || origin.pointer != leaf.pointer
      result.append(
        Blame.Value(
          pointer: try JSONPointer(leaf.pointer), value: leaf.node.value,
          story: try story(origin, merged.commits[index]), before: try before(origin),
          madeAt: isElsewhere ? origin.place : nil))
    }
    return result
  }

  /// When the document, or one that values came from, could not be read.
  func unreadable() throws -> [UnreadableSpan] {
    let others = visited.filter { $0.key != path }.sorted {
      $0.key.bytes.lexicographicallyPrecedes($1.key.bytes)
    }
    return try versions.unreadableSpans(of: path)
      + others.flatMap { try versions.unreadableSpans(of: $0.key, upTo: $0.value) }
  }

  /// Commits of one parent that brought at most one record tell the same of all their values.
  private mutating func story(_ origin: ValueOrigin, _ side: Commit?) throws -> ChangeStory {
    if let known = stories[origin.ordinal] { return known }
    let commit = try ledger.objects.commit(timeline.commit(origin.ordinal).id)
    let place = ValuePlace(path: origin.path, pointer: try JSONPointer(origin.pointer))
    let story = try ledger.story(of: commit, origin: side, about: place)
    if commit.parents.count <= 1, try ledger.recordPaths(of: commit).count <= 1 {
      stories[origin.ordinal] = story
    }
    return story
  }

  private func before(_ origin: ValueOrigin) throws -> JSONValue? {
    switch origin.before {
    case .nothing: return nil
    case .text(let text): return try JSONDocument(parsing: text).value
    case .place(let path, let pointer):
      let document = try versions.lastReadable(of: path, before: origin.ordinal)
      return try document?.root.node(at: JSONPointer(pointer))?.value
    }
  }
}

/// For values that merges brought, the commits of the merged sides that made them.
private struct MergedOrigins {
  private(set) var commits: [Commit?]

  init(
    _ ledger: Ledger, _ versions: DocumentVersions, _ origins: [ValueOrigin], _ nodes: [JSONNode]
  ) throws {
    commits = Array(repeating: nil, count: origins.count)
    var groups: [Group: [Int]] = [:]
    for (index, origin) in origins.enumerated() {
      groups[Group(ordinal: origin.ordinal, path: origin.path), default: []].append(index)
    }
    for (group, indexes) in groups {
      let merge = try ledger.objects.commit(versions.timeline.commit(group.ordinal).id)
      for parent in merge.parents.dropFirst() {
        let main = try versions.timeline.upTo(group.ordinal - 1)
        let side = try ledger.provenanceIndex.timeline(ofSide: parent, leaving: main)
        try fill(
          indexes, group.path, origins, nodes, ledger, (side, try side.lastShared(with: main)))
      }
    }
  }

  private struct Group: Hashable {
    let ordinal: Int
    let path: GitPath
  }

  private mutating func fill(
    _ indexes: [Int], _ path: GitPath, _ origins: [ValueOrigin], _ nodes: [JSONNode],
    _ ledger: Ledger, _ side: (timeline: Timeline, shared: Int)
  ) throws {
    let versions = DocumentVersions(ledger, side.timeline)
    guard case .document(let document) = try versions.version(of: path, at: side.timeline.last)
    else { return }
    let brought = try indexes.filter { index in
      guard commits[index] == nil,
        let node = document.root.node(at: try JSONPointer(origins[index].pointer))
      else { return false }
      return node.value == nodes[index].value
    }
    if brought.isEmpty { return }
    let found = try BlameSweep.origins(
      of: brought.map { origins[$0].pointer }, below: [], in: path, side.timeline)
    for (index, origin) in zip(brought, found) where origin.ordinal > side.shared {
      commits[index] = try ledger.objects.commit(side.timeline.commit(origin.ordinal).id)
    }
  }
}

extension JSONPointer {
  /// The pointer whose text has these bytes.
  init(_ text: [UInt8]) throws(JSONError) {
    try self.init(parsing: String(decoding: text, as: UTF8.self))
  }
}

extension ValueOrigin {
  /// The place as people name it.
  fileprivate var place: String {
    let name = DocumentName(path: path.description)?.text ?? path.description
    return "\(name)#\(String(decoding: pointer, as: UTF8.self))"
  }
}

extension DocumentVersions {
  /// The value at a place in the newest version.
  ///
  /// - Throws: when there is none, with names that are near.
  func node(_ name: DocumentName, _ pointer: JSONPointer, in ledger: Ledger) throws -> JSONNode {
    let path = GitPath(name.path)
    switch try version(of: path, at: timeline.last) {
    case .document(let document):
      if let node = document.root.node(at: pointer) { return node }
      try ledger.refuseUnknown(name, pointer, timeline, self)
      throw LedgerError(.usage, "unknown-pointer", "In '\(name)' there is no '\(pointer)'.")
    case .unreadable(let reason):
      throw LedgerError(
        .refused, "not-strict-json", "\(name.path) cannot be read: \(reason)",
        hint: "name a revision at which it could be read, as 'writ trace \(name)' tells them")
    case nil:
      guard let gone = try timeline.versions(of: path).last else {
        throw try ledger.unknownPolicy(name, timeline)
      }
      let commit = try timeline.commit(gone.ordinal)
      throw LedgerError(
        .usage, "removed-policy",
        "The policy '\(name)' was removed by the commit \(commit.id.short) of "
          + "\(Instant(seconds: commit.seconds)).",
        hint: "name an older revision, such as \(commit.id.short)^, or use 'writ trace \(name)'")
    }
  }
}

extension JSONNode {
  /// Calls `body` with every scalar and empty container at or below this value, and its pointer.
  ///
  /// The depth of the reader bounds the recursion.
  func visitLeaves(from pointer: [UInt8], _ body: ([UInt8], JSONNode) -> Void) {
    if kind != .object && kind != .array || isEmptyContainer { return body(pointer, self) }
    for member in members {
      member.value.visitLeaves(from: pointer + [0x2F] + member.key.pointerToken, body)
    }
    var index = 0
    for element in elements {
      element.visitLeaves(from: pointer + [0x2F] + Array(String(index).utf8), body)
      index += 1
    }
  }
}
