import WritGit
import WritPolicy

/// Where the approvals of commits lie besides their own trees, as history alone tells it: people
/// approve what was proposed before.
///
/// A commit of a side line lands with the merge that brings it, and one that approvals follow
/// directly lands with the last of them. Ask for each commit before its parents.
struct Landings {
  private struct Place {
    let commit: ObjectID
    /// Whether it is a merge, with which the whole side line lands.
    let isMerge: Bool
  }

  private var places: [ObjectID: Place] = [:]

  /// The commit with which the next one lands, when it is not itself.
  mutating func next(_ commit: Commit) -> ObjectID? {
    // Nobody asks for it again, so a long history takes no memory.
    let own = places.removeValue(forKey: commit.id)
    learn(from: commit, own)
    return own?.commit
  }

  private mutating func learn(from commit: Commit, _ own: Place?) {
    for (index, parent) in commit.parents.enumerated() {
      if let own, own.isMerge {
        places[parent] = own
      } else if index > 0 {
        places[parent] = Place(commit: commit.id, isMerge: true)
      } else if ApprovalCommit.isOne(commit) {
        places[parent] = Place(commit: own?.commit ?? commit.id, isMerge: false)
      } else {
        // What is on the main line does not land with a merge of it somewhere else.
        places[parent] = nil
      }
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
