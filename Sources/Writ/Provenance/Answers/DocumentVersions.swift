public import WritGit
import WritJSON
public import WritPolicy

/// A time during which a document was not strict JSON, so that nothing is known of its values.
public struct UnreadableSpan: Sendable {
  /// The path of the document.
  public let path: String
  /// The commit that began it.
  public let from: ObjectID
  /// When it began.
  public let fromTime: Instant
  /// The commit that ended it, or nil while it lasts.
  public let until: ObjectID?
  /// When it ended.
  public let untilTime: Instant?
  /// What is wrong with the first such version.
  public let reason: String
}

/// Reads versions of documents out of a history; the latest read are kept.
final class DocumentVersions {
  private let ledger: Ledger
  let timeline: Timeline
  private var trees: [Int: ObjectID] = [:]
  private var kept: [(blob: ObjectID, version: DocumentCache.Version)] = []

  init(_ ledger: Ledger, _ timeline: Timeline) {
    self.ledger = ledger
    self.timeline = timeline
  }

  /// The version of a file that a commit has; nil when it has none.
  func version(of path: GitPath, at ordinal: Int) throws -> DocumentCache.Version? {
    // A folder that has the name of a file is no version of it.
    guard ordinal >= 0, let entry = try ledger.objects.entry(at: path, in: tree(ordinal)),
      entry.mode != .folder
    else { return nil }
    if let known = kept.first(where: { $0.blob == entry.id }) { return known.version }
    let version = try DocumentCache.read(entry, ledger.objects)
    if kept.count >= 4 { kept.removeFirst() }
    kept.append((entry.id, version))
    return version
  }

  /// The document before a commit, or the last version before that which could be read.
  func lastReadable(of path: GitPath, before ordinal: Int) throws -> JSONDocument? {
    switch try version(of: path, at: ordinal - 1) {
    case .document(let document): return document
    case nil: return nil
    case .unreadable:
      let history = try timeline.versions(of: path).filter { $0.ordinal < ordinal }
      guard let event = history.last(where: { $0.kind != IndexEvent.Kind.unreadable }),
        case .document(let document) = try version(of: path, at: event.ordinal)
      else { return nil }
      return document
    }
  }

  /// The times during which a file was not strict JSON, as far as they began by a commit.
  func unreadableSpans(of path: GitPath, upTo last: Int = .max) throws -> [UnreadableSpan] {
    let history = try timeline.versions(of: path)
    var spans: [UnreadableSpan] = []
    var place = 0
    while place < history.count {
      guard history[place].kind == IndexEvent.Kind.unreadable, history[place].ordinal <= last else {
        place += 1
        continue
      }
      let start = history[place].ordinal
      while place < history.count, history[place].kind == IndexEvent.Kind.unreadable { place += 1 }
      let end = place < history.count ? try timeline.commit(history[place].ordinal) : nil
      let from = try timeline.commit(start)
      spans.append(
        UnreadableSpan(
          path: path.description, from: from.id, fromTime: Instant(seconds: from.seconds),
          until: end?.id, untilTime: end.map { Instant(seconds: $0.seconds) },
          reason: try reason(path, start)))
    }
    return spans
  }

  private func reason(_ path: GitPath, _ ordinal: Int) throws -> String {
    guard case .unreadable(let reason) = try version(of: path, at: ordinal) else { return "" }
    return reason
  }

  private func tree(_ ordinal: Int) throws -> ObjectID {
    if let known = trees[ordinal] { return known }
    let tree = try ledger.objects.commit(timeline.commit(ordinal).id).tree
    if trees.count > 64 { trees.removeAll(keepingCapacity: true) }
    trees[ordinal] = tree
    return tree
  }
}
