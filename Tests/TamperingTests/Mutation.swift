import Foundation
import Testing
import Writ
import WritGit
import WritPolicy
import WritTesting

/// One change of a history.
struct Mutation {
  let kind: TamperingTests.Kind
  let forgery: Forgery
  let history: RealHistory
  var chance: Chance
  /// What was done, for who reads a failure.
  var note = ""

  init(
    kind: TamperingTests.Kind, forgery: Forgery, history: RealHistory, chance: Chance
  ) {
    self.kind = kind
    self.forgery = forgery
    self.history = history
    self.chance = chance
  }

  /// What verification tells of the very commit or tag that was changed.
  mutating func codes() throws -> Set<String> {
    switch kind {
    case .record: try ofFile(named(["record.json"]))
    case .squashedRecord: try ofFile(squashedRecord(["squashed", "joined", "joined too"]))
    case .evidence: try ofFile(named(["live", "live.summary.json"]))
    case .gate: try ofFile(governance("gates/canary.json"))
    case .rules: try ofFile(governance("rules.json"))
    case .approval: try ofFile(approvals())
    case .review: try ofFile(reviews())
    case .policy: try ofFile(policies())
    case .trailers: try ofTrailers()
    case .brokenTrailers: try ofBrokenTrailers(commit(chance.pick(Self.recorded)))
    case .joinedTrailers: try ofBrokenTrailers(commit("joined"))
    case .forgedRecord: try ofForgery(of: "squashed", toldBy: "squashed")
    case .forgedBase: try ofForgery(of: "joined", toldBy: "last")
    case .backdated: try ofBackdating()
    case .copied: try ofCopy()
    case .tagMessage, .tagTarget: try ofTag()
    case .reordered: try ofOrder()
    case .dropped: try ofDropping()
    case .droppedTip: try ofDroppingTip()
    case .duplicated: try ofDuplicate()
    case .resigned, .unsigned, .signedCommit: try ofSignature()
    }
  }

  private typealias Place = (commit: Commit, path: String)

  /// The commit that brought the record of an apply.
  func commit(_ word: String) throws -> Commit {
    let path = "evidence/\(try history.id(word))/record.json"
    for commit in forgery.commits where try forgery.file(path, in: commit) != nil { return commit }
    throw RealHistory.Failure(description: "no commit of \(word)")
  }

  /// Applies whose record a trailer names.
  ///
  private static let recorded = ["first", "second", "rollback", "after", "last", "merged"]

  // MARK: Files

  private mutating func named(_ names: [String]) throws -> Place {
    let name = chance.pick(names)
    let word = chance.pick(name == "record.json" ? Self.recorded : ["first", "second"])
    return (try commit(word), "evidence/\(try history.id(word))/\(name)")
  }

  /// The record of an apply that was squashed.
  private mutating func squashedRecord(_ words: [String]) throws -> Place {
    let word = chance.pick(words)
    return (try commit(word), "evidence/\(try history.id(word))/record.json")
  }

  private mutating func governance(_ name: String) throws -> Place {
    (try commit("governance \(1 + chance.below(2))"), "governance/\(name)")
  }

  private mutating func policies() throws -> Place {
    let (word, name) = chance.pick([
      ("first", "planner"), ("second", "planner"), ("rollback", "planner"), ("merged", "limits"),
      ("after", "free"), ("last", "free"),
    ])
    return (try commit(word), "policies/\(name).json")
  }

  private mutating func approvals() throws -> Place {
    let word = chance.pick(["first", "second"])
    let folder = "evidence/\(try history.id(word))/approvals"
    let commit = try commit(word)
    return (commit, "\(folder)/\(try file(in: folder, of: commit))")
  }

  private func reviews() throws -> Place {
    let id = try history.id("first")
    let found = forgery.commits.last { $0.subject == "Approve \(id)" }
    let commit = try #require(found)
    let folder = "evidence/\(id)/approvals"
    return (commit, "\(folder)/\(try file(in: folder, of: commit))")
  }

  private func file(in folder: String, of commit: Commit) throws -> String {
    let entry = try #require(try forgery.file(folder, in: commit))
    let files = try forgery.objects.files(in: entry.id, under: GitPath(folder))
    let name = try #require(files.first?.path.components.last)
    return String(decoding: name, as: UTF8.self)
  }

