import WritGit

/// The provenance index in the git directory, as one command uses it.
///
/// It is built from the commits alone. When it is missing, damaged, of another version, locked, or cannot
/// be written, the history answers by itself, and what keeps the index from being used is told.
final class ProvenanceIndex {
  private unowned let ledger: Ledger
  private var store: ProvenanceStore?
  private var isGivenUp = false
  private var known: [ObjectID: Timeline] = [:]

  init(_ ledger: Ledger) { self.ledger = ledger }

  private var path: String { ledger.repository.commonPath("writ/provenance.sqlite") }

  /// The first-parent history of a commit.
  ///
  /// - Throws: when the history cannot be read.
  func timeline(of tip: ObjectID) throws -> Timeline {
    if let timeline = known[tip] { return timeline }
    let timeline = try stored(tip) ?? extended(Timeline(segments: []), to: tip, at: nil)
    known[tip] = timeline
    return timeline
  }

  /// The first-parent history of a commit that was merged into another history, which is not stored.
  func timeline(ofSide tip: ObjectID, leaving main: Timeline) throws -> Timeline {
    if let timeline = known[tip] { return timeline }
    let timeline = try extended(main, to: tip, at: nil)
    known[tip] = timeline
    return timeline
  }

  /// Forgets the index, whose content has turned out to be wrong.
  func discard() {
    known = [:]
    store = nil
    if !removeFiles() { isGivenUp = true }
  }

  private func stored(_ tip: ObjectID) throws -> Timeline? {
    for _ in 0..<2 where !isGivenUp {
      do {
        return try timeline(of: tip, in: opened())
      } catch let failure as Database.Failure {
        store = nil
        if failure.isDamage, removeFiles() { continue }
        giveUp("\(failure)")
      } catch let error as GitError where error.isAboutCache {
        giveUp(error.message)
      }
    }
    giveUp("It is damaged, and what was built anew is, too.")
    return nil
  }

  private func giveUp(_ reason: String) {
    if !isGivenUp {
      ledger.observer.note(
        "The provenance index cannot be used, so the history is read instead, which takes longer. "
          + reason)
    }
    isGivenUp = true
  }

  private func opened() throws -> ProvenanceStore {
    if let store { return store }
    let opened: ProvenanceStore
    do {
      try FileSystem.makeFolder(ledger.repository.commonPath("writ"))
      opened = try ProvenanceStore(path: path)
    } catch {
      if let failure = error as? Database.Failure, failure.isDamage { throw failure }
      guard FileSystem.exists(path) else { throw error }
      // It may still be read where nothing can be written. If there is nothing in it to read, what
      // counts is why it could not be written.
      do {
        opened = try ProvenanceStore(untouchedAt: path)
      } catch is Database.Failure {
        throw error
      }
    }
    store = opened
    return opened
  }

  private func removeFiles() -> Bool {
    do {
      for suffix in ["", "-journal", "-wal", "-shm"] { try FileSystem.remove(path + suffix) }
      return true
    } catch {
      return false
    }
  }

  // MARK: Histories

  private func timeline(of tip: ObjectID, in store: ProvenanceStore) throws -> Timeline {
    let manifest = try store.manifest()
    let base = Timeline(segments: try manifest.entries.map(store.segment))
    if let ordinal = try base.ordinal(of: tip) { return try base.upTo(ordinal) }
    return try extended(base, to: tip, at: (store, manifest))
  }

  /// The history of a commit whose older part may be in the index.
  private func extended(
    _ base: Timeline, to tip: ObjectID, at place: (ProvenanceStore, Manifest)?
  ) throws -> Timeline {
    var walk = ChainWalk(ledger)
    let fork = try Libgit2.readingOnce { try walk.find(tip, beyond: base) }
    let kept = try base.upTo(fork)
    if walk.count == 0 { return kept }
    let table = try walk.read(on: kept)
    let added = Segment(table, first: kept.last + 1, last: kept.last + walk.count, tip: tip)
    let timeline = Timeline(segments: kept.segments + [added])
    guard let (store, manifest) = place else { return timeline }
    // The index follows the longest history that was asked for: a branch that left it long ago must
    // not cost the other branches what is known of them.
    guard base.last - fork <= walk.count else { return timeline }
    do {
      try write(timeline, added: (added, table), to: store, instead: manifest)
    } catch let failure as Database.Failure where !failure.isDamage {
      giveUp("\(failure)")
    }
    return timeline
  }

  /// Stores a new segment; smaller ones before it become one with it, so that there are never many.
  private func write(
    _ timeline: Timeline, added: (segment: Segment, table: TableWriter), to store: ProvenanceStore,
    instead manifest: Manifest
  ) throws {
    var kept = timeline.segments.dropLast()
    var merged: [Segment] = [added.segment]
    var count = added.segment.count
    while let last = kept.last, last.count < count * 2 {
      merged.insert(last, at: 0)
      count += last.count
      kept.removeLast()
    }
    let table = merged.count == 1 ? added.table : try SegmentMerge.table(of: merged)
    let segment = Segment(
      table, first: merged[0].first, last: added.segment.last, tip: added.segment.tip)
    let entries = kept.compactMap { segment -> Manifest.Entry? in
      guard let rows = segment.rows, var entry = manifest.entries.first(where: { $0.rows == rows })
      else { return nil }
      entry.last = segment.last
      entry.tip = segment.tip
      return entry
    }
    _ = try store.replace(manifest, keeping: entries, adding: [(segment, table)])
  }
}

extension GitError {
  /// Whether the failure is one of the folder that the index is in, and not of the history.
  fileprivate var isAboutCache: Bool {
    switch code {
    case .permission, .readOnly, .diskFull, .io, .exists, .notFound: true
    default: false
    }
  }
}

/// The commits of a first-parent history that the index does not know yet.
struct ChainWalk {
  private let ledger: Ledger
  /// Newest first.
  private var ids: [ObjectID] = []

  init(_ ledger: Ledger) { self.ledger = ledger }

  /// How many commits there are.
  var count: Int { ids.count }

  /// Goes down from a commit to one that is in `base` and gives its ordinal, or -1.
  mutating func find(_ tip: ObjectID, beyond base: Timeline) throws -> Int {
    var next: ObjectID? = tip
    while let id = next {
      if !base.segments.isEmpty, let ordinal = try base.ordinal(of: id) { return ordinal }
      ids.append(id)
      next = try ledger.objects.parents(of: id).first
    }
    return -1
  }

  /// Reads the commits on top of the history that was found.
  func read(on base: Timeline) throws -> TableWriter {
    try Libgit2.readingOnce {
      var builder = try TimelineBuilder(ledger, on: base)
      for (place, id) in ids.reversed().enumerated() {
        try builder.add(ledger.objects.commit(id))
        if place & 63 == 63 {
          ledger.observer.progress("Building the provenance index", place + 1, ids.count)
        }
      }
      ledger.observer.progress("Building the provenance index", ids.count, ids.count)
      return builder.table()
    }
  }
}
