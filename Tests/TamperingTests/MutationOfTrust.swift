import Foundation
import Testing
import Writ
import WritGit
import WritJSON
import WritPolicy
import WritTesting

/// Tags, signatures, and what is made anew so that it looks whole.
extension Mutation {
  // MARK: Tags and signatures

  mutating func ofTag() throws -> Set<String> {
    let word = chance.pick(["first", "signed", "second", "rollback", "after", "last"])
    let id = try history.id(word)
    let name = "refs/tags/checkpoint/\(id)"
    let tag = try #require(forgery.tags.first { $0.name == name }).tag
    var content = try forgery.objects.content(of: tag, as: .tag)
    if kind == .tagMessage {
      let start = try #require(content.firstRange(of: Array("\n\n".utf8))).upperBound
      content = chance.flipped(content, in: start..<content.count)
    } else {
      let parent = try commit(word).parents[0]
      let other = chance.pick(forgery.commits.filter { $0.id != parent })
      content.replaceSubrange(7..<47, with: Array(other.id.hex.utf8))
    }
    let own = try forgery.objects.write(content, as: .tag)
    let report = try forgery.verify(tip: forgery.tip, tags: [name: own])
    return report.codes(of: try commit(word).id)
  }

  /// Takes the signature of a commit away, puts another one there, or flips a byte that it is over.
  mutating func ofSignature() throws -> Set<String> {
    let commit = try commit(chance.pick(["signed", "resigned"]))
    let content = try forgery.content(commit.id)
    let signed = SignedContent(ofCommit: content)
    let new: [UInt8]
    switch kind {
    case .unsigned: new = signed.payload
    case .resigned: new = SignedContent.commit(signed.payload, with: try signature(signed.payload))
    default:
      // The ids in the header must stay those of objects that are there, and people have dates.
      let start = try #require(content.firstRange(of: Array("\n\n".utf8))).upperBound
      new = chance.flipped(content, in: start..<content.count)
    }
    let own = try forgery.objects.write(new, as: .commit)
    let map = try forgery.rebuilt([commit.id: own])
    return try forgery.verify(tip: map[forgery.tip] ?? own, moving: map).codes(of: own)
  }

  /// By a key that nobody trusts.
  private func signature(_ payload: [UInt8]) throws -> [UInt8] {
    try history.repository.write(".git/payload", payload)
    let outcome = try history.repository.run(
      "ssh-keygen", ["-Y", "sign", "-n", "git", "-f", ".git/eve", ".git/payload"])
    guard outcome.status == 0 else { throw RealHistory.Failure(description: outcome.errorText) }
    let armored = try history.repository.read(".git/payload.sig")
    _ = try history.repository.run("rm", [".git/payload.sig"])
    return armored
  }

  // MARK: Messages and records

  /// Flips a byte of trailers, wherever in the message they stand, or of the lines around them.
  mutating func ofBrokenTrailers(_ commit: Commit) throws -> Set<String> {
    var content = try forgery.content(commit.id)
    let text = content[(try #require(content.firstRange(of: Array("\n\n".utf8))).upperBound)...]
    let places = text.ranges(of: Array("\n\nActor: ".utf8)).flatMap { start -> [Int] in
      let rest = content[start.upperBound...]
      let end = rest.firstRange(of: Array("\n\n".utf8))?.upperBound ?? rest.endIndex
      return Array(start.lowerBound..<end)
    }
    let place = chance.pick(places)
    content = chance.flipped(content, in: place..<place + 1)
    note = String(decoding: content[text.startIndex...], as: UTF8.self)
    let own = try forgery.objects.write(content, as: .commit)
    let map = try forgery.rebuilt([commit.id: own])
    return try forgery.verify(tip: map[forgery.tip] ?? own, moving: map).codes(of: own)
  }

  /// Puts other metadata into the record of a squash, in the form in which writ writes it and with
  /// its digest made anew.
  mutating func ofForgery(of word: String, toldBy other: String) throws -> Set<String> {
    let text = "Number \(chance.below(1_000_000))"
    let (choice, day) = (chance.below(4), 1 + chance.below(9))
    return try ofForgery(of: word, toldBy: other) { record in
      switch choice {
      case 0: record.metadata.actor = "\(text) <eve@example.org>"
      case 1: record.metadata.approvalRef = text
      case 2: record.metadata.rationale = text
      default: record.metadata.reviewBy = "2098-01-0\(day)"
      }
    }
  }

  /// States a time for the record of a squash at which the commit that it was made on was not there,
  /// as if its evidence and its decision had been fresh then.
  mutating func ofBackdating() throws -> Set<String> {
    let seconds = Int64(3_700 + chance.below(100_000_000))
    let word = chance.pick(["squashed", "joined"])
    return try ofForgery(of: word, toldBy: word) {
      $0.time = $0.time.adding(seconds: -seconds)
    }
  }

  /// Makes a change once more by a copy of its record under another id, with the evidence, the decision
  /// and the approval that were given for the plan of the first one.
  mutating func ofCopy() throws -> Set<String> {
    let (commit, tip) = (try commit("second"), try #require(forgery.commits.last))
    let old = "evidence/\(try history.id("second"))"
    let folder = try #require(try forgery.file(old, in: commit))
    let values = try #require(try forgery.file("policies/planner.json", in: commit))
    let id = ULID(
      milliseconds: 2_000_000_000_000, randomHigh: 1, randomLow: UInt64(chance.below(1_000_000)))
    var tree = try forgery.tree(
      tip.tree, with: forgery.objects.content(of: values.id, as: .blob),
      at: "policies/planner.json")
    for (path, entry) in try forgery.objects.files(in: folder.id, under: GitPath(old)) {
      var bytes = try forgery.objects.content(of: entry.id, as: .blob)
      if path.description.hasSuffix("/record.json") {
        var record = try Record(JSONDocument(parsing: bytes).value)
        record.id = id
        record.checkpoint = "checkpoint/\(id)"
        bytes = try record.sealed().json.serialized()
      }
      let place = "evidence/\(id)\(path.description.dropFirst(old.count))"
      tree = try forgery.tree(tree, with: bytes, at: place)
    }
    let content = try forgery.content(tip.id)
    let end = try #require(content.firstRange(of: Array("\n\n".utf8))).upperBound
    let own = try forgery.remade(
      content[..<end] + Array("Once more (#14)\n".utf8), tree: tree, parents: [tip.id])
    return try forgery.verify(tip: own).codes(of: own)
  }

  private mutating func ofForgery(
    of word: String, toldBy other: String, _ change: (inout Record) -> Void
  ) throws -> Set<String> {
    let (commit, path) = try (commit(word), "evidence/\(history.id(word))/record.json")
    let entry = try #require(try forgery.file(path, in: commit))
    let value = try JSONDocument(parsing: forgery.objects.content(of: entry.id, as: .blob)).value
    var record = try Record(value)
    change(&record)
    let bytes = try record.sealed().json.serialized()
    note = String(decoding: bytes, as: UTF8.self)
    let own = try forgery.remade(
      forgery.content(commit.id), tree: forgery.tree(commit.tree, with: bytes, at: path),
      parents: commit.parents)
    let map = try forgery.rebuilt([commit.id: own], blob: (path, entry.id, bytes))
    let teller = try self.commit(other).id
    return try forgery.verify(tip: map[forgery.tip] ?? own, moving: map).codes(
      of: map[teller] ?? teller)
  }
}
