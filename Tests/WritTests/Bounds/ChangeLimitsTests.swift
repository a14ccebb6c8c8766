import Foundation
import Testing
import WritGit
import WritJSON
import WritPolicy

@testable import Writ

/// What one commit may bring: all who judge stop at the same place, and say so.
@Suite struct ChangeLimitsTests {
  /// A change that is just inside of some limits, or one too much for them.
  struct Case: CustomTestStringConvertible, Sendable {
    let note: String
    let inside: ChangeLimits
    let beyond: ChangeLimits

    var testDescription: String { note }
  }

  /// Two files are put beside the others: one with 11 values in 29 bytes, one with 3 in 20.
  static let documents = [
    ("free/first", "[0,1,2,3,4,5,6,7,8,[\"a,\\\"b]\"]]\n"),
    ("free/second", "{\"a\": {}, \"b\" : 1}\n"),
  ]
  static let bytes = documents.reduce(0) { $0 + $1.1.utf8.count }

  static let cases = [
    Case(note: "files", inside: ChangeLimits(files: 2), beyond: ChangeLimits(files: 1)),
    Case(note: "bytes", inside: ChangeLimits(bytes: bytes), beyond: ChangeLimits(bytes: bytes - 1)),
    // Two files, an array, ten in it, one in that; an object and two in it.
    Case(note: "values", inside: ChangeLimits(values: 17), beyond: ChangeLimits(values: 16)),
  ]

