import WritGit
import WritPolicy

extension Ledger {
  /// Whether a commit was judged on the line of first parents that leads to `tip`, so that a
  /// rollback on top of that may return to it.
  ///
  /// All commits of the line count, also those from before the rules: their values were in force.
  /// So do a side that began at a commit of the line that had rules, as each of its commits was
  /// judged by rules that descend from those, and all that the line had when it got its rules. A
  /// history with a first commit of its own that was merged later was judged by nobody.
  func isJudged(_ source: ObjectID, onLineTo tip: ObjectID) throws -> Bool {
    guard try isPart(source, ofHistoryOf: tip) else { return false }
    var line = JudgedLine(self, to: tip)
    return try line.has(source)
  }

  /// The parent with which the line goes on: the first one that has rules, where one has; nil at a
  /// merge of histories with rules that have no commit in common.
  ///
  /// Whoever makes a merge chooses the order of its parents, and nothing in it tells which of two
  /// such histories was the branch.
  fileprivate func mainline(_ parents: [ObjectID]) throws -> ObjectID? {
    guard parents.count > 1 else { return parents.first }
    let governed = try parents.filter(hasRules)
    guard let line = governed.first else { return parents.first }
    for other in governed where other != line {
      if try !shareHistory(other, line) { return nil }
    }
    return line
  }

  fileprivate func hasRules(_ commit: ObjectID) throws -> Bool {
    try objects.entry(at: GitPath(Rules.path), in: objects.commit(commit).tree) != nil
  }

  /// A line that was cut off cannot tell what is not on it.
  fileprivate func require(_ line: FirstParents) throws {
    guard let missing = line.missing else { return }
    try requireWholeHistory(for: "whether rules judged what a rollback returns to")
    _ = try objects.commit(missing)
  }
}

/// The line of first parents that leads to a commit, asked for several others: it is walked once.
struct JudgedLine {
  private let ledger: Ledger
  private var line: FirstParents

  init(_ ledger: Ledger, to tip: ObjectID) {
    self.ledger = ledger
    line = FirstParents(of: tip)
  }

  /// Whether a commit of the tip's history was judged on the line.
  mutating func has(_ source: ObjectID) throws -> Bool {
    if let fork = try fork(of: source) {
      if fork == source { return true }
      if try ledger.hasRules(fork) { return true }
    }
    while try line.step(in: ledger) != nil {}
    try ledger.require(line)
    if line.isUnclear { return false }
    // The oldest commit with rules; without one there was nothing to get around.
    guard let adoption = try line.ids.last(where: ledger.hasRules) else { return true }
    return try ledger.isPart(source, ofHistoryOf: adoption)
  }

  /// Where the line of first parents of a commit leaves this one; nil when it does not.
  ///
  /// Both are walked in turns, so that what lies near is found without reading the whole history.
  private mutating func fork(of source: ObjectID) throws -> ObjectID? {
    var own = FirstParents(of: source)
    if line.known.contains(source) { return source }
    while !line.isEnded || !own.isEnded {
      if let id = try line.step(in: ledger), own.known.contains(id) { return id }
      if let id = try own.step(in: ledger), line.known.contains(id) { return id }
    }
    try ledger.require(line)
    try ledger.require(own)
    return nil
  }
}

/// A commit, its first parent, the first parent of that, and so on, as far as it was read.
private struct FirstParents {
  private(set) var ids: [ObjectID]
  private(set) var known: Set<ObjectID>
  private(set) var isEnded = false
  /// Whether it ended at a merge of which nobody can tell how it goes on.
  private(set) var isUnclear = false
  /// The parent that should be there, where the line was cut off.
  private(set) var missing: ObjectID?
  private var last: ObjectID

  init(of tip: ObjectID) {
    ids = [tip]
    known = [tip]
    last = tip
  }

  /// The next commit of the line; nil at its end.
  mutating func step(in ledger: Ledger) throws -> ObjectID? {
    guard !isEnded else { return nil }
    let parents = try ledger.objects.commit(last).parents
    guard let parent = try ledger.mainline(parents) else {
      isEnded = true
      isUnclear = !parents.isEmpty
      return nil
    }
    guard ledger.objects.contains(parent) else {
      isEnded = true
      missing = parent
      return nil
    }
    ids.append(parent)
    known.insert(parent)
    last = parent
    return parent
  }
}
