import WritGit
import WritJSON

/// Finds values that one commit took away at one place and brought at another: keys that were renamed,
/// and parts that moved within a document or between documents.
///
/// A value moved when it is the same: an object or array that is not empty, under the same key or
/// with three leaves or more; or one scalar that went and came under the same key and is the only
/// one. A whole document moved, too, when at least half of it is the same.
struct Carrying {
  private typealias Source = VersionChange.Source

  private struct Candidate {
    let source: Source
    let node: JSONNode
    let leaves: Int
  }

  private var containers: [Int: [Candidate]] = [:]
  private var scalars: [[UInt8]: [Candidate]] = [:]
  private var used = Set<[UInt8]>()

  /// A commit that takes away more than this is not searched.
  private static let limit = 200_000

  /// Fills in `sources` where something was carried.
  static func find(in changes: inout [VersionChange]) {
    let added = changes.contains { $0.touches.contains { $0.kind == .added } }
    let removed = changes.contains { $0.touches.contains { $0.kind == .removed } }
    for place in changes.indices {
      guard let source = changes[place].renamedFrom else { continue }
      changes[place].sources[[]] = Source(path: source, pointer: [])
    }
    guard added, removed else { return }
    var carrying = Carrying()
    carrying.matchDocuments(&changes)
    carrying.gather(changes)
    for place in changes.indices { carrying.match(&changes[place]) }
  }

  // MARK: Whole documents

  /// More pairs of files than this are not compared, and no larger ones.
  private static let pairLimit = 64
  private static let documentLimit = 1 << 20

  private mutating func matchDocuments(_ changes: inout [VersionChange]) {
    let added = changes.indices.filter { changes[$0].isAdded }
    var removed = changes.indices.filter { changes[$0].isRemoved }
    guard !added.isEmpty, !removed.isEmpty, added.count * removed.count <= Self.pairLimit else {
      return
    }
    for place in added {
      let scored = removed.compactMap { gone in
        Likeness(changes[gone].old, changes[place].new, changes[gone].identity)
          .map { (place: gone, likeness: $0) }
      }
      guard let best = scored.max(by: { $0.likeness.ratio < $1.likeness.ratio }),
        best.likeness.ratio >= 0.5
      else { continue }
      removed.removeAll { $0 == best.place }
      changes[place].touches = best.likeness.touches
      changes[place].sources[[]] = Source(path: changes[best.place].path, pointer: [])
      used.insert(Self.name(changes[best.place].path, []))
    }
  }

  /// How much of two documents is the same, wherever the elements of their arrays stand.
  private struct Likeness {
    let touches: [JSONTouch]
    let ratio: Double

    /// Nil where it is not asked: one scalar that is the same is no document that moved.
    init?(_ old: JSONNode?, _ new: JSONNode?, _ identity: JSONIdentity) {
      guard let old, let new, new.kind == .object, !new.isEmptyContainer else { return nil }
      let sizes = [old.byteRange.count, new.byteRange.count].sorted()
      // Layout may make a text longer, yet hardly so much.
      guard sizes[1] <= documentLimit, sizes[1] <= 8 * sizes[0] + 256 else { return nil }
      touches = JSONDiff.touches(from: old, to: new, identity: identity)
      let all = old.leafCount + new.leafCount
      let touched = touches.reduce(0) { $0 + ($1.old?.leafCount ?? 0) + ($1.new?.leafCount ?? 0) }
      ratio = Double(all - touched) / Double(all)
    }
  }

  // MARK: Parts

  private mutating func gather(_ changes: [VersionChange]) {
    var total = 0
    for change in changes {
      let path = change.sources[[]]?.path ?? change.path
      for touch in change.touches where touch.kind == .removed {
        guard let old = touch.old, !used.contains(Self.name(path, touch.pointer)) else { continue }
        guard total < Self.limit else { return }
        total += gather(old, touch.pointer, path)
      }
    }
  }

  /// Notes the containers inside a value that went; gives the number of its leaves.
  private mutating func gather(_ node: JSONNode, _ pointer: [UInt8], _ path: GitPath) -> Int {
    var prints = Fingerprints()
    let whole = prints.note(node, pointer)
    for (pointer, print) in prints.containers {
      let source = Source(path: path, pointer: pointer)
      containers[print.hash, default: []].append(
        Candidate(source: source, node: print.node, leaves: print.leaves))
    }
    if prints.containers.isEmpty {
      scalars[Self.key(pointer), default: []].append(
        Candidate(source: Source(path: path, pointer: pointer), node: node, leaves: 1))
    }
    return whole.leaves
  }

