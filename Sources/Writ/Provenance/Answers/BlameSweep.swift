import WritGit
import WritJSON

/// Where a value was made.
struct ValueOrigin {
  /// The commit.
  let ordinal: Int
  /// The document that it was made in.
  let path: GitPath
  /// The place where it was made.
  let pointer: [UInt8]
  /// What was there before.
  let before: Before

  enum Before {
    case nothing
    /// The scalar as it stood in the text.
    case text([UInt8])
    /// The value at a place of the version before.
    case place(GitPath, [UInt8])
  }
}

/// Finds for values of one version where each was made, by going back through what the index tells.
///
/// Values are followed: elements of arrays by what identifies them, parts that moved, files that were
/// renamed.
struct BlameSweep {
  private let timeline: Timeline
  private(set) var origins: [ValueOrigin?]
  private var work: [Work] = []
  private var unresolved: Int

  /// Values of one document that are sought from one commit downwards.
  private struct Work {
    let path: GitPath
    /// The place that all of them are at or below.
    let scope: [[UInt8]]
    let root: Spot
    let last: Int
  }

  /// Seeks the origins of the values at these places of one document, all of them below `scope`.
  ///
  /// - Parameter visit: is told each document that values came through, with the ordinal until which.
  static func origins(
    of pointers: [[UInt8]], below scope: [UInt8], in path: GitPath, _ timeline: Timeline,
    visit: (GitPath, Int) throws -> Void = { _, _ in }
  ) throws -> [ValueOrigin] {
    var sweep = BlameSweep(timeline, count: pointers.count)
    let root = Spot()
    for (leaf, pointer) in pointers.enumerated() {
      root.spot(at: pointer.pointerTokens[...], making: true)?.leaves.append(leaf)
    }
    sweep.work = [
      Work(path: path, scope: scope.pointerTokens, root: root, last: timeline.last)
    ]
    while let work = sweep.work.popLast() {
      try visit(work.path, work.last)
      try sweep.run(work)
    }
    return try sweep.origins.map { origin in
      guard let origin else {
        throw Database.Failure.damaged("The index does not tell where a value comes from.")
      }
      return origin
    }
  }

  private init(_ timeline: Timeline, count: Int) {
    self.timeline = timeline
    origins = Array(repeating: nil, count: count)
    unresolved = count
  }

  private mutating func run(_ work: Work) throws {
    var group: [PlacedEvent] = []
    for event in try events(work) {
      if let first = group.first, first.event.ordinal != event.event.ordinal {
        apply(EventGroup(group), work)
        if work.root.isEmpty { return }
        group = []
      }
      group.append(event)
    }
    if !group.isEmpty { apply(EventGroup(group), work) }
  }

  /// What happened at, above and below the scope, newest first.
  ///
  /// Below an array anything may have stood at another index, so all of it is taken.
  private func events(_ work: Work) throws -> [PlacedEvent] {
    var result: [PlacedEvent] = []
    let index = work.scope.firstIndex { $0.allSatisfy { (0x30...0x39).contains($0) } }
    let depth = index ?? work.scope.count
    for length in 0...depth {
      let pointer = work.scope[..<length].pointer
      for event in try timeline.events(IndexKey(path: work.path, pointer: pointer))
      where event.ordinal <= work.last && event.kind != .removed {
        result.append(PlacedEvent(pointer: pointer, event: event))
      }
    }
    if index != nil || work.root.spot(at: work.scope[...])?.children.isEmpty == false {
      let start = work.scope[..<depth].pointer + [0x2F]
      try timeline.events(under: IndexKey.beginning(path: work.path, pointer: start)) {
        key, event in
        if event.ordinal <= work.last, event.kind != .removed {
          result.append(PlacedEvent(pointer: key.placePointer, event: event))
        }
      }
    }
    return result.sorted {
      ($0.event.ordinal, $0.pointer.count) > ($1.event.ordinal, $1.pointer.count)
    }
  }

  /// Goes back over one commit.
  private mutating func apply(_ group: EventGroup, _ work: Work) {
    var carried: [(spot: Spot, pointer: [UInt8], path: GitPath, source: [UInt8])] = []
    // Deeper places come first: what they take is no matter of those above any more.
    for placed in group.events where placed.event.isDecisive {
      guard let spot = work.root.detach(at: placed.pointer.pointerTokens[...]) else { continue }
      if case .source(let path, let source) = placed.event.payload {
        carried.append((spot, placed.pointer, path, source))
      } else {
        resolve(spot, placed, group, work)
      }
    }
    for placed in group.events {
      guard case .runs(let runs) = placed.event.payload else { continue }
      work.root.spot(at: placed.pointer.pointerTokens[...])?.reorder(runs)
      for part in carried where placed.pointer.isPointer(atOrBelow: part.pointer) {
        let rest = Array(placed.pointer.dropFirst(part.pointer.count))
        part.spot.spot(at: rest.pointerTokens[...])?.reorder(runs)
      }
    }
    for part in carried {
      let root = Spot()
      let scope = part.source.pointerTokens
      root.attach(part.spot, at: scope[...])
      self.work.append(
        Work(path: part.path, scope: scope, root: root, last: group.ordinal - 1))
    }
  }

