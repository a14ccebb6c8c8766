import WritGit

/// The commits of a walk, and which of them follows which on lines of first parents.
final class ForkGraph {
  let table: CommitTable
  /// The commits that were left out and on which others build.
  let bases: Set<Int>
  private let turned: Set<ObjectID>
  private var heirs: [Int32]

  init(_ walked: WalkedForks.Walked) {
    let table = walked.table
    var heirs = [Int32](repeating: -1, count: table.count)
    for tip in walked.tips {
      var place = table.number(of: tip)
      while let own = place, let parent = table.firstParent(own), heirs[parent] < 0 {
        heirs[parent] = Int32(own)
        place = parent
      }
    }
    var bases = Set<Int>()
    for place in 0..<table.count where !table.isHidden(place) {
      if let parent = table.firstParent(place), heirs[parent] < 0 { heirs[parent] = Int32(place) }
      for parent in table.parents(place) where table.isHidden(parent) { bases.insert(parent) }
    }
    self.table = table
    self.bases = bases
    self.heirs = heirs
    turned = walked.turned
  }

  /// The place of a commit that was walked, or on which one builds that was; nil for any other.
  func place(of id: ObjectID) -> Int? {
    guard let place = table.number(of: id) else { return nil }
    return !table.isHidden(place) || bases.contains(place) ? place : nil
  }

  /// The commit that goes on with the line of one.
  func heir(_ place: Int) -> Int? { heirs[place] < 0 ? nil : Int(heirs[place]) }

  /// Whether another parent of a commit counts as the first than git says.
  func isTurned(_ place: Int) -> Bool { !turned.isEmpty && turned.contains(table.id(place)) }
}
