import WritGit
import WritPolicy

/// What was found of the commits of a walk.
struct WalkFindings: Sendable {
  /// The commits of which something is to be told, in the order of the walk once it is finished.
  private(set) var found: [Examined] = []
  /// How many others change nothing that is governed.
  private(set) var others = 0
  /// The values that commits bring, of which a rollback further back may have taken one away.
  private(set) var values = ChunkedList<BroughtValue>()
  /// The applies that commits bring, in no order.
  private(set) var applies = ChunkedList<BroughtApply>()
  /// The commit that the walk keeps at a place; nil for one that turned out to be left out.
  private var commit: @Sendable (Int) -> ObjectID? = { _ in nil }
  /// Whether what is told of a commit that is well is kept too.
  ///
  /// An audit tells of all; a push may bring more commits than anybody wants to remember.
  private let keepsSound: Bool

  init(keepsSound: Bool) { self.keepsSound = keepsSound }

  /// Adds what was found of one commit.
  mutating func add(_ examined: Examined, brings: Bool) {
    let isKept =
      switch examined.outcome {
      // A merge that changes nothing itself may still bring back what was rolled back.
      case .other: brings && examined.isRare
      case .deferred: true
      case .judged: keepsSound || examined.isRare
      }
    if isKept { found.append(examined) } else { others += 1 }
  }

  /// Adds what was found of some commits.
  mutating func add(_ other: WalkFindings, _ brought: Brought) {
    found += other.found
    others += other.others
    for value in brought.values { values.append(value) }
    for apply in brought.applies { applies.append(apply) }
  }

  /// Puts everything into the order of the walk, of which nothing more comes.
  ///
  /// - Parameters:
  ///   - count: how many commits there are; nil where not all were looked at.
  ///   - commit: the commit that the walk keeps at a place, or nil when it is left out.
  mutating func finish(of count: Int?, _ commit: @escaping @Sendable (Int) -> ObjectID?) {
    self.commit = commit
    found.removeAll { commit($0.place) == nil }
    if let count { others = count - found.count }
    found.sort { $0.number < $1.number }
    if applies.contains(where: { commit(Int($0.place)) == nil }) {
      var kept = ChunkedList<BroughtApply>()
      for item in applies where commit(Int(item.place)) != nil { kept.append(item) }
      applies = kept
    }
  }

  /// Takes in where commits land after all: puts everything into an order in which each commit
  /// comes before those on which it builds, and has those judged again of which the walk was wrong.
  mutating func land(again relandings: Relandings) {
    func number(_ place: Int) -> Int { relandings.numbers[place] }
    var waiting = relandings.changed
    found = found.map { examined in
      let number = number(examined.place)
      guard let site = waiting.removeValue(forKey: examined.place) else {
        return examined.numbered(number)
      }
      return Examined(number: number, place: examined.place, id: examined.id)
        .deferred(to: site, relandings.mainline(examined.place))
    }
    for (place, site) in waiting {
      guard let id = commit(place) else { continue }
      others -= 1
      found.append(
        Examined(number: number(place), place: place, id: id)
          .deferred(to: site, relandings.mainline(place)))
    }
    found.sort { $0.number < $1.number }
    var kept = ChunkedList<BroughtApply>()
    for item in applies where !relandings.changed.keys.contains(Int(item.place)) {
      kept.append(
        BroughtApply(
          number: UInt32(clamping: number(Int(item.place))), place: item.place,
          apply: item.apply))
    }
    applies = kept
    for index in 0..<values.count {
      values[index].number = UInt32(clamping: number(Int(values[index].place)))
    }
  }

  // MARK: What the whole walk tells

  /// The commits of which something was told.
  func commitsTold(_ code: Finding.Code) -> Set<ObjectID> {
    Set(found.filter { $0.problem?.findings.contains { $0.code == code } ?? false }.map(\.id))
  }

  /// Refuses commits besides, for what they bring.
  mutating func refuse(_ refusals: [(apply: BroughtApply, finding: Finding)]) {
    if refusals.isEmpty { return }
    var places: [Int: Int] = [:]
    for (index, examined) in found.enumerated() { places[examined.number] = index }
    for (brought, finding) in refusals {
      let number = Int(brought.number)
      let index = places[number] ?? found.count
      if index == found.count {
        places[number] = index
        found.append(
          Examined(number: number, place: Int(brought.place), id: brought.apply.commit))
        others -= 1
      }
      found[index].refuse(finding)
    }
    found.sort { $0.number < $1.number }
  }

  // MARK: Judging again

  /// Judges one of `found` for the first time, whose verdict needed to know the history.
  mutating func update(
    _ index: Int, _ examine: (Examined, inout Brought) throws -> Examined
  ) rethrows {
    var brought = Brought()
    found[index] = try examine(found[index], &brought)
    for apply in brought.applies { applies.append(apply) }
  }

  /// Judges again what brings one of some values, or any value.
  ///
  /// - Parameter wanted: nil for any.
  mutating func update(
    bringing wanted: Set<ValueMark>?, _ examine: (Examined) throws -> Examined
  ) rethrows {
    if wanted?.isEmpty ?? false { return }
    var again: [UInt32: UInt32] = [:]
    for value in values where wanted?.contains(value.mark) ?? true {
      again[value.number] = value.place
    }
    for index in found.indices
    where again.removeValue(forKey: UInt32(found[index].number)) != nil {
      found[index] = try examine(found[index])
    }
    for (number, place) in again {
      guard let id = commit(Int(place)) else { continue }
      let examined = try examine(Examined(number: Int(number), place: Int(place), id: id))
      others -= 1
      add(examined, brings: false)
    }
    found.sort { $0.number < $1.number }
  }
}
