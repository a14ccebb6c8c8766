import WritGit

/// Gives the commits of a history in batches, newest first, each with the tree of its first parent,
/// reading every commit once.
///
/// A commit that is missing or damaged is given as such; what lies behind it cannot be reached.
final class CommitWalk {
  /// One commit on the way.
  struct Item {
    /// Where in the walk it came, from 0.
    let number: Int
    /// The commit; a failure when it cannot be read.
    let commit: Result<Commit, GitError>
    /// The commit's id.
    let id: ObjectID
    /// The tree of its first parent; nil when it has none, or one that cannot be read.
    let parentTree: ObjectID?
    /// When the first parent says that it was made; nil when it has none that can be read.
    var parentSeconds: Int64?
    /// The commit with which it lands, when that is another one.
    var landing: ObjectID?
  }

  /// What is known of a commit that was read.
  private struct Known {
    let tree: ObjectID?
    let firstParent: ObjectID?
    var otherParents: [ObjectID] = []
    let seconds: Int64
    var isHidden: Bool
  }

  private let objects: ObjectDatabase
  private var queue = NewestFirst<Commit>()
  private var known: [ObjectID: Known] = [:]
  /// Commits that wait in the queue and are to be given.
  private var wanted = 0
  private var failures: [Item] = []
  private var landings = Landings()
  private var number = 0

  /// Starts at `tips` and leaves out all that is reachable from `hidden`.
  init(_ objects: ObjectDatabase, from tips: [ObjectID], hiding hidden: [ObjectID]) {
    self.objects = objects
    for id in hidden { meet(id, isHidden: true) }
    for id in tips { meet(id, isHidden: false) }
  }

  /// The next commits, at most `count`; none at the end.
  func next(_ count: Int) -> [Item] {
    var batch: [Item] = []
    batch.reserveCapacity(count)
    while batch.count < count {
      if let failure = failures.popLast() {
        batch.append(failure)
        continue
      }
      guard wanted > 0, let commit = queue.popNewest() else { break }
      let isHidden = known[commit.id]?.isHidden ?? false
      if !isHidden { wanted -= 1 }
      for parent in commit.parents { meet(parent, isHidden: isHidden) }
      if isHidden { continue }
      landings.learn(from: commit)
      let parent = commit.parents.first.flatMap { known[$0] }
      batch.append(
        Item(
          number: number, commit: .success(commit), id: commit.id, parentTree: parent?.tree,
          parentSeconds: parent?.tree == nil ? nil : parent?.seconds,
          landing: landings[commit.id]))
      number += 1
    }
    return batch
  }

  /// The first parent of a commit that was met; nil when it has none or was not met.
  func firstParent(of id: ObjectID) -> ObjectID? { known[id]?.firstParent }

  /// The commits on which those that were given build, and that are left out themselves.
  ///
  /// Found when they are asked for, so that a walk remembers each commit once.
  var bases: [ObjectID] {
    var result = Set<ObjectID>()
    for commit in known.values where !commit.isHidden {
      for parent in [commit.firstParent].compactMap({ $0 }) + commit.otherParents
      where known[parent]?.isHidden ?? false { result.insert(parent) }
    }
    return Array(result)
  }

  /// Whether a commit that was given turned out to be one that is left out.
  func isHidden(_ id: ObjectID) -> Bool { known[id]?.isHidden ?? false }

  /// Whether a commit was met.
  func knows(_ id: ObjectID) -> Bool { known[id] != nil }

  private func meet(_ id: ObjectID, isHidden: Bool) {
    if let old = known[id] {
      if isHidden, !old.isHidden { hide(id) }
      return
    }
    do throws(GitError) {
      let commit = try objects.commit(id)
      known[id] = Known(
        tree: commit.tree, firstParent: commit.parents.first,
        otherParents: Array(commit.parents.dropFirst()), seconds: commit.committer.seconds,
        isHidden: isHidden)
      queue.insert(commit, seconds: commit.committer.seconds)
      if !isHidden { wanted += 1 }
    } catch {
      known[id] = Known(tree: nil, firstParent: nil, seconds: 0, isHidden: isHidden)
      guard !isHidden else { return }
      failures.append(
        Item(number: number, commit: .failure(error), id: id, parentTree: nil))
      number += 1
    }
  }

  /// A commit that was met turns out to be reachable from a hidden one, with all behind it: a clock
  /// was wrong.
  private func hide(_ id: ObjectID) {
    var waiting = [id]
    while let next = waiting.popLast() {
      guard let entry = known[next], !entry.isHidden else { continue }
      known[next]?.isHidden = true
      if queue.contains(where: { $0.id == next }) { wanted -= 1 }
      if let parent = entry.firstParent { waiting.append(parent) }
      waiting += entry.otherParents
    }
  }
}

/// A queue that gives the newest first; of equally new ones the one that came in first.
struct NewestFirst<Element> {
  private struct Entry {
    let seconds: Int64
    let order: Int
    let element: Element

    func comes(before other: Entry) -> Bool {
      (seconds, -order) > (other.seconds, -other.order)
    }
  }

  private var heap: [Entry] = []
  private var inserted = 0

  func contains(where predicate: (Element) -> Bool) -> Bool {
    heap.contains { predicate($0.element) }
  }

  mutating func insert(_ element: Element, seconds: Int64) {
    inserted += 1
    heap.append(Entry(seconds: seconds, order: inserted, element: element))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].comes(before: heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func popNewest() -> Element? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first.element }
    heap[0] = last
    var parent = 0
    while true {
      var best = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child].comes(before: heap[best]) { best = child }
      }
      if best == parent { return first.element }
      heap.swapAt(parent, best)
      parent = best
    }
  }
}
