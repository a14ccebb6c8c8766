/// Writes a value over a document so that whatever both share keeps its bytes.
///
/// The members of an object keep their order and places; new ones stand after the member that they
/// follow in the new value, or last where none that stays follows them. The elements of an array
/// stand in the new order.
struct Rewriting {
  let detection: LayoutDetection
  let layout: JSONLayout

  init(_ document: JSONDocument) {
    detection = LayoutDetection(document)
    layout = detection.layout
  }

  /// The bytes that take the place of a container, or nil where nothing changes.
  ///
  /// Both must be of one kind and have content. Recursion is bounded by the depth that the reader
  /// accepted.
  func bytes(for node: JSONNode, as value: JSONValue) -> [UInt8]? {
    switch value {
    case .object(let members): bytes(for: node, as: members)
    case .array(let elements): bytes(for: node, as: elements)
    default: nil
    }
  }

  /// What becomes of a child that stays: its new bytes, or nil where it does not change.
  private func bytes(
    ofChild place: Int, _ old: JSONNode, as value: JSONValue, in edit: inout LazyEdit
  ) -> [UInt8]? {
    if old.kind == value.kind, old.kind.isContainer, !old.isEmpty, !value.isEmptyContainer {
      return bytes(for: old, as: value)
    }
    return old.holds(value) ? nil : edit.edit.replacing(childAt: place, with: value).replacement
  }

  private func bytes(for node: JSONNode, as members: JSONObject) -> [UInt8]? {
    var edit = LazyEdit(detection, layout, node)
    var kept = Set<Int>(minimumCapacity: members.count)
    var items: [ContainerEdit.Item] = []
    var isSame = true
    for (place, member) in node.members.enumerated() {
      guard let target = members.position(of: member.keyNode, near: items.count) else {
        isSame = false
        continue
      }
      kept.insert(target)
      let bytes = bytes(ofChild: place, member.value, as: members.members[target].value, in: &edit)
      if bytes != nil { isSame = false }
      items.append(.old(place, bytes, target: target))
    }
    if kept.count < members.count {
      isSame = false
      items = Self.merging(items, members, kept)
    }
    return isSame ? nil : edit.edit.assembled(items)
  }

  /// The kept members with the new ones after those that they follow.
  private static func merging(
    _ items: [ContainerEdit.Item], _ members: JSONObject, _ kept: Set<Int>
  ) -> [ContainerEdit.Item] {
    var followers: [Int: [ContainerEdit.Item]] = [:]
    var anchor = -1
    for (place, member) in members.members.enumerated() {
      if kept.contains(place) {
        anchor = place
      } else {
        followers[anchor, default: []].append(.new(member.value, key: member.key))
      }
    }
    let trailing = anchor == -1 ? nil : followers.removeValue(forKey: anchor)
    var result = followers[-1] ?? []
    for item in items {
      result.append(item)
      if case .old(_, _, let target) = item { result += followers[target] ?? [] }
    }
    return result + (trailing ?? [])
  }

  private func bytes(for node: JSONNode, as elements: [JSONValue]) -> [UInt8]? {
    let old = Array(node.elements)
    if old.count == elements.count, zip(old, elements).allSatisfy({ $0.holds($1) }) { return nil }
    var edit = LazyEdit(detection, layout, node)
    let alignment = Alignment(old.map(\.value), elements, at: [], identity: .default)
    let items = elements.enumerated().map { (place, value) -> ContainerEdit.Item in
      guard let partner = alignment.partners[place] else { return .new(value, key: nil) }
      let bytes = bytes(ofChild: partner, old[partner], as: value, in: &edit)
      return .old(partner, bytes, target: place)
    }
    return edit.edit.assembled(items)
  }
}

/// An edit of a container that is prepared only when it is needed.
private struct LazyEdit {
  private let detection: LayoutDetection
  private let layout: JSONLayout
  private let container: JSONNode
  private var made: ContainerEdit?

  init(_ detection: LayoutDetection, _ layout: JSONLayout, _ container: JSONNode) {
    self.detection = detection
    self.layout = layout
    self.container = container
  }

  var edit: ContainerEdit {
    mutating get {
      if let made { return made }
      let fresh = ContainerEdit(detection, layout, container: container)
      made = fresh
      return fresh
    }
  }
}

extension JSONObject {
  /// The place of the member whose key a node holds, looked for first where it is expected.
  fileprivate func position(of key: JSONNode, near place: Int) -> Int? {
    if place < count, key.hasText(members[place].key) { return place }
    return position(of: key.string)
  }
}
