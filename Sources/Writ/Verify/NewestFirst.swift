/// A queue that gives the newest first; of equally new ones the one that came in first.
struct NewestFirst<Element> {
  private struct Entry {
    let seconds: Int64
    let order: Int
    let element: Element

    func comes(before other: Entry) -> Bool {
      (seconds, -order) > (other.seconds, -other.order)
    }
  }

  private var heap: [Entry] = []
  private var inserted = 0

  func contains(where predicate: (Element) -> Bool) -> Bool {
    heap.contains { predicate($0.element) }
  }

  /// How new the newest is.
  var newest: Int64? { heap.first?.seconds }

  mutating func insert(_ element: Element, seconds: Int64) {
    inserted += 1
    heap.append(Entry(seconds: seconds, order: inserted, element: element))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].comes(before: heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func popNewest() -> Element? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first.element }
    heap[0] = last
    var parent = 0
    while true {
      var best = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child].comes(before: heap[best]) { best = child }
      }
      if best == parent { return first.element }
      heap.swapAt(parent, best)
      parent = best
    }
  }
}
