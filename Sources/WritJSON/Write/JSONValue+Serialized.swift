extension JSONValue {
  /// The value as a JSON text in insertion order, with LF and with numbers as they were spelled.
  ///
  /// - Parameters:
  ///   - indent: how many spaces a level takes, or nil for one line without white space.
  ///   - finalNewline: whether the text ends with a line end.
  public func serialized(indent: Int? = 2, finalNewline: Bool = true) -> [UInt8] {
    var layout = JSONLayout.compact
    if let indent {
      layout.colon = Array(": ".utf8)
      layout.unit = [UInt8](repeating: 0x20, count: min(max(indent, 0), 64))
    }
    var writer = JSONWriter(layout)
    writer.write(self, indentation: indent == nil ? nil : [])
    return finalNewline ? writer.bytes + [0x0A] : writer.bytes
  }

  /// The value on one line without white space.
  public var compactText: String {
    String(decoding: serialized(indent: nil, finalNewline: false), as: UTF8.self)
  }
}

extension JSONValue: CustomStringConvertible {
  /// The value on one line without white space.
  public var description: String { compactText }
}
