public import WritJSON

/// What happens to one file under `policies/` or `governance/`.
public struct DocumentChange: Sendable {
  /// The path in the repository.
  public let path: String
  /// The document's name, or nil for a file that is no JSON document.
  public let name: DocumentName?
  /// The content before; nil when there was none or it is no JSON document.
  public let before: JSONValue?
  /// The content after; nil when there is none or it is no JSON document.
  public let after: JSONValue?
  /// The values that differ; none when only the layout does.
  public let changes: [JSONChange]
  /// Whether there is no file any more.
  public let isRemoved: Bool

  /// Compares two versions of a document.
  ///
  /// - Parameter identity: what identifies the elements of arrays.
  public init(
    name: DocumentName, before: JSONValue?, after: JSONValue?, identity: JSONIdentity = .default
  ) {
    path = name.path
    self.name = name
    self.before = before
    self.after = after
    isRemoved = after == nil
    changes = DocumentChange.compare(before, after, identity)
  }

  /// A file that is no JSON document.
  public init(opaque path: String, isRemoved: Bool = false) {
    self.path = path
    self.isRemoved = isRemoved
    name = nil
    before = nil
    after = nil
    changes = []
  }

  private static func compare(
    _ before: JSONValue?, _ after: JSONValue?, _ identity: JSONIdentity
  ) -> [JSONChange] {
    guard let before, let after else {
      return before == nil && after == nil
        ? [] : [JSONChange(pointer: .root, before: before, after: after)]
    }
    return JSONDiff.changes(from: before, to: after, identity: identity)
  }

  /// The name for people: the document's, or the path of an opaque file.
  public var label: String { name?.text ?? path }
}

/// One changed scalar, or one that came or went.
public struct LeafChange: Sendable {
  /// Where.
  public let pointer: JSONPointer
  /// The value before; nil when there was none.
  public let before: JSONValue?
  /// The value after; nil when there is none.
  public let after: JSONValue?
}

extension DocumentChange {
  /// The changes taken apart down to scalars and empty containers, so that a value is seen
  /// wherever the change as written begins.
  ///
  /// An element of an array is followed by its identity, whatever its index: `before` is what this
  /// element had. The pointer is that of the new document, or of the old one for a value that went.
  public var leaves: [LeafChange] { DocumentChange.leaves(of: changes) }

  /// The scalars and empty containers that differ at the same pointer before and after, arrays
  /// compared index by index.
  ///
  /// When all of them have the values of another document, so does every place that changed.
  public var leavesByPlace: [LeafChange] {
    guard let before, let after, !areAtTheirPlaces else { return leaves }
    return DocumentChange.leaves(of: JSONDiff.changesByPlace(from: before, to: after))
  }

  /// Whether all changes are of scalars that no array holds, so that each was where it is.
  private var areAtTheirPlaces: Bool {
    changes.allSatisfy { change in
      change.from == nil && change.before?.isContainer != true && change.after?.isContainer != true
        && !change.pointer.tokens.contains { $0.utf8.first.map(Ascii.isDigit) ?? false }
    }
  }

  private static func leaves(of changes: [JSONChange]) -> [LeafChange] {
    var result: [LeafChange] = []
    for change in changes {
      if change.before?.isContainer != true, change.after?.isContainer != true {
        result.append(
          LeafChange(pointer: change.pointer, before: change.before, after: change.after))
        continue
      }
      var before: [JSONPointer: JSONValue] = [:]
      var order: [JSONPointer] = []
      change.before?.visitLeaves(from: change.pointer) { pointer, value in
        before[pointer] = value
        order.append(pointer)
      }
      change.after?.visitLeaves(from: change.pointer) { pointer, value in
        result.append(
          LeafChange(pointer: pointer, before: before.removeValue(forKey: pointer), after: value))
      }
      for pointer in order {
        guard let value = before[pointer] else { continue }
        result.append(LeafChange(pointer: pointer, before: value, after: nil))
      }
    }
    return result.filter { $0.before != $0.after }
  }
}

extension JSONValue {
  fileprivate var isContainer: Bool {
    switch self {
    case .object, .array: true
    default: false
    }
  }

  /// Calls `body` with every scalar and every empty container below this value.
  ///
  /// Values read from a document are as deep as the reader allows, so the recursion is bounded.
  func visitLeaves(from pointer: JSONPointer, _ body: (JSONPointer, JSONValue) -> Void) {
    switch self {
    case .object(let members) where !members.isEmpty:
      for (key, value) in members { value.visitLeaves(from: pointer.appending(key), body) }
    case .array(let elements) where !elements.isEmpty:
      for (index, value) in elements.enumerated() {
        value.visitLeaves(from: pointer.appending(String(index)), body)
      }
    default: body(pointer, self)
    }
  }
}
