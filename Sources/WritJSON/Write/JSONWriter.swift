/// Writes values in a layout.
struct JSONWriter {
  let layout: JSONLayout
  private(set) var bytes: [UInt8] = []

  init(_ layout: JSONLayout) { self.layout = layout }

  /// Writes a value; containers take several lines with this indentation as that of the line they
  /// start in, or one line where it is nil.
  mutating func write(_ value: JSONValue, indentation: [UInt8]?) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let flag): bytes += (flag ? "true" : "false").utf8
    case .number(let number): bytes += number.text.utf8
    case .string(let text): JSONText.append(text, to: &bytes)
    case .array(let elements): write(elements, indentation: indentation)
    case .object(let members): write(members, indentation: indentation)
    }
  }

  /// Writes a key and the colon.
  mutating func write(key: String) {
    JSONText.append(key, to: &bytes)
    bytes += layout.colon
  }

  private mutating func write(_ elements: [JSONValue], indentation: [UInt8]?) {
    var indentation = indentation
    if layout.keepsScalarArraysOnOneLine, elements.allSatisfy(\.isScalar) { indentation = nil }
    bytes.append(UInt8(ascii: "["))
    writeItems(elements, padding: layout.arrayPadding, indentation: indentation) {
      $0.write($1, indentation: $2)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func write(_ members: JSONObject, indentation: [UInt8]?) {
    bytes.append(UInt8(ascii: "{"))
    writeItems(members.members, padding: layout.objectPadding, indentation: indentation) {
      $0.write(key: $1.key)
      $0.write($1.value, indentation: $2)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func writeItems<Item>(
    _ items: [Item], padding: [UInt8], indentation: [UInt8]?,
    _ body: (inout Self, Item, [UInt8]?) -> Void
  ) {
    if items.isEmpty { return }
    let inner = indentation.map { $0 + layout.unit }
    for (place, item) in items.enumerated() {
      if let inner {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes += layout.newline + inner
      } else {
        bytes += place > 0 ? layout.comma : padding
      }
      body(&self, item, inner)
    }
    if let indentation { bytes += layout.newline + indentation } else { bytes += padding }
  }
}

extension JSONValue {
  /// Whether this is neither an array nor an object.
  var isScalar: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }
}
