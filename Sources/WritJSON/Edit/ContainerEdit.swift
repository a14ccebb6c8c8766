/// Works out which bytes change when a member or element comes, goes or is replaced.
struct ContainerEdit {
  let detection: LayoutDetection
  private let layout: JSONLayout
  let container: JSONNode
  let children: [Child]

  /// A member with its key, or an element.
  struct Child {
    var range: Range<Int>
    var value: JSONNode
  }

  init(_ document: JSONDocument, container: JSONNode) {
    let detection = LayoutDetection(document)
    self.init(detection, detection.layout, container: container)
  }

  init(_ detection: LayoutDetection, _ layout: JSONLayout, container: JSONNode) {
    self.container = container
    self.detection = detection
    children =
      container.kind == .object
      ? container.members.map {
        Child(
          range: $0.keyNode.byteRange.lowerBound..<$0.value.byteRange.upperBound, value: $0.value)
      } : container.elements.map { Child(range: $0.byteRange, value: $0) }
    var layout = layout
    // The container's own members show best how its keys and values stand.
    if let first = container.members.first(where: { _ in true }) {
      let gap = detection.text(
        first.keyNode.byteRange.upperBound, first.value.byteRange.lowerBound)
      if !gap.contains(0x0A) { layout.colon = gap }
    }
    self.layout = layout
  }

  /// Puts a new value, with its key in an object, before the child at that place.
  func inserting(_ value: JSONValue, key: String?, at place: Int) -> Splice {
    if children.isEmpty { return filling(value, key: key) }
    let separator = separator(at: place)
    let anchor = place < children.count ? children[place] : children[children.count - 1]
    let lines = takesLines(value, near: place)
    let item = item(
      value, key: key, indentation: lines ? detection.indentation(at: anchor.range.lowerBound) : nil
    )
    if place < children.count {
      let at = anchor.range.lowerBound
      return Splice(range: at..<at, replacement: item + separator)
    }
    let at = anchor.range.upperBound
    return Splice(range: at..<at, replacement: separator + item)
  }

  /// Puts another value in the place of a child's.
  func replacing(childAt place: Int, with value: JSONValue) -> Splice {
    let old = children[place].value
    let lines =
      old.kind == value.kind && !old.isEmpty
      ? detection.hasLineEnd(old.byteRange) : takesLines(value, near: place)
    let item = item(
      value, key: nil,
      indentation: lines ? detection.indentation(at: old.byteRange.lowerBound) : nil)
    return Splice(range: old.byteRange, replacement: item)
  }

  /// Takes a child away, and with it one comma and its line.
  func removing(childAt place: Int) -> Splice {
    let child = children[place].range
    if children.count == 1 {
      let inside = (container.byteRange.lowerBound + 1)..<(container.byteRange.upperBound - 1)
      return Splice(range: inside, replacement: [])
    }
    let last = place == children.count - 1
    if place > 0 {
      let previous = children[place - 1].range.upperBound
      // The last of several on a line leaves the line end to the one before it.
      let endsLine =
        !last && !detection.hasLineEnd(previous..<child.lowerBound)
        && detection.hasLineEnd(child.upperBound..<children[place + 1].range.lowerBound)
      if last || endsLine {
        return Splice(range: previous..<child.upperBound, replacement: [])
      }
    }
    return Splice(
      range: child.lowerBound..<children[place + 1].range.lowerBound, replacement: [])
  }

  /// The first child of a container without any.
  private func filling(_ value: JSONValue, key: String?) -> Splice {
    let range = container.byteRange
    let inside = (range.lowerBound + 1)..<(range.upperBound - 1)
    let isArray = container.kind == .array
    let lines =
      (detection.isMultiline || detection.hasLineEnd(inside))
      && !(isArray && layout.keepsScalarArraysOnOneLine && value.isScalar)
    guard lines else {
      let padding = isArray ? layout.arrayPadding : layout.objectPadding
      return Splice(
        range: inside, replacement: padding + item(value, key: key, indentation: nil) + padding)
    }
    let outer = detection.indentation(at: range.lowerBound)
    let inner = outer + layout.unit
    let item = item(value, key: key, indentation: inner)
    return Splice(
      range: inside, replacement: layout.newline + inner + item + layout.newline + outer)
  }

  /// A child as it is written, with its key in an object.
  func item(_ value: JSONValue, key: String?, indentation: [UInt8]?) -> [UInt8] {
    var writer = JSONWriter(layout)
    if let key { writer.write(key: key) }
    writer.write(value, indentation: indentation)
    return writer.bytes
  }

  /// What stands between neighbours, as found next to that place.
  func separator(at place: Int) -> [UInt8] {
    let first = children[0].range
    guard children.count > 1 else {
      let gap = detection.text(container.byteRange.lowerBound + 1, first.lowerBound)
      return gap.contains(0x0A)
        ? [UInt8(ascii: ",")] + layout.newline + detection.indentation(at: first.lowerBound)
        : layout.comma
    }
    let right = min(max(place, 1), children.count - 1)
    let gap = detection.text(
      children[right - 1].range.upperBound, children[right].range.lowerBound)
    guard gap.count(where: { $0 == 0x0A }) > 1 else { return gap }
    // An empty line between two neighbours is no habit of the container.
    return [UInt8(ascii: ",")] + layout.newline
      + detection.indentation(at: children[right].range.lowerBound)
  }

  /// Whether a container written here takes several lines: as a neighbour of its kind does, else
  /// as the container around it does.
  func takesLines(_ value: JSONValue, near place: Int) -> Bool {
    guard detection.hasLineEnd(container.byteRange) else { return false }
    let before = children.prefix(place).reversed()
    let neighbours = before + Array(children.dropFirst(place))
    let like = neighbours.first { $0.value.kind == value.kind && !$0.value.isEmpty }
    return like.map { detection.hasLineEnd($0.value.byteRange) } ?? true
  }
}

extension JSONNode {
  /// Whether this is a container without content, or a scalar.
  var isEmpty: Bool { node.link == index + 1 }
}