  @Test(arguments: cases)
  func `apply, hooks, push and verify stop at the same limit`(_ given: Case) throws {
    let world = try PolicyWorld()
    let change = try added(to: world)
    for (limits, codes) in [(given.inside, []), (given.beyond, ["change-too-large"])] {
      world.limits = limits
      let judges = Judges(world: world)
      #expect(try judges.push(change).codes == Set(codes))
      #expect(try judges.verify(change).codes == Set(codes))
      #expect(try judges.client(change).codes == Set(codes))
      #expect(try judges.apply(change)?.codes == Set(codes))
      let plan = try world.ledger().plan(
        #require(change.request).change, on: "main", metadata: PolicyWorld.told)
      #expect(Set(plan.verdict.findings.map(\.code.rawValue)) == Set(codes))
    }
  }

  /// A commit that adds the documents, and the same as an apply.
  private func added(to world: PolicyWorld) throws -> Change {
    let files = try Self.documents.map { ("policies/\($0.0).json", try world.blob($0.1)) }
    let commit = try world.commit(
      world.tree(world.treeID(world.base), files.map { ($0.0, $0.1) }), on: [world.base],
      "Add two\n" + PolicyWorld.trailers(PolicyWorld.told))
    let edits = try Self.documents.map { name, text in
      ChangeRequest.Edit.set(
        try DocumentName(name), .root, try JSONDocument(parsing: text).value)
    }
    let plan = try world.ledger().plan(.edits(edits), on: "main", metadata: PolicyWorld.told).plan
    return Change(kind: "added", commits: [commit], request: try request(plan, world))
  }

  /// The bytes of an edit are laid out anew, so a plan with the very bytes is applied.
  private func request(_ plan: Plan, _ world: PolicyWorld) throws -> ApplyRequest {
    let documents = plan.documents.map { document in
      let text = Self.documents.first { $0.0 == document.name.text }?.1 ?? ""
      return Plan.Document(
        name: document.name, beforeBlob: document.beforeBlob, text: Array(text.utf8))
    }
    let exact = try Plan(
      base: plan.base, branch: plan.branch, documents: documents, changes: plan.changes)
    var request = ApplyRequest(.plan(exact))
    request.metadata = PolicyWorld.told
    request.branch = "main"
    return request
  }

  @Test func `a merge of too many branches is refused, and is counted against each parent`() throws
  {
    let world = try PolicyWorld()
    var parents = [world.base]
    var files: [(path: String, entry: TreeEntry?)] = []
    for number in 0..<3 {
      let path = "policies/free/s\(number).json"
      let entry = try world.blob("[\(number)]\n")
      files.append((path, entry))
      parents.append(
        try world.commit(
          world.tree(world.treeID(world.base), [(path, entry)]), on: [world.base],
          "Side\n" + PolicyWorld.trailers(PolicyWorld.told)))
    }
    let merge = try world.commit(
      world.tree(world.treeID(world.base), files), on: parents, "Merge three\n")
    let change = Change(kind: "octopus", commits: Array(parents.dropFirst()) + [merge])
    let judges = { Judges(world: world) }
    #expect(try judges().push(change).isAllowed)
    // Three files against the first parent, two against each of the others.
    for limits in [ChangeLimits(parents: 3), ChangeLimits(files: 8), ChangeLimits(values: 26)] {
      world.limits = limits
      #expect(try judges().push(change).refused[merge.hex] == ["change-too-large - - -"])
      #expect(try judges().verify(change).refused[merge.hex] == ["change-too-large - - -"])
      #expect(try judges().client(change).refused[merge.hex] == ["change-too-large - - -"])
    }
    world.limits = ChangeLimits(files: 9, values: 27, parents: 4)
    #expect(try judges().push(change).isAllowed && judges().client(change).isAllowed)
  }

  @Test func `the way back to a whole state that was judged has no limit`() throws {
    let world = try PolicyWorld()
    let raised = try world.commit(
      world.tree(
        world.treeID(world.base),
        (0..<9).map { ("policies/free/f\($0).json", try world.blob("[\($0)]\n")) }),
      on: [world.base], "Add nine\n" + PolicyWorld.trailers(PolicyWorld.told))
    let words =
      "Back\n" + PolicyWorld.trailers(PolicyWorld.told, .rollback)
      + "Writ-Restores: \(raised.hex)\n"
    let back = try world.commit(world.treeID(world.base), on: [raised], words)
    let other = try world.commit(
      world.tree(world.treeID(world.base), [("policies/free/f1.json", world.blob("[1]\n"))]),
      on: [raised], words)
    for limits in [ChangeLimits(files: 3), ChangeLimits(values: 8), ChangeLimits(bytes: 8)] {
      world.limits = limits
      #expect(try said(of: back, on: raised, world).isEmpty)
      #expect(try said(of: other, on: raised, world) == ["change-too-large"])
      var request = VerifyRequest()
      request.range = "\(raised)..\(back)"
      request.usesCache = false
      #expect(try world.ledger().verify(request).problems.isEmpty)
    }
  }

  private func said(
    of tip: ObjectID, on old: ObjectID, _ world: PolicyWorld
  ) throws -> Set<String> {
    try world.point("main", at: old)
    let reference = PushedReference("refs/heads/main".utf8, from: old, to: tip)
    return Set(try world.ledger().judgePush([reference]).findings.map(\.finding.code.rawValue))
  }

  @Test func `what came before the rules is not counted`() throws {
    let world = try PolicyWorld()
    let entry = try world.blob("[1,2,3]\n")
    let first = try world.commit(
      world.tree(nil, (0..<5).map { ("policies/f\($0).json", entry) }), on: [], "Import\n")
    world.limits = ChangeLimits(files: 4)
    var request = VerifyRequest()
    request.range = "\(first)"
    request.usesCache = false
    #expect(try world.ledger().verify(request).problems.isEmpty)
    let verdict = try world.ledger().judge(world.objects.commit(first))
    #expect(verdict.isBeforeAdoption && verdict.isAllowed)
  }

  @Test func `records and artifacts are counted too`() throws {
    let record = try #require(ChangeLimits.usual.evidence as Int?)
    #expect(record >= 1 << 26)
    var meter = ChangeMeter(ChangeLimits(bytes: 10))
    try meter.add(record: Array("12345".utf8), at: "evidence/a/record.json")
    #expect(throws: GitError.self) {
      try meter.add(record: Array("123456".utf8), at: "evidence/b/record.json")
    }
  }
}
