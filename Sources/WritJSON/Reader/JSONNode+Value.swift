extension JSONNode {
  /// The value without its layout.
  ///
  /// Recursion is bounded by the depth that the reader accepted.
  public var value: JSONValue {
    switch node.kind {
    case .null: .null
    case .no: .bool(false)
    case .yes: .bool(true)
    case .number: .number(JSONNumber(checkedText: sourceText))
    case .string: .string(string)
    case .array: .array(elements.map(\.value))
    case .object:
      .object(JSONObject(uniqueMembers: members.map { (key: $0.key, value: $0.value.value) }))
    }
  }

  /// The source text of this value as it stands in the document.
  public var sourceText: String {
    storage.bytes.withUnsafeBufferPointer { String(decoding: $0[byteRange], as: UTF8.self) }
  }
}
