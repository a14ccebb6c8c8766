import WritGit
import WritPolicy

/// The commit with which another one lands.
struct LandingPlace: Sendable, Equatable {
  let commit: ObjectID
  /// The tree of the line onto which a merge brings the commit, whose rules ask too; nil where it
  /// lands with approvals that follow it.
  let onto: ObjectID?
  /// The commit that has that tree: the parent that counts as the first.
  var tip: ObjectID?
}

/// With what the commits of a history land, as the history alone tells it.
///
/// A commit of a side line lands with the merge that brings it to the line of first parents, whose
/// rules may have changed since the side line began; one of that line that approvals follow
/// directly lands with the last of them, as people approve what was proposed before. Ask for each
/// commit before its parents; what is asked for too early is told nothing of those that follow, and
/// is found among the `unasked`.
///
/// Commits go by numbers that the caller gives them.
struct Landings<Site: Comparable> {
  private enum Place {
    /// On the line of first parents, so many steps from its tip.
    case line(depth: Int, approvals: Site?)
    /// Brought by a merge that is so many steps from the tip.
    case side(depth: Int, Site)
  }

  private var places: [Int: Place] = [:]

  /// The commits of which something was said since they were last asked for.
  var unasked: some Collection<Int> { places.keys }

  /// With what the next commit lands, when that is not itself.
  ///
  /// - Parameter site: the commit as one with which others land.
  mutating func next(
    _ commit: Int, _ parents: [Int], isApproval: Bool, _ site: @autoclosure () -> Site
  ) -> Site? {
    // Nobody asks for it again, so a long history takes no memory.
    switch places.removeValue(forKey: commit) ?? .line(depth: 0, approvals: nil) {
    case .side(let depth, let place):
      for parent in parents { bring(parent, depth, place) }
      return place
    case .line(let depth, let approvals):
      if let first = parents.first {
        goOn(to: first, depth + 1, isApproval ? approvals ?? site() : nil)
      }
      if parents.count > 1 {
        let own = site()
        for parent in parents.dropFirst() { bring(parent, depth, own) }
      }
      return approvals
    }
  }

  /// The line of several tips is that of the one that is furthest away.
  private mutating func goOn(to commit: Int, _ depth: Int, _ approvals: Site?) {
    guard case .line(let known, _)? = places[commit], known >= depth else {
      places[commit] = .line(depth: depth, approvals: approvals)
      return
    }
    if known == depth { places[commit] = .line(depth: depth, approvals: nil) }
  }

  /// What several merges bring landed with the oldest of them, and what is on the line itself with
  /// none.
  private mutating func bring(_ commit: Int, _ depth: Int, _ place: Site) {
    switch places[commit] {
    case .line: return
    case .side(let known, _) where known > depth: return
    case .side(let known, let other) where known == depth && other <= place: return
    default: places[commit] = .side(depth: depth, place)
    }
  }
}

/// A commit that does nothing but put an approval beside a record.
enum ApprovalCommit {
  private static let verb = "Approve "

  static func message(_ id: ULID) -> [UInt8] { Array("\(verb)\(id)\n".utf8) }

  static func isOne(_ commit: Commit) -> Bool {
    id(of: commit) != nil
  }

  /// The id of the apply that it approves or reviews; nil for any other commit.
  static func id(of commit: Commit) -> ULID? {
    guard commit.parents.count == 1, commit.message.starts(with: verb.utf8) else { return nil }
    return ULID(String(commit.subject.dropFirst(verb.count)))
  }
}

extension Rules {
  /// Whether approvals are asked when a change lands on a protected branch, and this is none.
  ///
  /// Rules that protect no branch ask everywhere.
  func isAskedElsewhere(_ branch: String) -> Bool {
    !protectedBranches.isEmpty && !protects(branch)
  }
}
