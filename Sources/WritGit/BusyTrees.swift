/// Large trees of which many names are asked one after the other: after some questions all names are
/// known, as each question would read half of the tree.
struct BusyTrees {
  private struct Busy {
    let tree: ObjectID
    var questions = 0
    var entries: [[UInt8]: TreeEntry]?
  }

  /// A side, what it came from, and both ends of a change.
  private static let kept = 6
  /// Smaller trees are read as fast.
  private static let least = 1 << 15
  private static let patience = 16

  private var trees: [Busy] = []

  /// The entry of a name, nil inside when there is none; nil when the names are not known.
  func entry(_ name: ArraySlice<UInt8>, in tree: ObjectID) -> (entry: TreeEntry?, isKnown: Bool)? {
    for busy in trees where busy.tree == tree {
      guard let entries = busy.entries else { return nil }
      return (entries[Array(name)], true)
    }
    return nil
  }

  /// Notes that a name of a tree was asked for.
  mutating func note(_ tree: ObjectID, _ content: UnsafeRawBufferPointer) {
    guard content.count >= BusyTrees.least else { return }
    guard let place = trees.firstIndex(where: { $0.tree == tree }) else {
      if trees.count == BusyTrees.kept { trees.removeFirst() }
      return trees.append(Busy(tree: tree))
    }
    trees[place].questions += 1
    guard trees[place].questions == BusyTrees.patience else { return }
    var reader = TreeReader(content)
    let all = reader.all()
    // Of a tree that is damaged further on the first names may be asked all the same.
    if reader.isDamaged { return }
    trees[place].entries = Dictionary(all.map { ($0.name, $0.entry) }) { _, last in last }
  }
}
