extension JSONNode {
  /// The truth value, or nil when this is none.
  public var boolValue: Bool? {
    switch node.kind {
    case .no: false
    case .yes: true
    default: nil
    }
  }

  /// Whether this is `null`.
  public var isNull: Bool { node.kind == .null }

  /// The double nearest to the number, or nil when this is no number or one beyond a double's range.
  public var doubleValue: Double? {
    guard node.kind == .number else { return nil }
    return storage.bytes.withUnsafeBufferPointer { bytes in
      DecimalText.double(of: UnsafeBufferPointer(rebasing: bytes[byteRange]))
    }
  }

  /// The whole number, or nil when this is no number or none that an `Int` holds.
  public var intValue: Int? {
    guard node.kind == .number else { return nil }
    return Int(sourceText) ?? value.intValue
  }
}
