extension JSONDocument {
  /// The document with another value at a pointer; all other bytes stay.
  ///
  /// What exists is replaced, and a member is added to an object that exists; an array's index must
  /// exist. A value equal to the present one changes nothing, but a number takes the new spelling;
  /// where a container replaces one of its kind, what both share keeps its bytes and order. What is
  /// written follows the document's own layout. Throws `pointer-not-found` or `bad-index`.
  public func setting(
    _ pointer: JSONPointer, to value: JSONValue
  ) throws(JSONError) -> JSONDocument {
    guard let target = try target(of: pointer) else { return try replacingRoot(with: value) }
    guard let place = target.place else {
      guard target.container.kind == .object else { throw target.error }
      return try inserting(value, at: target)
    }
    return try replacing(target, place, with: value)
  }

  /// The document with a value added at a pointer (RFC 6902, 4.1); all other bytes stay.
  ///
  /// An object's member is replaced where it exists; an array's element moves up, and `-` appends.
  /// Throws `pointer-not-found` or `bad-index`.
  public func adding(
    _ pointer: JSONPointer, _ value: JSONValue
  ) throws(JSONError) -> JSONDocument {
    guard let target = try target(of: pointer) else { return try replacingRoot(with: value) }
    switch (target.container.kind, target.place) {
    case (.object, let place?): return try replacing(target, place, with: value)
    case (.object, nil), (.array, _): return try inserting(value, at: target)
    default: throw target.error
    }
  }

  /// The document without the value at a pointer, its comma and its line; all other bytes stay.
  ///
  /// Throws `pointer-not-found` or `bad-index`, and `pointer-root` for the whole document.
  public func removing(_ pointer: JSONPointer) throws(JSONError) -> JSONDocument {
    guard let target = try target(of: pointer) else {
      throw JSONError(
        code: .pointerRoot, message: "The whole document cannot be removed from itself.")
    }
    guard let place = target.place else { throw target.error }
    let edit = ContainerEdit(self, container: target.container)
    return try applying(edit.removing(childAt: place))
  }

  private func inserting(
    _ value: JSONValue, at target: EditTarget
  ) throws(JSONError) -> JSONDocument {
    let isObject = target.container.kind == .object
    guard let place = target.insertionPlace else { throw target.error }
    let edit = ContainerEdit(self, container: target.container)
    return try applying(edit.inserting(value, key: isObject ? target.token : nil, at: place))
  }

  private func replacing(
    _ target: EditTarget, _ place: Int, with value: JSONValue
  ) throws(JSONError) -> JSONDocument {
    guard let old = target.container.child(target.token), !old.isSpelled(value) else { return self }
    if let document = try rewriting(old, as: value) { return document }
    let edit = ContainerEdit(self, container: target.container)
    return try applying(edit.replacing(childAt: place, with: value))
  }

  private func replacingRoot(with value: JSONValue) throws(JSONError) -> JSONDocument {
    if root.isSpelled(value) { return self }
    if let document = try rewriting(root, as: value) { return document }
    let detection = LayoutDetection(self)
    var writer = JSONWriter(detection.layout)
    // A scalar shows no layout, so a container in its place takes the usual one.
    let lines = detection.isMultiline || !root.kind.isContainer
    writer.write(value, indentation: lines ? [] : nil)
    return try applying(Splice(range: root.byteRange, replacement: writer.bytes))
  }

  /// Edits a container into another of its kind; nil where that does not apply.
  private func rewriting(_ old: JSONNode, as value: JSONValue) throws(JSONError) -> JSONDocument? {
    guard old.kind == value.kind, old.kind.isContainer, !old.isEmpty, !value.isEmptyContainer
    else { return nil }
    guard let bytes = Rewriting(self).bytes(for: old, as: value) else { return self }
    return try applying(Splice(range: old.byteRange, replacement: bytes))
  }

  private func applying(_ splice: Splice) throws(JSONError) -> JSONDocument {
    try JSONDocument(parsing: splice.applied(to: bytes), limits: limits)
  }

  /// Where an edit takes place; nil for the whole document.
  private func target(of pointer: JSONPointer) throws(JSONError) -> EditTarget? {
    guard let parent = pointer.parent, let token = pointer.last else { return nil }
    let container = try root.require(parent)
    return EditTarget(container: container, pointer: parent, token: token)
  }
}

/// A container and the token that names a child in it, present or not.
private struct EditTarget {
  let container: JSONNode
  let pointer: JSONPointer
  let token: String

  /// The place of the child among its siblings, where it exists.
  var place: Int? {
    switch container.kind {
    case .object:
      for (place, member) in container.members.enumerated() where member.keyNode.hasText(token) {
        return place
      }
      return nil
    case .array:
      return JSONPointer.arrayIndex(token).flatMap { $0 < count ? $0 : nil }
    default: return nil
    }
  }

  /// Where a child with that token would be inserted.
  var insertionPlace: Int? {
    if container.kind == .object || token == "-" { return count }
    return JSONPointer.arrayIndex(token).flatMap { $0 <= count ? $0 : nil }
  }

  private var count: Int {
    container.kind == .object
      ? container.members.reduce(0) { sum, _ in sum + 1 }
      : container.elements.reduce(0) { sum, _ in sum + 1 }
  }

  var error: JSONError { container.missing(token, at: pointer) }
}

extension JSONNode {
  /// Whether a value is already what stands here; numbers must be spelled alike.
  fileprivate func isSpelled(_ value: JSONValue) -> Bool {
    if case .number(let number) = value {
      return kind == .number && sourceText.hasSameBytes(as: number.text)
    }
    return holds(value)
  }

  /// Whether a value is already what stands here.
  func holds(_ value: JSONValue) -> Bool {
    if case .string(let text) = value { return kind == .string && hasText(text) }
    return value.kind == kind && self.value == value
  }
}

extension JSONValue {
  /// Whether this is an array or object without content.
  var isEmptyContainer: Bool {
    switch self {
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    default: false
    }
  }
}

extension JSONKind {
  /// Whether values of this kind have content of their own.
  var isContainer: Bool { self == .array || self == .object }
}
