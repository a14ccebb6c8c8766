import Foundation
import WritGit
import WritPolicy

/// Changes an apply after it was made, in one of the ways in which somebody might.
struct Tampering {
  let world: PolicyWorld
  let commit: Commit

  enum Way: CaseIterable {
    case none, reworded, recordText, recordSpace, recordGone, evidenceText, evidenceGone
    case evidenceMore, value, otherFile, trailerChanged, trailerGone, trailersGone, keyInBody
    case moved, dropped, late, secondParent, recordTwice
    case trailersIndented, trailersUnreadable, recordUnnamed, recordAlone
  }

  func change(_ way: Way) throws -> Change {
    var message = commit.messageText
    var edits: [(path: String, entry: TreeEntry?)] = []
    var parents = commit.parents
    var seconds = world.now
    switch way {
    case .none: break
    case .reworded:
      message =
        "Other words\n"
        + message[(message.firstIndex(of: "\n") ?? message.startIndex)...]
        .dropFirst()
    case .recordText: edits = [try edited(record, "because", "whatever")]
    case .recordSpace: edits = [try edited(record, "{", "{ ")]
    case .recordGone: edits = [(record, nil)]
    case .evidenceText: edits = [try edited(evidence, "n", "m")]
    case .evidenceGone: edits = [(evidence, nil)]
    case .evidenceMore: edits = [(folder + "more.txt", try world.blob("more"))]
    case .value: edits = [try edited(changed, "\"canary_pct\": ", "\"canary_pct\": 1")]
    case .otherFile: edits = [("policies/wide/w.json", try world.blob("{\"canary_pct\": 6}"))]
    case .trailerChanged: message = message.replacingOccurrences(of: "CHG-1", with: "CHG-2")
    case .trailerGone:
      message = lines(message).filter { !$0.hasPrefix("Approval-Ref") }.joined(separator: "\n")
    case .trailersGone: message = "Raise it (#7)\n"
    case .keyInBody:
      message = message.replacingOccurrences(of: "\n\nActor:", with: "\nActor: Eve\n\nActor:")
    case .trailersIndented:
      message = lines(message).map { $0.contains(": ") ? "    " + $0 : $0 }.joined(separator: "\n")
    case .trailersUnreadable:
      message = message.replacingOccurrences(of: "\nWrit-Intent", with: "\n?Writ-Intent")
    case .recordUnnamed:
      message = message.replacingOccurrences(of: "\nWrit-Record", with: "\nThe-Record")
    case .recordAlone:
      message = "Raise it (#7)\n"
      edits = [try edited(record, "because", "whatever")]
    case .moved: parents = [world.later]
    case .dropped: parents = [world.base]
    case .late: seconds += 400 * 86_400
    case .secondParent: parents.append(world.later)
    case .recordTwice:
      message = message.replacingOccurrences(
        of: "\n\nActor:", with: "\n\nWrit-Record: evidence/x sha256:0\n\nActor:")
    }
    let tree = try world.tree(
      way == .moved || way == .secondParent ? withPage() : commit.tree, edits)
    let id = try world.commit(tree, on: parents, message, at: seconds)
    let before = parents.contains(world.later) ? [world.later] : []
    return Change(kind: "apply, \(way)", commits: before + [id])
  }

  private var changed: String {
    let names = ["rollout/a", "rollout/b", "limits/x"].map { "policies/\($0).json" }
    return names.first {
      (try? world.text($0, in: commit.id)) != (try? world.text($0, in: world.base))
    } ?? names[0]
  }

  private var folder: String {
    let line = lines(commit.messageText).first { $0.hasPrefix("Writ-Record: ") } ?? ""
    return line.dropFirst(13).prefix(35) + "/"
  }
  private var record: String { folder + "record.json" }
  private var evidence: String { folder + "bench.json" }

  private func lines(_ text: String) -> [String] { text.components(separatedBy: "\n") }

  private func withPage() throws -> ObjectID {
    try world.tree(commit.tree, [("README", world.blob("text"))])
  }

  private func edited(
    _ path: String, _ old: String, _ new: String
  ) throws -> (path: String, entry: TreeEntry?) {
    let text = try world.text(path, in: commit.id)
    guard let range = text.range(of: old) else { return (path, try world.blob(text + " ")) }
    return (path, try world.blob(text.replacingCharacters(in: range, with: new)))
  }
}
