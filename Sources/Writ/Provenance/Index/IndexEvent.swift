import WritGit
import WritJSON

/// Something that a commit did, as a list of the index tells it.
struct IndexEvent {
  /// The place of the commit in the first-parent history, from 0 at its root.
  let ordinal: Int
  let kind: Kind
  /// What more is to be said.
  var payload: Payload = .none

  /// What happened to a value, or to a file; a commit that says something is `.said`.
  enum Kind: Int {
    /// A scalar has another value, or the value is of another kind.
    case changed = 0
    case added = 1
    case removed = 2
    /// The elements of an array stand at other indexes.
    case reordered = 3
    /// The value is there anew and has the same content as one that went elsewhere.
    case carried = 4

    /// A file has a version that can be read.
    static let version = Kind.changed
    /// A file has a version that is not strict JSON.
    static let unreadable = Kind.added
    /// A file is gone.
    static let gone = Kind.removed
    /// A commit says something.
    static let said = Kind.changed
  }

  enum Payload {
    case none
    case runs([JSONRun])
    case source(path: GitPath, pointer: [UInt8])
    /// The scalar that was there before, as it stood in the text.
    case before([UInt8])
  }

  /// A longer text is read from the version before.
  static let longestBefore = 48
}

extension IndexEvent {
  /// Events that are appended to one part of a list, in their stored form.
  struct Packer {
    private var writer = PackedWriter()
    private var last = 0

    /// A part of about this many bytes is full.
    static let partSize = 2_048

    var bytes: [UInt8] { writer.bytes }
    var isFull: Bool { writer.bytes.count >= Self.partSize }

    mutating func append(_ event: IndexEvent) {
      var head = event.kind.rawValue
      if case .before = event.payload { head = IndexEvent.changedWithBefore }
      writer.number((event.ordinal - last) << 3 | head)
      last = event.ordinal
      switch event.payload {
      case .none: break
      case .before(let text): writer.text(text)
      case .runs(let runs): append(runs)
      case .source(let path, let pointer):
        writer.text(path.bytes)
        writer.text(pointer)
      }
    }

    private mutating func append(_ runs: [JSONRun]) {
      writer.number(runs.count)
      var old = 0
      var new = 0
      for run in runs {
        writer.number(run.new - new)
        writer.signed(run.old - old)
        writer.number(run.count)
        new = run.new + run.count
        old = run.old + run.count
      }
    }
  }

  /// Calls `body` with the events of one part.
  ///
  /// - Throws: when the part is not what was written.
  static func unpack(_ part: ArraySlice<UInt8>, _ body: (IndexEvent) -> Void) throws {
    var reader = PackedReader(part)
    var ordinal = 0
    while !reader.isAtEnd {
      guard let head = reader.count(), let event = event(head & 7, &reader) else {
        throw Database.Failure.damaged("A list of the index is not what was written.")
      }
      ordinal += head >> 3
      body(IndexEvent(ordinal: ordinal, kind: event.kind, payload: event.payload))
    }
  }

  /// The stored form of `.changed` with the scalar that was there.
  private static let changedWithBefore = 5

  private static func event(
    _ head: Int, _ reader: inout PackedReader
  ) -> (kind: Kind, payload: Payload)? {
    if head == changedWithBefore {
      return reader.text().map { (.changed, .before(Array($0))) }
    }
    guard let kind = Kind(rawValue: head) else { return nil }
    return payload(of: kind, &reader).map { (kind, $0) }
  }

  private static func payload(of kind: Kind, _ reader: inout PackedReader) -> Payload? {
    switch kind {
    case .changed, .added, .removed: return Payload.none
    case .reordered: return runs(&reader).map(Payload.runs)
    case .carried:
      guard let path = reader.text(), let pointer = reader.text() else { return nil }
      return .source(path: GitPath(bytes: Array(path)), pointer: Array(pointer))
    }
  }

  private static func runs(_ reader: inout PackedReader) -> [JSONRun]? {
    guard let count = reader.count() else { return nil }
    var runs: [JSONRun] = []
    var old = 0
    var new = 0
    for _ in 0..<count {
      guard let gap = reader.count(), let jump = reader.signed(), let length = reader.count() else {
        return nil
      }
      let run = JSONRun(old: old + jump, new: new + gap, count: length)
      runs.append(run)
      old = run.old + length
      new = run.new + length
    }
    return runs
  }
}
