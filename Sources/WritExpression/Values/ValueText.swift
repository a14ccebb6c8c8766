extension Value {
  /// The value in a form for messages, short whatever it is.
  var shown: String {
    switch self {
    case .null: "null"
    case .bool(let value): String(value)
    case .int(let value): String(value)
    case .uint(let value): "\(value)u"
    case .double(let value): DoubleText.shortest(value)
    case .string(let value): "'\(value.shortened)'"
    case .bytes(let value): "bytes(\(value.count))"
    case .list(let value): "list(\(value.elements.count))"
    case .map(let value): "map(\(value.count))"
    case .timestamp(let value): value.description
    case .duration(let value): value.description
    case .type(let value): value.rawValue
    case .optional: "optional"
    }
  }
}

extension String {
  /// At most 40 code points of the text, without control characters.
  var shortened: String {
    var text = ""
    for (count, scalar) in unicodeScalars.enumerated() {
      if count == 40 { return text + "..." }
      let category = scalar.properties.generalCategory
      text.unicodeScalars.append(category == .control || category == .format ? "." : scalar)
    }
    return text
  }
}
