import WritGit
import WritJSON
import WritPolicy

/// What became of a value after a change.
public enum ValueFate: Sendable {
  /// It is still as the change left it.
  case inForce
  /// A later commit changed it, whose story this is.
  case changed(ChangeStory)
  /// A later commit took it back.
  case rolledBack(ChangeStory)

  /// A stable word.
  public var word: String {
    switch self {
    case .inForce: "in-force"
    case .changed: "changed"
    case .rolledBack: "rolled-back"
    }
  }

  /// What changed it, or nil.
  public var story: ChangeStory? {
    switch self {
    case .inForce: nil
    case .changed(let story), .rolledBack(let story): story
    }
  }
}

/// Finds out what became of values.
final class FateFinder {
  private let ledger: Ledger
  private let timeline: Timeline
  private let versions: DocumentVersions
  /// What touched the places that were asked about last.
  private var touches: [ValuePlace: [Int]] = [:]

  init(_ ledger: Ledger, _ timeline: Timeline) {
    self.ledger = ledger
    self.timeline = timeline
    versions = DocumentVersions(ledger, timeline)
  }

  /// A value that a commit made, with what was there before it.
  struct Made {
    let place: ValuePlace
    let before: JSONValue?
    let after: JSONValue?
    let ordinal: Int
  }

  /// What became of a value since.
  func fate(of made: Made) throws -> ValueFate {
    var place = made.place
    var since = made.ordinal
    // A value is followed to where it was carried, which can happen again and again.
    for _ in 0..<100 {
      guard let next = try nextChange(of: place, to: made.after, after: since) else {
        return .inForce
      }
      if next.value == nil, let moved = try destination(of: place, at: next.ordinal) {
        place = moved
        since = next.ordinal
        continue
      }
      if try livesElsewhere(made, place) { return .inForce }
      let commit = try ledger.objects.commit(timeline.commit(next.ordinal).id)
      let story = try ledger.story(of: commit, about: (place, next.value))
      let isBack = story.isRollback || next.value == made.before
      return isBack ? .rolledBack(story) : .changed(story)
    }
    return .inForce
  }

  /// The first later commit at which a place has another value.
  private func nextChange(
    of place: ValuePlace, to value: JSONValue?, after ordinal: Int
  ) throws -> (ordinal: Int, value: JSONValue?)? {
    for candidate in try laterTouches(of: place, after: ordinal) {
      let now: JSONValue?
      switch try versions.version(of: place.path, at: candidate) {
      case .unreadable: continue
      case .document(let document): now = document.root.node(at: place.pointer)?.value
      case nil: now = nil
      }
      if now != value { return (candidate, now) }
    }
    return nil
  }

  private func laterTouches(of place: ValuePlace, after ordinal: Int) throws -> ArraySlice<Int> {
    if touches[place] == nil {
      if touches.count > 1_000 { touches.removeAll(keepingCapacity: true) }
      touches[place] = try timeline.touches(of: place)
    }
    let all = touches[place] ?? []
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if all[middle] <= ordinal { low = middle + 1 } else { high = middle }
    }
    return all[low...]
  }

  /// Where a commit carried a value to that it took away; nil when it did not.
  private func destination(of place: ValuePlace, at ordinal: Int) throws -> ValuePlace? {
    guard ordinal > 0 else { return nil }
    let own = try ledger.roots(ledger.objects.commit(timeline.commit(ordinal).id).tree)
    let parent = try ledger.roots(ledger.objects.commit(timeline.commit(ordinal - 1).id).tree)
    var reader = VersionReader(ledger)
    let changes = try reader.changes(from: parent, to: own) { path in
      try ledger.lastReadable(of: path, timeline.upTo(ordinal - 1).versions(of: path)) {
        try timeline.commit($0).id
      }
    }
    let pointer = Array(place.pointer.description.utf8)
    let moves = changes.flatMap { change in
      change.sources.filter {
        $0.value.path == place.path && pointer.isPointer(atOrBelow: $0.value.pointer)
      }
      .map { (path: change.path, target: $0.key, source: $0.value.pointer) }
    }
    // A part may have gone elsewhere than the document that it was in.
    guard let move = moves.max(by: { $0.source.count < $1.source.count }) else { return nil }
    let rest = pointer.dropFirst(move.source.count)
    return ValuePlace(path: move.path, pointer: try JSONPointer(move.target + rest))
  }

  /// Whether an element of an array that stands at another index now still has the value.
  private func livesElsewhere(_ made: Made, _ place: ValuePlace) throws -> Bool {
    guard place.pointer.tokens.contains(where: { JSONPointer.arrayIndex($0) != nil }),
      case .document(let document) = try versions.version(of: place.path, at: timeline.last)
    else { return false }
    var leaves: [[UInt8]] = []
    document.root.visitLeaves(from: []) { pointer, _ in leaves.append(pointer) }
    let origins = try BlameSweep.origins(of: leaves, below: [], in: place.path, timeline)
    let pointer = Array(made.place.pointer.description.utf8)
    let alive = origins.filter {
      $0.ordinal == made.ordinal && $0.path == made.place.path
        && $0.pointer.isPointer(atOrBelow: pointer)
    }
    return alive.count > 0 && alive.count == made.after?.leafCount
  }
}

extension JSONValue {
  /// The number of scalars and empty containers.
  fileprivate var leafCount: Int {
    switch self {
    case .object(let members) where !members.isEmpty:
      members.reduce(0) { $0 + $1.value.leafCount }
    case .array(let elements) where !elements.isEmpty:
      elements.reduce(0) { $0 + $1.leafCount }
    default: 1
    }
  }
}

extension Timeline {
  /// The commits that touched a place, what is above it or what is below it, oldest first.
  func touches(of place: ValuePlace) throws -> [Int] {
    var found = Set<Int>()
    if place.pointer.isRoot { found = Set(try versions(of: place.path).map(\.ordinal)) }
    for depth in 0...place.pointer.tokens.count {
      let part = JSONPointer(tokens: Array(place.pointer.tokens.prefix(depth))).description
      for event in try events(IndexKey(path: place.path, pointer: Array(part.utf8))) {
        found.insert(event.ordinal)
      }
    }
    let below = Array("\(place.pointer)/".utf8)
    try events(under: IndexKey.beginning(path: place.path, pointer: below)) { _, event in
      found.insert(event.ordinal)
    }
    return found.sorted()
  }
}
