import WritGit

/// The first-parent history of one commit, as the index tells it.
///
/// Commits have ordinals, from 0 at the root. What a merge brought counts where the merge stands.
struct Timeline {
  /// The segments that count, oldest first.
  let segments: [Segment]

  /// The ordinal of the newest commit, or -1 when there is none.
  var last: Int { segments.last?.last ?? -1 }

  /// The newest commit.
  var tip: ObjectID? { segments.last?.tip }

  /// The commit with an ordinal.
  func commit(_ ordinal: Int) throws -> CommitRow {
    guard let segment = segments.last(where: { $0.first <= ordinal }), ordinal <= segment.last
    else { throw Database.Failure.damaged("The index has lost a commit.") }
    return try segment.commit(ordinal)
  }

  /// The ordinal of a commit; nil when it is not in this history.
  func ordinal(of id: ObjectID) throws -> Int? {
    for segment in segments.reversed() {
      if segment.tip == id { return segment.last }
      var found: [Int] = []
      try segment.events(IndexKey(commit: id)) { found.append($0.ordinal) }
      for ordinal in found where try segment.commit(ordinal).id == id { return ordinal }
    }
    return nil
  }

  /// The events of a list, oldest first.
  func events(_ key: IndexKey) throws -> [IndexEvent] {
    var result: [IndexEvent] = []
    for segment in segments { try segment.events(key) { result.append($0) } }
    return result
  }

  /// Calls `body` with the events of all lists whose keys begin with `prefix`; those of one list are
  /// told from the oldest on.
  func events(under prefix: [UInt8], _ body: (IndexKey, IndexEvent) -> Void) throws {
    for segment in segments { try segment.events(under: prefix, body) }
  }

  /// The ordinals of the commits that say something, oldest first.
  func ordinals(_ key: IndexKey) throws -> [Int] { try events(key).map(\.ordinal) }

  /// The versions of a file, oldest first.
  func versions(of path: GitPath) throws -> [IndexEvent] { try events(IndexKey(file: path)) }

  /// All files that there are and were.
  func files() throws -> Set<GitPath> {
    var result = Set<GitPath>()
    for segment in segments {
      try segment.events(under: IndexKey.allFiles) { key, _ in result.insert(key.filePath) }
    }
    return result
  }

  /// The history up to and with an older commit.
  func upTo(_ ordinal: Int) throws -> Timeline {
    if ordinal >= last { return self }
    guard ordinal >= 0 else { return Timeline(segments: []) }
    let tip = try commit(ordinal).id
    var kept = segments.filter { $0.first <= ordinal }
    kept[kept.count - 1].last = min(kept[kept.count - 1].last, ordinal)
    kept[kept.count - 1].tip = tip
    return Timeline(segments: kept)
  }

  /// The newest ordinal up to which two histories have the same commits, or -1.
  func lastShared(with other: Timeline) throws -> Int {
    var low = 0
    var high = min(last, other.last) + 1
    while low < high {
      let middle = (low + high) / 2
      if try commit(middle).id == other.commit(middle).id {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low - 1
  }
}
