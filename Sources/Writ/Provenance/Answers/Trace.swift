public import WritGit
public import WritJSON
public import WritPolicy

/// The life of one value.
public struct Trace: Sendable {
  /// The document.
  public let document: DocumentName
  /// The value's place.
  public let pointer: JSONPointer
  /// The commit whose history was asked.
  public let tip: ObjectID
  /// The value as it is there; nil when there is none.
  public let value: JSONValue?
  /// Every change, oldest first.
  public let changes: [Change]
  /// When the document could not be read.
  public let unreadable: [UnreadableSpan]

  /// One change of the value.
  public struct Change: Sendable {
    /// What stands behind it.
    public let story: ChangeStory
    /// The value before, or nil where there was none.
    public let from: JSONValue?
    /// The value after, or nil where there is none.
    public let to: JSONValue?
    /// Where the same value stood before, as `NAME#/pointer`, when it came here from elsewhere.
    public let movedFrom: String?
  }
}

extension Ledger {
  /// The life of the value at a place in the first-parent history of a revision.
  ///
  /// It is the value that each commit has at this very place, so an array's index means the element
  /// that stands there at the time; versions that cannot be read are passed over and told.
  public func trace(
    _ name: DocumentName, _ pointer: JSONPointer, at revision: String? = nil
  ) throws -> Trace {
    let view = try history(of: revision, for: "the life of a value")
    return try view.answering { timeline, tip in
      let walk = TraceWalk(ledger: self, timeline: timeline, name: name, pointer: pointer)
      return try walk.trace(tip)
    }
  }
}

/// Goes through the commits that may have changed a value.
private struct TraceWalk {
  let ledger: Ledger
  let timeline: Timeline
  let name: DocumentName
  let pointer: JSONPointer
  private let versions: DocumentVersions
  private var path: GitPath { GitPath(name.path) }

  init(ledger: Ledger, timeline: Timeline, name: DocumentName, pointer: JSONPointer) {
    self.ledger = ledger
    self.timeline = timeline
    self.name = name
    self.pointer = pointer
    versions = DocumentVersions(ledger, timeline)
  }

  func trace(_ tip: ObjectID) throws -> Trace {
    var changes: [Trace.Change] = []
    var current: JSONValue?
    for (ordinal, source) in try candidates() {
      guard case .some(let value) = try value(at: ordinal), value != current else { continue }
      let commit = try ledger.objects.commit(timeline.commit(ordinal).id)
      let place = ValuePlace(path: path, pointer: pointer)
      // A number may be spelled in another way since it changed last.
      let before = try versions.lastReadable(of: path, before: ordinal)?.root.node(at: pointer)
      changes.append(
        Trace.Change(
          story: try ledger.story(of: commit, about: (place, value)),
          from: current == nil ? nil : before?.value, to: value,
          movedFrom: current == nil ? source : nil))
      current = value
    }
    let unreadable = try versions.unreadableSpans(of: path)
    if changes.isEmpty { try refuseUnknown(unreadable) }
    return Trace(
      document: name, pointer: pointer, tip: tip, value: current, changes: changes,
      unreadable: unreadable)
  }

  /// The value that a commit has, or that it has none; nil when the version cannot be read.
  private func value(at ordinal: Int) throws -> JSONValue?? {
    switch try versions.version(of: path, at: ordinal) {
    case .document(let document): return .some(document.root.node(at: pointer)?.value)
    case .unreadable: return nil
    case nil: return .some(nil)
    }
  }

  /// The commits that touched the place, what is above it or what is below it, oldest first, and
  /// where the value came from.
  private func candidates() throws -> [(ordinal: Int, source: String?)] {
    var found: [Int: String?] = [:]
    func note(_ event: IndexEvent, _ depth: Int) {
      let known = found[event.ordinal] ?? nil
      guard case .source(let path, let start) = event.payload else {
        found[event.ordinal] = .some(known)
        return
      }
      let rest = JSONPointer(tokens: Array(pointer.tokens.dropFirst(depth))).description
      let text = String(decoding: start, as: UTF8.self) + rest
      let document = DocumentName(path: path.description)?.text ?? path.description
      found[event.ordinal] = .some("\(document)#\(text)")
    }
    if pointer.isRoot {
      for event in try timeline.versions(of: path) { found[event.ordinal] = .some(nil) }
    }
    for depth in 0...pointer.tokens.count {
      let part = JSONPointer(tokens: Array(pointer.tokens.prefix(depth))).description
      for event in try timeline.events(IndexKey(path: path, pointer: Array(part.utf8))) {
        note(event, depth)
      }
    }
    let below = IndexKey.beginning(path: path, pointer: Array("\(pointer)/".utf8))
    try timeline.events(under: below) { _, event in
      if found[event.ordinal] == nil { found[event.ordinal] = .some(nil) }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func refuseUnknown(_ unreadable: [UnreadableSpan]) throws {
    try ledger.refuseUnknown(name, pointer, timeline, versions)
  }
}
