import Writ
import WritGit
import WritJSON
import WritPolicy

/// Makes changes, good ones and ones that break something, by chance.
struct ChangeMaker {
  let world: PolicyWorld
  var chance: Chance
  /// How many changes of a kind that has many ways were made, so that each way gets its turn.
  var turns = 0

  /// The next change; nil where chance made one that changes nothing or cannot be asked for.
  mutating func next() throws -> Change? {
    switch chance.below(10) {
    case 0...3: try values()
    case 4...5: try recorded()
    case 6: try merged()
    case 7: try squashed()
    case 8: try reverted()
    default: try special()
    }
  }

  // MARK: Values

  mutating func edit() throws -> ChangeRequest.Edit {
    let isNew = chance.once(in: 12)
    let text = isNew ? "plain/new\(chance.below(3))" : chance.one(of: PolicyWorld.documents)
    let name = try DocumentName(text)
    if isNew {
      return .set(name, .root, ["canary_pct": value(), "kill_switch": .bool(chance.once(in: 6))])
    }
    if chance.once(in: 15) { return .remove(name, try JSONPointer(parsing: "/canary_pct")) }
    if chance.once(in: 8) {
      return .set(name, try JSONPointer(parsing: "/kill_switch"), .bool(true))
    }
    if chance.once(in: 8) {
      return .set(name, try JSONPointer(parsing: "/note"), .string("n\(chance.below(9))"))
    }
    return .set(name, try JSONPointer(parsing: "/canary_pct"), value())
  }

  private mutating func value() -> JSONValue {
    chance.one(of: [0, 3, 4, 6, 7, 8, 10, 12, 14, 20, 29, 30, 31, 55, 101, -1, "many", 6.5])
  }

  mutating func metadata() -> Metadata {
    var metadata = PolicyWorld.told
    if chance.once(in: 2) { return metadata }
    switch chance.below(9) {
    case 0: metadata.actor = nil
    case 1: metadata.approvalRef = nil
    case 2: metadata.rationale = nil
    case 3: metadata.reviewBy = nil
    case 4: metadata.reviewBy = "2026-01-01"
    case 5: metadata.reviewBy = "2027-06-01"
    case 6: metadata.actor = "automation:guard"
    case 7: metadata.actor = "automation:other"
    default: metadata.pullRequest = "#7"
    }
    return metadata
  }

  mutating func intent() -> Intent {
    chance.one(of: [.apply, .apply, .apply, .expand, .pause, .resume, .promote, .constrain])
  }

  /// Values by hand, and the same by `apply`.
  mutating func values() throws -> Change? {
    var edits = [try edit()]
    if chance.once(in: 3) { edits.append(try edit()) }
    var request = ApplyRequest(.edits(edits))
    request.branch = "main"
    request.metadata = metadata()
    request.intent = intent()
    guard let plan = try plan(edits) else { return nil }
    let tree = try world.tree(world.treeID(world.base), plan)
    let message = "Change values\n" + PolicyWorld.trailers(request.metadata, request.intent)
    let commit = try world.commit(tree, on: [world.base], message)
    return Change(kind: "values", commits: [commit], request: request)
  }

  private func plan(_ edits: [ChangeRequest.Edit]) throws -> [(String, TreeEntry?)]? {
    do {
      let planned = try world.ledger().plan(.edits(edits), on: "main", metadata: Metadata())
      if planned.isEmpty { return nil }
      return try planned.plan.documents.map { document in
        (
          document.name.path,
          try document.text.map { try world.blob(String(decoding: $0, as: UTF8.self)) }
        )
      }
    } catch is LedgerError {
      // Two edits that contradict each other.
      return nil
    }
  }

  // MARK: Applies

  /// A small change that every rule allows.
  mutating func goodEdit() throws -> ChangeRequest.Edit {
    let name = try DocumentName(chance.one(of: ["rollout/a", "rollout/b", "limits/x"]))
    return .set(
      name, try JSONPointer(parsing: "/canary_pct"), chance.one(of: [4, 6, 7, 8, 9, 11, 20]))
  }

  /// An apply that is made on a branch, with evidence.
  mutating func applied(on branch: String, _ edit: ChangeRequest.Edit) throws -> ObjectID? {
    var request = ApplyRequest(.edits([edit]))
    request.branch = branch
    request.metadata = PolicyWorld.told
    request.evidence = [
      try EvidenceInput(
        name: "bench.json", fileName: "bench.json",
        bytes: Array("{\"n\": \(chance.below(99))}".utf8))
    ]
    let outcome = try world.ledger().apply(request)
    return outcome.commit.flatMap { ObjectID($0) }
  }

  /// An apply, as it was made or changed afterwards.
  mutating func recorded() throws -> Change? {
    defer { try? world.reset() }
    turns += 1
    let way = Tampering.Way.allCases[turns % Tampering.Way.allCases.count]
    // Made on a commit that is left out afterwards.
    if way == .dropped { try world.point("main", at: world.later) }
    guard let made = try applied(on: "main", goodEdit()) else { return nil }
    return try Tampering(world: world, commit: world.objects.commit(made)).change(way)
  }
}
