import Foundation
import Testing
import Writ
import WritGit
import WritPolicy
import WritTesting

/// A copy of a history in which somebody with all rights of the server changes something: later
/// commits and tags are made again on top of it, as far as that can be done without keys.
final class Forgery {
  private let folder: TemporaryFolder
  let repository: Repository
  let objects: ObjectDatabase
  /// All commits of the branch, parents first.
  let commits: [Commit]
  let tip: ObjectID
  /// The tags by their full names.
  let tags: [(name: String, tag: ObjectID)]

  init(of history: RealHistory) throws {
    folder = try TemporaryFolder("writ-forgery")
    let source = history.repository
    _ = try source.git("init", "-q", "--bare", folder.path + "/copy.git")
    try Files.write(
      folder.path + "/copy.git/objects/info/alternates",
      Array("\(source.path)/.git/objects\n".utf8))
    repository = try Repository.open(at: folder.path + "/copy.git")
    let objects = try repository.objects()
    self.objects = objects
    func lines(_ bytes: [UInt8]) -> [String] {
      String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
    let ids = lines(try source.git("rev-list", "--topo-order", "--reverse", "main"))
    commits = try ids.map { try objects.commit(try #require(ObjectID($0))) }
    tip = try #require(commits.last).id
    tags = try lines(source.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/tags/"))
      .map { line in
        let words = line.split(separator: " ")
        return (String(words[0]), try #require(ObjectID(words[1])))
      }
  }

  // MARK: Objects

  func content(_ commit: ObjectID) throws -> [UInt8] {
    try objects.content(of: commit, as: .commit)
  }

  func file(_ path: String, in commit: Commit) throws -> TreeEntry? {
    try objects.entry(at: GitPath(path), in: commit.tree)
  }

  func tree(_ tree: ObjectID, with bytes: [UInt8]?, at path: String) throws -> ObjectID {
    var editor = TreeEditor(objects)
    let blob = try bytes.map { try objects.write($0, as: .blob) }
    try editor.set(GitPath(path), to: blob.map { TreeEntry(id: $0) })
    return try editor.write(onto: tree)
  }

  /// A commit with another tree and other parents, and else the very bytes.
  func remade(_ content: [UInt8], tree: ObjectID, parents: [ObjectID]) throws -> ObjectID {
    let text = content.split(separator: 0x0A, omittingEmptySubsequences: false)
    let rest = text.drop { $0.starts(with: "tree ".utf8) || $0.starts(with: "parent ".utf8) }
    var result = Array("tree \(tree.hex)\n".utf8)
    for parent in parents { result += "parent \(parent.hex)\n".utf8 }
    return try objects.write(result + rest.joined(separator: [0x0A]), as: .commit)
  }

  /// Makes the commits after some again; gives what became of each.
  ///
  /// - Parameters:
  ///   - replaced: commits that are others now; those that map to their own parent are gone.
  ///   - blob: a file that later commits have with these bytes instead, where they had the others.
  func rebuilt(
    _ replaced: [ObjectID: ObjectID], blob: (path: String, old: ObjectID, new: [UInt8])? = nil
  ) throws -> [ObjectID: ObjectID] {
    var map = replaced
    for commit in commits where map[commit.id] == nil {
      let parents = commit.parents.map { map[$0] ?? $0 }
      if parents == commit.parents { continue }
      var tree = commit.tree
      if let blob, try file(blob.path, in: commit)?.id == blob.old {
        tree = try self.tree(tree, with: blob.new, at: blob.path)
      }
      map[commit.id] = try remade(content(commit.id), tree: tree, parents: parents)
    }
    return map
  }

  // MARK: Verdict

  /// What verification says of the forged history.
  func verify(
    tip: ObjectID, moving map: [ObjectID: ObjectID] = [:], tags changed: [String: ObjectID?] = [:]
  ) throws -> VerifyReport {
    var packed = "# pack-refs with: peeled fully-peeled sorted \n"
    var lines = ["\(tip.hex) refs/heads/main"]
    for (name, tag) in tags {
      if let change = changed[name] {
        if let change { lines.append("\(change.hex) \(name)") }
        continue
      }
      lines.append("\(try moved(tag, map).hex) \(name)")
    }
    packed += lines.sorted { $0.dropFirst(41) < $1.dropFirst(41) }.joined(separator: "\n") + "\n"
    try Files.write(folder.path + "/copy.git/packed-refs", Array(packed.utf8))
    let ledger = try Ledger(
      Repository.open(at: folder.path + "/copy.git"),
      Surroundings(
        now: { Instant(seconds: 4_000_000_000) }, random: { (1, 1) }, tool: "writ test"))
    var request = VerifyRequest()
    request.usesCache = false
    request.threads = 1
    request.listsCommits = true
    return try ledger.verify(request)
  }

  /// A tag that is made again for the commit that its target became.
  private func moved(_ tag: ObjectID, _ map: [ObjectID: ObjectID]) throws -> ObjectID {
    let old = try objects.tag(tag)
    guard let new = map[old.target] else { return tag }
    let content = try objects.content(of: tag, as: .tag)
    let rest = content.split(separator: 0x0A, omittingEmptySubsequences: false).dropFirst()
    return try objects.write(
      Array("object \(new.hex)\n".utf8) + rest.joined(separator: [0x0A]), as: .tag)
  }
}

extension VerifyReport {
  /// The codes that were found of a commit.
  func codes(of commit: ObjectID) -> Set<String> {
    Set(
      problems.filter { $0.commit == commit && $0.status == .violation }.flatMap(\.findings)
        .map(\.code.rawValue))
  }

  /// The codes that were found of a reference.
  func codes(of reference: String) -> Set<String> {
    Set(
      problems.filter { $0.reference == reference && $0.status == .violation }.flatMap(\.findings)
        .map(\.code.rawValue))
  }
}