  /// Flips a byte of a file from a commit on.
  private mutating func ofFile(_ place: Place) throws -> Set<String> {
    let entry = try #require(try forgery.file(place.path, in: place.commit), "\(place.path)")
    let old = try forgery.objects.content(of: entry.id, as: .blob)
    let new = chance.flipped(old)
    let changed = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }
    note = "\(place.path), \(String(describing: changed))"
    let tree = try forgery.tree(place.commit.tree, with: new, at: place.path)
    let own = try forgery.remade(
      forgery.content(place.commit.id), tree: tree, parents: place.commit.parents)
    let map = try forgery.rebuilt(
      [place.commit.id: own], blob: (place.path, entry.id, new))
    let report = try forgery.verify(tip: map[forgery.tip] ?? forgery.tip, moving: map)
    return report.codes(of: own)
  }

  // MARK: Commits

  /// Changes a digit of a value in the last paragraph of a message.
  private mutating func ofTrailers() throws -> Set<String> {
    let commit = try commit(chance.pick(Self.recorded))
    var content = try forgery.content(commit.id)
    let start = try #require(content.firstRange(of: Array("\n\nActor: ".utf8))).upperBound
    let record = try #require(content.firstRange(of: Array("Writ-Record: ".utf8))).lowerBound
    let digest = try #require(content.firstRange(of: Array(" sha256:".utf8))).upperBound
    let places = (Array(start..<record) + Array(digest..<digest + 64)).filter {
      (0x30...0x39).contains(content[$0])
    }
    let place = chance.pick(places)
    content[place] = 0x30 + (content[place] - 0x30 + UInt8(1 + chance.below(9))) % 10
    note = String(decoding: content[start...], as: UTF8.self)
    let own = try forgery.objects.write(content, as: .commit)
    let map = try forgery.rebuilt([commit.id: own])
    return try forgery.verify(tip: map[forgery.tip] ?? forgery.tip, moving: map).codes(of: own)
  }

  /// Swaps two neighbours that have one parent each, and leaves them their trees.
  private mutating func ofOrder() throws -> Set<String> {
    let (first, second) = try neighbours()
    let newSecond = try forgery.remade(
      forgery.content(second.id), tree: second.tree, parents: first.parents)
    let newFirst = try forgery.remade(
      forgery.content(first.id), tree: first.tree, parents: [newSecond])
    // What came after the second comes after the first now.
    let map = try forgery.rebuilt([first.id: newSecond, second.id: newFirst])
    let report = try forgery.verify(tip: map[forgery.tip] ?? forgery.tip, moving: map)
    return report.codes(of: newSecond).union(report.codes(of: newFirst))
  }

  private mutating func neighbours() throws -> (first: Commit, second: Commit) {
    let applies = try ["second", "governance 2", "rollback", "after", "last"].map(commit).map(\.id)
    let pairs = forgery.commits.filter { $0.parents.count == 1 && applies.contains($0.id) }
      .compactMap { second -> (Commit, Commit)? in
        guard let first = forgery.commits.first(where: { $0.id == second.parents[0] }),
          first.parents.count == 1
        else { return nil }
        return (first, second)
      }
    return chance.pick(pairs)
  }

  /// Leaves an apply out; the one after it stands on what was before.
  private mutating func ofDropping() throws -> Set<String> {
    let (first, second) = try neighbours()
    let own = try forgery.remade(
      forgery.content(second.id), tree: second.tree, parents: first.parents)
    var map = try forgery.rebuilt([second.id: own])
    map[first.id] = first.parents[0]
    return try forgery.verify(tip: map[forgery.tip] ?? own, moving: map).codes(of: own)
  }

  private func ofDroppingTip() throws -> Set<String> {
    let tip = try #require(forgery.commits.last)
    let report = try forgery.verify(tip: tip.parents[0])
    return report.codes(of: "refs/tags/checkpoint/\(try history.id("last"))")
  }

  /// Puts a commit on top once more: as it was, or with nothing but its evidence.
  private mutating func ofDuplicate() throws -> Set<String> {
    let word = chance.pick(["first", "second", "rollback", "after"])
    let commit = try commit(word)
    let tip = try #require(forgery.commits.last)
    var tree = commit.tree
    if chance.below(2) == 0 {
      let path = "evidence/\(try history.id(word))/record.json"
      let record = try #require(try forgery.file(path, in: commit))
      tree = try forgery.tree(
        tip.tree, with: forgery.objects.content(of: record.id, as: .blob), at: path)
    }
    let own = try forgery.remade(forgery.content(commit.id), tree: tree, parents: [tip.id])
    return try forgery.verify(tip: own).codes(of: own)
  }
}
