public import WritJSON

/// One changed value, as a record tells it.
public struct RecordedChange: Sendable, Equatable {
  /// A value as it is recorded: whole, or by digest when it is large (the blobs hold it).
  public enum Value: Sendable, Equatable {
    case whole(JSONValue)
    case digest(Digest)

    init(_ value: JSONValue) throws(JSONError) {
      if value.isShort {
        self = .whole(value)
        return
      }
      let canonical = try value.canonicalBytes(numbers: .exact)
      self =
        canonical.count > RecordedChange.valueLimit ? .digest(Digest(of: canonical)) : .whole(value)
    }
  }

  /// A value whose canonical form has more bytes than this is recorded by digest.
  static let valueLimit = 16_384

  /// The document's name.
  public let document: String
  /// Where in the document.
  public let pointer: String
  /// Where the value stood before, if that was elsewhere: an element that moved or was shifted.
  public let from: String?
  /// The value before, or nil.
  public let before: Value?
  /// The value after, or nil.
  public let after: Value?

  init(_ document: String, _ change: JSONChange) throws(JSONError) {
    self.document = document
    pointer = change.pointer.description
    from = change.from?.description
    before = try change.before.map { (value) throws(JSONError) in try Value(value) }
    after = try change.after.map { (value) throws(JSONError) in try Value(value) }
  }

  /// The changes of some documents, in their order.
  public static func list(_ documents: [DocumentChange]) throws(JSONError) -> [RecordedChange] {
    var result: [RecordedChange] = []
    for document in documents {
      for change in document.changes {
        result.append(try RecordedChange(document.label, change))
      }
    }
    return result
  }

  /// The digest of a list of changes, whatever the order of their documents.
  public static func digest(of changes: [RecordedChange]) throws(JSONError) -> Digest {
    let ordered = changes.enumerated().sorted { left, right in
      let names = (left.element.document, right.element.document)
      if names.0.hasSameBytes(as: names.1) { return left.offset < right.offset }
      return names.0.utf8.lexicographicallyPrecedes(names.1.utf8)
    }
    return try Digest(of: .array(ordered.map(\.element.json)))
  }

  /// The form in records, plans and command output.
  public var json: JSONValue {
    var object: JSONObject = ["policy": .string(document), "pointer": .string(pointer)]
    object["from"] = from.map(JSONValue.string)
    RecordedChange.add(before, "before", to: &object)
    RecordedChange.add(after, "after", to: &object)
    return .object(object)
  }

  private static func add(_ value: Value?, _ key: String, to object: inout JSONObject) {
    switch value {
    case .whole(let whole): object[key] = whole
    case .digest(let digest): object[key + "Digest"] = .string(digest.description)
    case nil: break
    }
  }

  init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(
      value, "the record", at: place,
      known: ["policy", "pointer", "from", "before", "after", "beforeDigest", "afterDigest"])
    document = try form.string("policy")
    pointer = try form.string("pointer")
    from = try form.optionalString("from")
    before = try RecordedChange.read(form, "before")
    after = try RecordedChange.read(form, "after")
  }

  private static func read(_ form: Form, _ key: String) throws(PolicyError) -> Value? {
    if let whole = form.value(key) { return .whole(whole) }
    guard let text = try form.optionalString(key + "Digest") else { return nil }
    guard text.utf8.starts(with: "sha256:".utf8),
      let digest = Digest(hex: Substring(text.utf8.dropFirst(7)))
    else {
      throw form.wrong(key + "Digest", "sha256: and 64 hexadecimal digits")
    }
    return .digest(digest)
  }
}

extension JSONValue {
  /// Whether this is a scalar whose canonical form is short, whatever needs escapes in it.
  fileprivate var isShort: Bool {
    switch self {
    case .null, .bool: true
    case .number(let number): number.text.utf8.count < 100
    case .string(let text): text.utf8.count < 1_000
    case .array, .object: false
    }
  }
}
