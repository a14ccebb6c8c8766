import WritJSON

/// What a schema is applied to: a value, or a container of a document with so much text that its value
/// as a whole would take many times the memory of the text.
///
/// Such a container is gone through as it was read, and its parts become values one after the other.
enum Instance {
  case whole(JSONValue)
  case large(JSONNode)

  /// A value as it was read; a container with more bytes than `limit` is not made a value.
  init(_ node: JSONNode, limit: Int) {
    let isContainer = node.kind == .object || node.kind == .array
    self = isContainer && node.byteRange.count > limit ? .large(node) : .whole(node.value)
  }

  /// The value, for what compares it as a whole.
  var value: JSONValue {
    switch self {
    case .whole(let value): value
    case .large(let node): node.value
    }
  }

  /// As much of the value as a sentence can show.
  var excerpt: JSONValue {
    switch self {
    case .whole(let value): return value
    case .large(let node):
      let shown = 60
      if node.kind == .array {
        return .array(
          node.elements.prefix(shown).map { Instance($0, limit: Self.shownLimit).excerpt })
      }
      return .object(
        JSONObject(
          node.members.prefix(shown).map {
            (key: $0.key, value: Instance($0.value, limit: Self.shownLimit).excerpt)
          }))
    }
  }

  /// Parts with more text than this are cut in a sentence anyway.
  private static let shownLimit = 4_096
}

/// The elements of an array that a schema is applied to.
struct InstanceElements: Sequence {
  private enum Source {
    case whole([JSONValue])
    case large(JSONNode, limit: Int)
  }

  private let source: Source
  let count: Int

  init(_ elements: [JSONValue]) {
    source = .whole(elements)
    count = elements.count
  }

  init(of node: JSONNode, limit: Int) {
    source = .large(node, limit: limit)
    count = node.elements.reduce(0) { count, _ in count + 1 }
  }

  /// All values, for what compares them with each other.
  var values: [JSONValue] {
    switch source {
    case .whole(let elements): elements
    case .large(let node, _): node.elements.map(\.value)
    }
  }

  func makeIterator() -> Iterator {
    switch source {
    case .whole(let elements): .whole(elements.makeIterator())
    case .large(let node, let limit): .large(AnyIterator(node.elements.makeIterator()), limit)
    }
  }

  enum Iterator: IteratorProtocol {
    case whole(IndexingIterator<[JSONValue]>)
    case large(AnyIterator<JSONNode>, Int)

    mutating func next() -> Instance? {
      switch self {
      case .whole(var elements):
        guard let element = elements.next() else { return nil }
        self = .whole(elements)
        return .whole(element)
      case .large(let elements, let limit):
        return elements.next().map { Instance($0, limit: limit) }
      }
    }
  }
}

/// The members of an object that a schema is applied to, in their order.
struct InstanceMembers: Sequence {
  typealias Element = (key: String, value: Instance)

  private enum Source {
    case whole(JSONObject)
    case large(JSONNode, limit: Int)
  }

  private let source: Source
  let count: Int

  init(_ object: JSONObject) {
    source = .whole(object)
    count = object.count
  }

  init(of node: JSONNode, limit: Int) {
    source = .large(node, limit: limit)
    count = node.members.reduce(0) { count, _ in count + 1 }
  }

  /// Whether a member has this key.
  func contains(key: String) -> Bool {
    switch source {
    case .whole(let object): object.contains(key: key)
    case .large(let node, _): node[key] != nil
    }
  }

  func makeIterator() -> Iterator {
    switch source {
    case .whole(let object): .whole(object.makeIterator())
    case .large(let node, let limit): .large(AnyIterator(node.members.makeIterator()), limit)
    }
  }

  enum Iterator: IteratorProtocol {
    case whole(IndexingIterator<[JSONObject.Element]>)
    case large(AnyIterator<JSONNode.Member>, Int)

    mutating func next() -> Element? {
      switch self {
      case .whole(var members):
        guard let member = members.next() else { return nil }
        self = .whole(members)
        return (member.key, .whole(member.value))
      case .large(let members, let limit):
        return members.next().map { ($0.key, Instance($0.value, limit: limit)) }
      }
    }
  }
}
