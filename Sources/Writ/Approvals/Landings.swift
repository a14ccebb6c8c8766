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
/// commit before its parents.
struct Landings {
  private enum Place {
    /// On the line of first parents, so many steps from its tip.
    case line(depth: Int, approvals: ObjectID?)
    /// Brought by a merge that is so many steps from the tip.
    case side(depth: Int, LandingPlace)
  }

  private var places: [ObjectID: Place] = [:]

  /// With what the next commit lands, when that is not itself.
  ///
  /// - Parameter parentTree: the tree of its first parent.
  mutating func next(_ commit: Commit, parentTree: ObjectID?) -> LandingPlace? {
    // Nobody asks for it again, so a long history takes no memory.
    switch places.removeValue(forKey: commit.id) ?? .line(depth: 0, approvals: nil) {
    case .side(let depth, let place):
      for parent in commit.parents { bring(parent, depth, place) }
      return place
    case .line(let depth, let approvals):
      if let first = commit.parents.first {
        let last = ApprovalCommit.isOne(commit) ? approvals ?? commit.id : nil
        places[first] = .line(depth: depth + 1, approvals: last)
      }
      for parent in commit.parents.dropFirst() {
        bring(
          parent, depth,
          LandingPlace(commit: commit.id, onto: parentTree, tip: commit.parents.first))
      }
      return approvals.map { LandingPlace(commit: $0, onto: nil) }
    }
  }

  /// What several merges bring landed with the oldest of them, and what is on the line itself with
  /// none.
  private mutating func bring(_ commit: ObjectID, _ depth: Int, _ place: LandingPlace) {
    switch places[commit] {
    case .line: return
    case .side(let known, _) where known >= depth: return
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
