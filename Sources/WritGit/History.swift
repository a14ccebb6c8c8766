internal import CLibgit2

/// Walks commits from newest to oldest.
///
/// A commit that is missing or damaged is an error, never the end of the history.
public final class History {
  /// In which order commits come.
  public enum Order: Sendable {
    /// Children before parents, otherwise by time.
    case topological
    /// Parents before children.
    case oldestFirst
  }

  private var pointer: OpaquePointer
  private let repository: Repository
  private let objects: ObjectDatabase
  /// Begins the walk anew; nil once a commit was given.
  private var again: (() throws(GitError) -> OpaquePointer)?

  /// Starts at `tips` and leaves out all that is reachable from `hidden`.
  public init(
    of repository: Repository, from tips: [ObjectID], hiding hidden: [ObjectID] = [],
    order: Order = .topological, firstParentOnly: Bool = false
  ) throws(GitError) {
    self.repository = repository
    // Opened now, as it sets the commit-graph file aside for the walk as well.
    objects = try repository.objects()
    var sorting = GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_TIME.rawValue
    if order == .oldestFirst { sorting |= GIT_SORT_REVERSE.rawValue }
    let begin = { [objects, sorting] () throws(GitError) -> OpaquePointer in
      try History.begun(
        repository, objects, sorting, firstParentOnly: firstParentOnly, tips, hidden)
    }
    pointer = try begin()
    again = begin
  }

  private static func begun(
    _ repository: Repository, _ objects: ObjectDatabase, _ sorting: UInt32, firstParentOnly: Bool,
    _ tips: [ObjectID], _ hidden: [ObjectID]
  ) throws(GitError) -> OpaquePointer {
    let walk = try Libgit2.make("Cannot walk the history") {
      git_revwalk_new(&$0, repository.pointer)
    }
    do throws(GitError) {
      try Libgit2.check(git_revwalk_sorting(walk, sorting), "Cannot walk the history")
      if firstParentOnly {
        try Libgit2.check(git_revwalk_simplify_first_parent(walk), "Cannot walk the history")
      }
      for tip in tips {
        var native = tip.native
        let status = objects.reading { git_revwalk_push(walk, &native) }
        try Libgit2.judge(status, "Cannot walk the history from \(tip)")
      }
      for id in hidden {
        var native = id.native
        let status = objects.reading { git_revwalk_hide(walk, &native) }
        try Libgit2.judge(status, "Cannot leave out the history of \(id)")
      }
      return walk
    } catch {
      git_revwalk_free(walk)
      throw error
    }
  }

  deinit { git_revwalk_free(pointer) }

  /// The id of the next commit, or nil at the end.
  public func nextID() throws(GitError) -> ObjectID? {
    var id = git_oid()
    var status = Libgit2.call { git_revwalk_next(&id, pointer) }
    // A sorted walk reads all commits for the first one. A walk that failed would go on without what
    // it could not read, so another one takes its place.
    if let again, objects.isToBeAskedAgain(status) {
      let walk = try again()
      git_revwalk_free(pointer)
      pointer = walk
      status = Libgit2.call { git_revwalk_next(&id, pointer) }
    }
    again = nil
    if status == GIT_ITEROVER.rawValue { return nil }
    try Libgit2.judge(status, "Cannot walk the history")
    return ObjectID(id)
  }

  /// The next commit, or nil at the end.
  public func next() throws(GitError) -> Commit? {
    guard let id = try nextID() else { return nil }
    return try objects.commit(id)
  }
}

extension Repository {
  /// Whether `ancestor` is `descendant` or can be reached from it.
  public func isAncestor(
    _ ancestor: ObjectID, of descendant: ObjectID
  ) throws(GitError) -> Bool {
    if ancestor == descendant { return true }
    var child = descendant.native
    var parent = ancestor.native
    let status = try objects().reading { git_graph_descendant_of(pointer, &child, &parent) }
    try Libgit2.judge(status, "Cannot tell whether \(ancestor.short) is part of the history")
    return status == 1
  }

  /// Whether a commit is one of some others or can be reached from one.
  public func isReachable(_ id: ObjectID, from others: [ObjectID]) throws(GitError) -> Bool {
    if others.isEmpty { return false }
    var commit = id.native
    let tips = others.map(\.native)
    let status = try objects().reading {
      git_graph_reachable_from_any(pointer, &commit, tips, tips.count)
    }
    try Libgit2.judge(status, "Cannot tell whether \(id.short) is part of the history")
    return status == 1
  }

  /// The best common ancestor of two commits, or nil when they have none.
  public func mergeBase(_ first: ObjectID, _ second: ObjectID) throws(GitError) -> ObjectID? {
    var base = git_oid()
    var one = first.native
    var two = second.native
    let status = try objects().reading { git_merge_base(&base, pointer, &one, &two) }
    // A missing commit gives the same status as the want of a common one, with another class.
    if status == GIT_ENOTFOUND.rawValue, !Libgit2.isAboutObjects { return nil }
    try Libgit2.judge(status, "Cannot find the common ancestor of two commits")
    return ObjectID(base)
  }

  /// The best common ancestors of two commits: those that are part of no other one's history.
  public func mergeBases(
    _ first: ObjectID, _ second: ObjectID
  ) throws(GitError) -> [ObjectID] {
    var bases = git_oidarray()
    defer { git_oidarray_dispose(&bases) }
    var one = first.native
    var two = second.native
    let status = try objects().reading { git_merge_bases(&bases, pointer, &one, &two) }
    // As above.
    if status == GIT_ENOTFOUND.rawValue, !Libgit2.isAboutObjects { return [] }
    try Libgit2.judge(status, "Cannot find the common ancestors of two commits")
    return (0..<bases.count).map { ObjectID(bases.ids[$0]) }
  }
}
