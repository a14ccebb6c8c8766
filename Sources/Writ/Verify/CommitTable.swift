import WritGit

/// The commits that a walk met, by their ids and in the order in which they were met, with their
/// parents: some 30 bytes for each, as a history may have many and all are remembered to its end.
struct CommitTable {
  private struct Entry {
    let id: ObjectID
    /// The number of the first parent, with marks of the commits that are hidden, and of approvals.
    var link: UInt32 = Entry.none

    static let hidden: UInt32 = 1 << 31
    static let approval: UInt32 = 1 << 30
    static let none = approval - 1

    var isHidden: Bool { link & Entry.hidden != 0 }
    var isApproval: Bool { link & Entry.approval != 0 }
    var firstParent: Int? { link & Entry.none == Entry.none ? nil : Int(link & Entry.none) }
  }

  /// More commits than this have no number, and no history comes near.
  private static let most = Int(Entry.none)

  private var entries = ChunkedList<Entry>()
  /// The numbers of the commits, each at a place that its id gives or behind it.
  private var slots = [UInt32](repeating: .max, count: 64)
  /// The parents of merges besides the first.
  private var others: [UInt32: [UInt32]] = [:]

  /// How many there are.
  var count: Int { entries.count }

  /// The number of a commit, nil when it was not met.
  func number(of id: ObjectID) -> Int? {
    let found = slots[place(of: id)]
    return found == .max ? nil : Int(found)
  }

  /// The id of a commit.
  func id(_ number: Int) -> ObjectID { entries[number].id }

  /// Adds a commit that was not met before, and gives its number.
  mutating func add(_ id: ObjectID, isHidden: Bool) -> Int {
    let number = entries.count
    precondition(number < CommitTable.most, "a history of a thousand million commits")
    if 4 * (number + 1) > 3 * slots.count { grow() }
    slots[place(of: id)] = UInt32(number)
    entries.append(Entry(id: id))
    if isHidden { hide(number) }
    return number
  }

  /// Whether a commit is reachable from one that was left out.
  func isHidden(_ number: Int) -> Bool { entries[number].isHidden }

  mutating func hide(_ number: Int) { entries[number].link |= Entry.hidden }

  /// Whether a commit does nothing but put an approval beside a record.
  func isApproval(_ number: Int) -> Bool { entries[number].isApproval }

  mutating func markApproval(_ number: Int) { entries[number].link |= Entry.approval }

  /// The first parent, nil when there is none or nobody asked for it.
  func firstParent(_ number: Int) -> Int? { entries[number].firstParent }

  /// The parents, as far as they were met.
  func parents(_ number: Int) -> [Int] {
    let first = entries[number].firstParent.map { [$0] } ?? []
    guard !others.isEmpty, let rest = others[UInt32(number)] else { return first }
    return first + rest.map(Int.init)
  }

  /// Notes the parents of a commit, which were all met.
  mutating func setParents(_ number: Int, _ parents: [Int]) {
    guard let first = parents.first else { return }
    entries[number].link = entries[number].link & ~Entry.none | UInt32(first)
    if parents.count > 1 { others[UInt32(number)] = parents.dropFirst().map(UInt32.init) }
  }

  /// Where the number of a commit is, or would be put.
  private func place(of id: ObjectID) -> Int {
    // Seeded anew in each process, so that nobody can make commits that crowd at one place.
    var place = id.hashValue & (slots.count - 1)
    while slots[place] != .max, entries[Int(slots[place])].id != id {
      place = (place + 1) & (slots.count - 1)
    }
    return place
  }

  private mutating func grow() {
    slots = [UInt32](repeating: .max, count: 2 * slots.count)
    for number in 0..<entries.count { slots[place(of: entries[number].id)] = UInt32(number) }
  }
}
