extension ContainerEdit {
  /// A child of the container as it will be.
  enum Item {
    /// The child that stood at a place, with other bytes for its value where it changes inside;
    /// `target` is its place in the new value.
    case old(Int, [UInt8]?, target: Int)
    /// A child that was not there, with its key in an object.
    case new(JSONValue, key: String?)
  }

  /// The whole container with these children; gaps between neighbours that stay stay as they are.
  func assembled(_ items: [Item]) -> [UInt8] {
    let range = container.byteRange
    guard let first = children.first, let last = children.last, !items.isEmpty else {
      return detection.text(range.lowerBound, range.lowerBound + 1)
        + detection.text(range.upperBound - 1, range.upperBound)
    }
    var bytes = detection.text(range.lowerBound, first.range.lowerBound)
    var previous: Item?
    for item in items {
      if let previous { bytes += gap(previous, item) }
      append(item, after: previous, to: &bytes)
      previous = item
    }
    return bytes + detection.text(last.range.upperBound, range.upperBound)
  }

  private func append(_ item: Item, after previous: Item?, to bytes: inout [UInt8]) {
    switch item {
    case .old(let place, let replacement, _):
      let child = children[place]
      let value = child.value.byteRange
      bytes += detection.text(child.range.lowerBound, value.lowerBound)
      bytes += replacement ?? detection.text(value.lowerBound, value.upperBound)
    case .new(let value, let key):
      var place = 0
      if case .old(let neighbour, _, _) = previous { place = neighbour + 1 }
      let anchor = children[min(place, children.count - 1)].range.lowerBound
      let lines = takesLines(value, near: place)
      bytes += self.item(
        value, key: key, indentation: lines ? detection.indentation(at: anchor) : nil)
    }
  }

  /// What stands between two children that will be neighbours.
  private func gap(_ left: Item, _ right: Item) -> [UInt8] {
    switch (left, right) {
    case (.old(let before, _, _), .old(let after, _, _)) where before < after:
      let own = gap(after: before)
      // The last of several on a line leaves the line end to the one before it.
      let other = gap(after: after - 1)
      return !own.contains(0x0A) && other.contains(0x0A) ? other : own
    case (.old(let before, _, _), _): return separator(at: before + 1)
    case (_, .old(let after, _, _)): return separator(at: after)
    default: return separator(at: 0)
    }
  }

  private func gap(after place: Int) -> [UInt8] {
    detection.text(children[place].range.upperBound, children[place + 1].range.lowerBound)
  }
}
