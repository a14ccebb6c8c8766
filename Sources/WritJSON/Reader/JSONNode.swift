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
    return withRaw { text.hasBytes(UnsafeRawBufferPointer($0)) }
  }
}

extension JSONNode {
  /// A member of an object.
  public struct Member: Sendable {
    fileprivate let storage: JSONStorage
    fileprivate let place: Int

    /// The key's string node.
    public var keyNode: JSONNode { JSONNode(storage: storage, index: place) }
    /// The value.
    public var value: JSONNode { JSONNode(storage: storage, index: place + 1) }
    /// The unescaped key.
    public var key: String { keyNode.string }

    /// Whether the unescaped key has exactly these bytes.
    public func hasKey(_ key: String) -> Bool { keyNode.hasText(key) }

    /// Whether the value is a number.
    public var isNumber: Bool { storage.tape[place + 1].kind == .number }

    /// The number of the value, as ``JSONNode/doubleValue``, without a cursor on it.
    public var doubleValue: Double? {
      let node = storage.tape[place + 1]
      guard node.kind == .number else { return nil }
      return storage.bytes.withUnsafeBufferPointer { bytes in
        DecimalText.double(
          of: UnsafeBufferPointer(rebasing: bytes[Int(node.start)..<Int(node.end)]))
      }
    }
  }

  /// The members of an object, walked along the tape.
  public struct Members: Sequence, IteratorProtocol, Sendable {
    private let storage: JSONStorage
    private let end: Int
    private var place: Int

    fileprivate init(_ node: JSONNode) {
      storage = node.storage
      place = node.index + 1
      end = node.node.kind == .object ? node.node.link : place
    }

    /// The next member; nil behind the last one.
    public mutating func next() -> Member? {
      guard place < end else { return nil }
      defer { place = storage.tape[place + 1].link }
      return Member(storage: storage, place: place)
    }
  }

  /// The elements of an array, walked along the tape.
  public struct Elements: Sequence, IteratorProtocol, Sendable {
    private let storage: JSONStorage
    private let end: Int
    private var place: Int

    fileprivate init(_ node: JSONNode) {
      storage = node.storage
      place = node.index + 1
      end = node.node.kind == .array ? node.node.link : place
    }

    /// The next element; nil behind the last one.
    public mutating func next() -> JSONNode? {
      guard place < end else { return nil }
      defer { place = storage.tape[place].link }
      return JSONNode(storage: storage, index: place)
    }
  }

  /// The members of an object in order; none when this is something else.
  public var members: Members { Members(self) }

  /// The elements of an array in order; none when this is something else.
  public var elements: Elements { Elements(self) }

  /// The value of the member with that key, found by a scan; nil when there is none.
  public subscript(key: String) -> JSONNode? { member(key)?.value }

  /// The member with that key.
  func member(_ key: String) -> Member? { members.first { $0.hasKey(key) } }

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
