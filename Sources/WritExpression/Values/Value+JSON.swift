public import WritJSON

extension Value {
  /// The value as JSON.
  ///
  /// A timestamp becomes a text of RFC 3339 and a duration one such as `1.500s`, with 0, 3, 6 or 9
  /// digits behind the point as in the JSON of protocol buffers; bytes become base64 (RFC 4648,
  /// section 4), a type its name, an optional its content or `null`. A double that is a whole number is written
  /// with a point (`5.0`). Numbers that JSON does not have become
  /// `"NaN"`, `"Infinity"` and `"-Infinity"`, as the language's own mapping says. Keys of maps become
  /// texts. Throws where two keys become one text and where the result would have more than
  /// 1,000,000 parts or 64 MiB of text, which a small value can have that holds one part many times;
  /// such an error has no line.
  public var json: JSONValue {
    get throws(ExpressionError) {
      var writer = DocumentWriter()
      return try writer.write(self)
    }
  }
}

/// Turns a value into JSON with a stack of its own instead of recursion.
private struct DocumentWriter {
  private static let most = 1_000_000
  private static let longest = 64 << 20
  private var frames: [Frame] = []
  private var parts = 0
  private var text = 0

  /// An array or object whose parts are not all there yet.
  private struct Frame {
    let keys: [String]
    let parts: [Value]
    let isMap: Bool
    var written: [JSONValue] = []
  }

  mutating func write(_ value: Value) throws(ExpressionError) -> JSONValue {
    var finished = try begin(value)
    while true {
      if let json = finished {
        guard !frames.isEmpty else { return json }
        frames[frames.count - 1].written.append(json)
      }
      let frame = frames[frames.count - 1]
      let isComplete = frame.written.count == frame.parts.count
      finished = isComplete ? close() : try begin(frame.parts[frame.written.count])
    }
  }

  private mutating func close() -> JSONValue {
    let frame = frames.removeLast()
    guard frame.isMap else { return .array(frame.written) }
    return .object(JSONObject(zip(frame.keys, frame.written).map { (key: $0.0, value: $0.1) }))
  }

  /// The JSON of what has no parts; else opens a frame and gives nil.
  private mutating func begin(_ value: Value) throws(ExpressionError) -> JSONValue? {
    parts += 1
    guard parts <= Self.most else {
      throw fault(.sizeExceeded, "The result has more than \(Self.most) parts as JSON.")
    }
    var value = value
    while case .optional(let box?) = value { value = box.value }
    switch value {
    case .list(let list): frames.append(Frame(keys: [], parts: list.elements, isMap: false))
    case .map(let map):
      frames.append(Frame(keys: try keys(of: map), parts: map.values, isMap: true))
    case .string(let value):
      try count(value.utf8.count)
      return .string(value)
    case .bytes(let value):
      try count(value.count * 4 / 3)
      return .string(Base64.text(of: value))
    default: return Self.leaf(value)
    }
    return nil
  }

  private mutating func count(_ bytes: Int) throws(ExpressionError) {
    text += bytes
    guard text <= Self.longest else {
      throw fault(.sizeExceeded, "The result has more than \(Self.longest) bytes of text as JSON.")
    }
  }

  private static func leaf(_ value: Value) -> JSONValue {
    switch value {
    case .bool(let value): .bool(value)
    case .int(let value): .number(JSONNumber(value))
    case .uint(let value): .number(JSONNumber(value))
    case .double(let value): double(value)
    case .timestamp(let value): .string(value.text(with: .inThrees))
    case .duration(let value): .string(value.text(with: .inThrees))
    case .type(let value): .string(value.rawValue)
    default: .null
    }
  }

  /// A whole number keeps a point, so that it enters as a double again.
  private static func double(_ value: Double) -> JSONValue {
    guard let number = JSONNumber(value) else { return .string(DoubleText.shortest(value)) }
    let isPlain = number.text.utf8.allSatisfy { Ascii.isDigit($0) || $0 == Ascii.minus }
    guard isPlain else { return .number(number) }
    // JSONNumber has no minus zero, but the language has.
    let text = (value == 0 && value.sign == .minus ? "-0" : number.text) + ".0"
    return .number(JSONNumber(text: text) ?? number)
  }

  private mutating func keys(of map: Value.Map) throws(ExpressionError) -> [String] {
    var names: [String] = []
    var seen: Set<ByteString> = []
    for key in map.keys {
      let name: String
      switch key {
      case .string(let text): name = text
      case .bool(let value): name = String(value)
      case .int(let value): name = String(value)
      case .uint(let value): name = String(value)
      default: name = key.shown
      }
      try count(name.utf8.count)
      guard seen.insert(ByteString(name)).inserted else {
        throw fault(.duplicateKey, "Two keys of a map become the key '\(name.shortened)' of JSON.")
      }
      names.append(name)
    }
    return names
  }

  private func fault(_ code: ExpressionError.Code, _ message: String) -> ExpressionError {
    ExpressionError(kind: .evaluation, code: code, line: 0, column: 0, message: message)
  }
}
