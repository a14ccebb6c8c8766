import Writ
import WritGit
import WritPolicy

/// Merges, squashes, reverts, and files that no document can be.
extension ChangeMaker {
  /// A side line of one or two commits: applies, or commits by hand, some without a word.
  private mutating func side() throws -> [ObjectID] {
    var commits: [ObjectID] = []
    for _ in 0...chance.below(2) {
      let parent = commits.last ?? world.base
      if chance.once(in: 2) {
        try world.point("topic", at: parent)
        if let made = try applied(on: "topic", goodEdit()), made != parent { commits.append(made) }
      } else {
        commits.append(try byHand(on: parent, isTold: !chance.once(in: 5)))
      }
    }
    return commits
  }

  private mutating func byHand(on parent: ObjectID, isTold: Bool) throws -> ObjectID {
    let path = "policies/\(chance.one(of: ["rollout/b", "limits/x", "pr/p"])).json"
    let text = "{\n  \"canary_pct\": \(chance.one(of: [4, 6, 9, 12, 30]))\n}\n"
    let tree = try world.tree(world.treeID(parent), [(path, world.blob(text))])
    let trailers = isTold ? PolicyWorld.trailers(metadata()) : ""
    return try world.commit(tree, on: [parent], "By hand\n" + trailers)
  }

  mutating func merged() throws -> Change? {
    let theirs = try side()
    let ours = chance.once(in: 3) ? [world.later] : try side()
    guard let left = ours.last, let right = theirs.last, left != right else { return nil }
    var tree = try joined(left, right)
    var kind = "merge"
    if chance.once(in: 4) {
      kind += ", evil"
      let entry = try world.blob("{\n  \"canary_pct\": \(chance.one(of: [5, 13, 30, 90]))\n}\n")
      tree = try world.tree(tree, [("policies/rollout/a.json", entry)])
    }
    let words = chance.one(of: [
      "Merge side\n", "Merge pull request #7 from ann/side\n\nWiden\n",
      "Merge branch 'side' into 'main'\n\nSee merge request g/p!7\n",
      "Merge side\n" + PolicyWorld.trailers(PolicyWorld.told),
    ])
    let merge = try world.commit(tree, on: [left, right], words)
    return Change(kind: kind, commits: ours + theirs + [merge])
  }

  /// The files of one side, and over them those that the other one changed.
  private mutating func joined(_ left: ObjectID, _ right: ObjectID) throws -> ObjectID {
    if chance.once(in: 6) { return try world.treeID(left) }
    let changes = try world.objects.changes(
      from: world.treeID(world.base), to: world.treeID(right))
    return try world.tree(
      world.treeID(left), changes.map { (path: $0.path.description, entry: $0.after) })
  }

  mutating func squashed() throws -> Change? {
    let commits = try side()
    guard let tip = commits.last else { return nil }
    var kind = "squash"
    var tree = try world.treeID(tip)
    if chance.once(in: 5) {
      kind += ", edited"
      let entry = try world.blob("{\n  \"canary_pct\": 7\n}\n")
      tree = try world.tree(tree, [("policies/rollout/b.json", entry)])
    }
    if chance.once(in: 6) {
      kind += ", without evidence"
      tree = try world.tree(tree, [("evidence", nil)])
    }
    var message = "Widen (#7)\n"
    if chance.once(in: 3) {
      for commit in commits {
        message += "\n* " + (try world.objects.commit(commit).messageText)
      }
      if chance.once(in: 2) { message += "\n---------\n\nCo-authored-by: Bob <bob@example.org>\n" }
    } else if chance.once(in: 4) {
      message += PolicyWorld.trailers(metadata())
    }
    let isLater = chance.once(in: 2)
    if isLater { tree = try world.tree(tree, [("README", world.blob("text"))]) }
    let squash = try world.commit(tree, on: [isLater ? world.later : world.base], message)
    return Change(kind: kind, commits: (isLater ? [world.later] : []) + [squash])
  }

  mutating func reverted() throws -> Change? {
    let commits = try side()
    guard let tip = commits.last, let first = try world.objects.commit(tip).parents.first else {
      return nil
    }
    var tree = try world.treeID(first)
    var kind = "revert"
    if chance.once(in: 4) {
      kind += ", edited"
      let entry = try world.blob("{\n  \"canary_pct\": \(chance.one(of: [13, 90]))\n}\n")
      tree = try world.tree(tree, [("policies/rollout/a.json", entry)])
    }
    let said = chance.one(of: [
      "Revert\n\nThis reverts commit \(tip.hex).\n", "Undo it\n",
      "Revert\n\nThis reverts commit \(world.base.hex).\n",
    ])
    let trailers = chance.one(of: [
      PolicyWorld.trailers(metadata()), PolicyWorld.trailers(PolicyWorld.told), "",
      PolicyWorld.trailers(PolicyWorld.told, .rollback) + "Writ-Restores: \(tip.hex)\n",
    ])
    let revert = try world.commit(tree, on: [tip], said + trailers)
    guard chance.once(in: 3) else { return Change(kind: kind, commits: commits + [revert]) }
    // And what was taken away comes back.
    let again = try world.commit(
      world.treeID(tip), on: [revert], "Again\n" + PolicyWorld.trailers(PolicyWorld.told))
    return Change(kind: kind + ", again", commits: commits + [revert, again])
  }

  /// Files that are no documents, and rules that are none.
  mutating func special() throws -> Change? {
    let link = TreeEntry(mode: .symbolicLink, id: try world.blob("../README").id)
    let module = TreeEntry(mode: .submodule, id: world.base)
    let broken = try world.blob("{\"canary_pct\": 5,}")
    let good = try world.blob("{\"canary_pct\": 6}")
    let weaker = try world.blob("{\"version\": 1, \"rules\": []}")
    let edits: [(path: String, entry: TreeEntry?)] = [
      ("policies/link.json", link), ("governance/link", link), ("policies", link),
      ("policies/module", module), ("governance/module", module),
      ("policies/rollout/a.json", broken),
      ("policies/twice.json", try world.blob("{\"a\": 1, \"a\": 2}")),
      ("policies/@governance/a.json", good), ("policies/notes.md", good),
      (Rules.path, broken), (Rules.path, nil), (Rules.path, weaker),
      ("governance/schemas/rollout.json", nil), ("governance/schemas/rollout.json", broken),
      ("README", good), ("Policies/link.json", link), ("policies/plain/a.json", good),
      ("policies/plain/\u{301}a.json", good), ("policies/plain/a\u{301}.json", good),
    ]
    turns += 1
    let edit = edits[turns % edits.count]
    let tree = try world.tree(world.treeID(world.base), [edit])
    let trailers = chance.once(in: 3) ? "" : PolicyWorld.trailers(PolicyWorld.told)
    var commits = [try world.commit(tree, on: [world.base], "Special\n" + trailers)]
    if chance.once(in: 3) {
      // What follows is judged by the rules that the first one left.
      commits.append(try byHand(on: commits[0], isTold: chance.once(in: 2)))
    }
    return Change(kind: "special \(edit.path)", commits: commits)
  }
}
