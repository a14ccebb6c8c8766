/// A cursor on one value of a document; cheap to copy.
public struct JSONNode: Sendable {
  let storage: JSONStorage
  let index: Int

  var node: TapeNode { storage.tape[index] }

  /// The kind of value.
  public var kind: JSONKind {
    switch node.kind {
    case .null: .null
    case .no, .yes: .bool
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  /// Where the value stands in the document's bytes, quotation marks and brackets included.
  public var byteRange: Range<Int> { Int(node.start)..<Int(node.end) }

  /// The line and column of the value's first byte.
  public var position: JSONPosition {
    storage.bytes.withUnsafeBufferPointer { JSONPosition(ofByte: Int(node.start), in: $0) }
  }

  /// The line of the value's first byte, from 1.
  public var line: Int { position.line }

  /// The column of the value's first byte, from 1, in Unicode scalars.
  public var column: Int { position.column }

  /// The unescaped string, or nil when this is no string.
  public var stringValue: String? { node.kind == .string ? string : nil }

  /// The bytes between the quotation marks of a string, unescaped.
  var string: String {
    withRaw { raw in
      node.hasEscapes
        ? String(decoding: Unescape.bytes(raw), as: UTF8.self)
        : String(decoding: raw, as: UTF8.self)
    }
  }

  /// Gives the bytes between the quotation marks as they stand.
  private func withRaw<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    let range = (Int(node.start) + 1)..<(Int(node.end) - 1)
    return storage.bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[range]))
    }
  }

  /// Whether this string has exactly these bytes once unescaped.
  func hasText(_ text: String) -> Bool {
    if node.hasEscapes { return string.hasSameBytes(as: text) }
    return withRaw { $0.count == text.utf8.count && $0.elementsEqual(text.utf8) }
  }
}

extension JSONNode {
  /// A member of an object.
  public struct Member: Sendable {
    /// The key's string node.
    public let keyNode: JSONNode
    /// The value.
    public let value: JSONNode
    /// The unescaped key.
    public var key: String { keyNode.string }
  }

  /// The members of an object in order; none when this is something else.
  public var members: some Sequence<Member> & Sendable {
    JSONNodeSequence(self, holds: .object) { storage, place in
      Member(
        keyNode: JSONNode(storage: storage, index: place),
        value: JSONNode(storage: storage, index: place + 1))
    }
  }

  /// The elements of an array in order; none when this is something else.
  public var elements: some Sequence<JSONNode> & Sendable {
    JSONNodeSequence(self, holds: .array) { storage, place in
      JSONNode(storage: storage, index: place)
    }
  }

  /// The value of the member with that key, found by a scan; nil when there is none.
  public subscript(key: String) -> JSONNode? { member(key)?.value }

  /// The member with that key.
  func member(_ key: String) -> Member? { members.first { $0.keyNode.hasText(key) } }

  /// The element at that index, found by a scan; nil when there is none.
  public subscript(index: Int) -> JSONNode? {
    index < 0 ? nil : elements.dropFirst(index).first { _ in true }
  }

  /// The node that a pointer leads to from here, or nil when the path does not exist.
  public func node(at pointer: JSONPointer) -> JSONNode? {
    var current = self
    for token in pointer.tokens {
      guard let next = current.child(token) else { return nil }
      current = next
    }
    return current
  }

  /// The member or element that one token names.
  func child(_ token: String) -> JSONNode? {
    switch kind {
    case .object: self[token]
    case .array: JSONPointer.arrayIndex(token).flatMap { self[$0] }
    default: nil
    }
  }
}

/// Walks the members or elements of a container along the tape.
struct JSONNodeSequence<Element: Sendable>: Sequence, IteratorProtocol, Sendable {
  private let storage: JSONStorage
  private let end: Int
  private let stride: Int
  private let make: @Sendable (JSONStorage, Int) -> Element
  private var place: Int

  init(
    _ node: JSONNode, holds kind: TapeNode.Kind,
    make: @escaping @Sendable (JSONStorage, Int) -> Element
  ) {
    storage = node.storage
    place = node.index + 1
    end = node.node.kind == kind ? node.node.link : place
    stride = kind == .object ? 1 : 0
    self.make = make
  }

  mutating func next() -> Element? {
    guard place < end else { return nil }
    defer { place = storage.tape[place + stride].link }
    return make(storage, place)
  }
}