  /// The values below a place were made there.
  private mutating func resolve(
    _ spot: Spot, _ placed: PlacedEvent, _ group: EventGroup, _ work: Work
  ) {
    spot.visitLeaves(from: placed.pointer) { leaf, pointer in
      let before: ValueOrigin.Before
      switch placed.event.payload {
      case .before(let text) where pointer == placed.pointer: before = .text(text)
      default:
        before =
          placed.event.kind == .added ? .nothing : group.placeBefore(pointer, in: work.path)
      }
      origins[leaf] = ValueOrigin(
        ordinal: group.ordinal, path: work.path, pointer: pointer, before: before)
    }
  }
}

/// An event with its place.
struct PlacedEvent {
  let pointer: [UInt8]
  let event: IndexEvent
}

extension IndexEvent {
  /// Whether a value is there anew.
  fileprivate var isDecisive: Bool { kind == .changed || kind == .added || kind == .carried }
}

/// What one commit did in one document, deeper places first.
private struct EventGroup {
  let events: [PlacedEvent]

  init(_ events: [PlacedEvent]) { self.events = events }

  var ordinal: Int { events.first?.event.ordinal ?? 0 }

  /// Where the value of a place stood in the version before.
  func placeBefore(_ pointer: [UInt8], in path: GitPath) -> ValueOrigin.Before {
    var tokens = pointer.pointerTokens
    for placed in events where pointer.isPointer(atOrBelow: placed.pointer) {
      let depth = placed.pointer.pointerTokens.count
      guard case .runs(let runs) = placed.event.payload, depth < tokens.count,
        let index = Int(String(decoding: tokens[depth], as: UTF8.self)),
        let old = runs.oldIndex(of: index)
      else { continue }
      tokens[depth] = Array(String(old).utf8)
    }
    for placed in events where pointer.isPointer(atOrBelow: placed.pointer) {
      guard case .source(let path, let source) = placed.event.payload else { continue }
      let rest = tokens[placed.pointer.pointerTokens.count...].pointer
      return .place(path, source + rest)
    }
    return .place(path, tokens[...].pointer)
  }
}

/// A place on the way to values that are sought.
final class Spot {
  var children: [[UInt8]: Spot] = [:]
  var leaves: [Int] = []

  var isEmpty: Bool { children.isEmpty && leaves.isEmpty }

  /// The place that tokens lead to.
  func spot(at tokens: ArraySlice<[UInt8]>, making: Bool = false) -> Spot? {
    guard let token = tokens.first else { return self }
    if children[token] == nil {
      guard making else { return nil }
      children[token] = Spot()
    }
    return children[token]?.spot(at: tokens.dropFirst(), making: making)
  }

  /// Takes out what is at a place, and the way to it where nothing else is on it.
  func detach(at tokens: ArraySlice<[UInt8]>) -> Spot? {
    guard let token = tokens.first else {
      guard !isEmpty else { return nil }
      let all = Spot()
      swap(&all.children, &children)
      swap(&all.leaves, &leaves)
      return all
    }
    guard let child = children[token], let found = child.detach(at: tokens.dropFirst()) else {
      return nil
    }
    if child.isEmpty { children[token] = nil }
    return found
  }

  /// Puts what was taken out at another place.
  func attach(_ spot: Spot, at tokens: ArraySlice<[UInt8]>) {
    guard let token = tokens.first else {
      children = spot.children
      leaves = spot.leaves
      return
    }
    let child = Spot()
    child.attach(spot, at: tokens.dropFirst())
    children[token] = child
  }

  /// Gives the elements of an array the indexes that they had before.
  func reorder(_ runs: [JSONRun]) {
    var moved: [[UInt8]: Spot] = [:]
    for (token, child) in children {
      guard let index = Int(String(decoding: token, as: UTF8.self)),
        let old = runs.oldIndex(of: index)
      else { continue }
      moved[Array(String(old).utf8)] = child
    }
    children = moved
  }

  /// Calls `body` with the values and their places.
  func visitLeaves(from pointer: [UInt8], _ body: (Int, [UInt8]) -> Void) {
    for leaf in leaves { body(leaf, pointer) }
    for (token, child) in children { child.visitLeaves(from: pointer + [0x2F] + token, body) }
  }
}

extension [UInt8] {
  /// The tokens of a pointer, escaped as they stand.
  var pointerTokens: [[UInt8]] {
    isEmpty
      ? [] : dropFirst().split(separator: 0x2F, omittingEmptySubsequences: false).map(Array.init)
  }

  /// Whether one pointer is another or goes on from it.
  func isPointer(atOrBelow other: [UInt8]) -> Bool {
    starts(with: other) && (count == other.count || self[other.count] == 0x2F)
  }
}

extension ArraySlice<[UInt8]> {
  /// The pointer that has these tokens.
  var pointer: [UInt8] { flatMap { [0x2F] + $0 } }
}
