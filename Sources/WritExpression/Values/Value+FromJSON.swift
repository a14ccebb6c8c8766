public import WritJSON

extension Value {
  /// Takes a JSON value.
  ///
  /// A number that is written without a point and an exponent and lies in the range of `int` is an
  /// `int`; every other number is the nearest `double`. Throws where a number is beyond the range of
  /// a double and where the value is nested deeper than 512 levels; such an error has no line.
  public init(json: JSONValue) throws(ExpressionError) {
    var reader = DocumentReader()
    self = try reader.read(json)
  }
}

/// Turns a JSON value into one of the language with a stack of its own instead of recursion.
private struct DocumentReader {
  private var frames: [Frame] = []

  /// A list or map whose parts are not all there yet.
  private struct Frame {
    let keys: [String]
    let parts: [JSONValue]
    let isMap: Bool
    var values: [Value] = []
  }

  mutating func read(_ json: JSONValue) throws(ExpressionError) -> Value {
    var finished = try begin(json)
    while true {
      if let value = finished {
        guard !frames.isEmpty else { return value }
        frames[frames.count - 1].values.append(value)
      }
      let frame = frames[frames.count - 1]
      let isComplete = frame.values.count == frame.parts.count
      finished = isComplete ? close() : try begin(frame.parts[frame.values.count])
    }
  }

  private mutating func close() -> Value {
    let frame = frames.removeLast()
    guard frame.isMap else { return .list(Value.List(frame.values)) }
    var builder = MapBuilder(capacity: frame.keys.count)
    for (key, value) in zip(frame.keys, frame.values) {
      _ = builder.insert(value, for: .string(key))
    }
    return .map(builder.build())
  }

  /// The value of what has no parts; else opens a frame and gives nil.
  private mutating func begin(_ json: JSONValue) throws(ExpressionError) -> Value? {
    switch json {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .string(let value): return .string(value)
    case .number(let number): return try self.number(number)
    case .array(let elements): try open(Frame(keys: [], parts: elements, isMap: false))
    case .object(let object):
      try open(Frame(keys: object.keys, parts: object.values, isMap: true))
    }
    return nil
  }

  private mutating func open(_ frame: Frame) throws(ExpressionError) {
    guard frames.count < Value.deepest else {
      throw fault(.tooDeep, "The document is nested more than \(Value.deepest) levels deep.")
    }
    frames.append(frame)
  }

  private func number(_ number: JSONNumber) throws(ExpressionError) -> Value {
    if let value = Int64(number.text) { return .int(value) }
    guard let value = number.asDouble else {
      throw fault(
        .numberOutOfRange,
        "The number \(number.text.shortened) of the document is outside the range of a double.")
    }
    return .double(value)
  }

  private func fault(_ code: ExpressionError.Code, _ message: String) -> ExpressionError {
    ExpressionError(kind: .evaluation, code: code, line: 0, column: 0, message: message)
  }
}