  private mutating func match(_ change: inout VersionChange) {
    for touch in change.touches where touch.kind == .added {
      guard let new = touch.new else { continue }
      var prints = Fingerprints()
      _ = prints.note(new, touch.pointer)
      if prints.containers.isEmpty {
        matchScalar(new, touch.pointer, &change)
      } else {
        matchContainers(prints.containers, &change)
      }
    }
  }

  private mutating func matchScalar(
    _ node: JSONNode, _ pointer: [UInt8], _ change: inout VersionChange
  ) {
    let found = (scalars[Self.key(pointer)] ?? []).filter { $0.node.value == node.value }
    guard found.count == 1, take(found[0].source) else { return }
    change.sources[pointer] = found[0].source
  }

  /// Outer containers come first; what lies in one that was found is carried with it.
  private mutating func matchContainers(
    _ prints: [Fingerprints.Container], _ change: inout VersionChange
  ) {
    var found: [[UInt8]] = []
    for (pointer, print) in prints.sorted(by: { $0.0.count < $1.0.count }) {
      if found.contains(where: { pointer.starts(with: $0) && pointer[$0.count] == 0x2F }) {
        continue
      }
      let key = Self.key(pointer)
      let candidates = (containers[print.hash] ?? []).filter {
        !used.contains(Self.name($0.source.path, $0.source.pointer))
          && $0.leaves == print.leaves && $0.node.value == print.node.value
      }
      let best =
        candidates.first { !key.isEmpty && Self.key($0.source.pointer) == key }
        ?? candidates.first { $0.leaves >= 3 }
      guard let best, take(best.source) else { continue }
      change.sources[pointer] = best.source
      found.append(pointer)
    }
  }

  /// A value moves to one place.
  private mutating func take(_ source: Source) -> Bool {
    used.insert(Self.name(source.path, source.pointer)).inserted
  }

  private static func name(_ path: GitPath, _ pointer: [UInt8]) -> [UInt8] {
    path.bytes + [0] + pointer
  }

  /// The last token of a pointer, unless it is an index, which tells nothing.
  private static func key(_ pointer: [UInt8]) -> [UInt8] {
    guard let slash = pointer.lastIndex(of: 0x2F) else { return [] }
    let token = pointer[(slash + 1)...]
    return token.allSatisfy { (0x30...0x39).contains($0) } ? [] : Array(token)
  }
}

/// Hashes of the objects and arrays in a value that are not empty.
private struct Fingerprints {
  struct Print {
    let hash: Int
    let leaves: Int
    let node: JSONNode
  }

  typealias Container = (pointer: [UInt8], print: Print)

  private(set) var containers: [Container] = []

  /// Notes a value and what is in it.
  mutating func note(_ node: JSONNode, _ pointer: [UInt8]) -> (hash: Int, leaves: Int) {
    var hasher = Hasher()
    var sum = 0
    var leaves = 0
    var index = 0
    for member in node.members {
      let inner = note(member.value, pointer + [0x2F] + member.key.pointerToken)
      var own = Hasher()
      for byte in member.key.utf8 { own.combine(byte) }
      own.combine(inner.hash)
      sum &+= own.finalize()
      leaves += inner.leaves
    }
    for element in node.elements {
      let inner = note(element, pointer + [0x2F] + Array(String(index).utf8))
      hasher.combine(inner.hash)
      leaves += inner.leaves
      index += 1
    }
    if leaves == 0 {
      hasher.combine(node.value)
      return (hasher.finalize(), 1)
    }
    hasher.combine(node.kind)
    hasher.combine(sum)
    let hash = hasher.finalize()
    containers.append((pointer, Print(hash: hash, leaves: leaves, node: node)))
    return (hash, leaves)
  }
}

extension JSONNode {
  /// The number of scalars and empty containers.
  fileprivate var leafCount: Int {
    let inner =
      members.reduce(0) { $0 + $1.value.leafCount } + elements.reduce(0) { $0 + $1.leafCount }
    return max(inner, 1)
  }
}

extension String {
  /// The text as a token of a JSON Pointer.
  var pointerToken: [UInt8] {
    Array(JSONPointer(tokens: [self]).description.utf8.dropFirst())
  }
}
