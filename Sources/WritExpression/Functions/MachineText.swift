extension Machine {
  /// The functions of the `strings` extension. Positions count code points from 0.
  mutating func text(_ function: Function, _ arguments: [Value]) throws(Failure) -> Value {
    switch function {
    case .join: return try join(arguments)
    case .lowerAscii: return .string(try Self.mapAscii(arguments, 0x41...0x5A))
    case .upperAscii: return .string(try Self.mapAscii(arguments, 0x61...0x7A))
    case .trim: return .string(try Self.trimmed(arguments))
    case .quote: return try quoted(arguments)
    case .reverse:
      var reversed = String.UnicodeScalarView()
      reversed.append(
        contentsOf: try Self.string(arguments, 0, "reverse").unicodeScalars.reversed())
      return .string(String(reversed))
    case .charAt: return try Self.character(arguments)
    case .substring: return try Self.substring(arguments)
    case .indexOf, .lastIndexOf: return try position(function, arguments)
    case .replace: return try replaced(arguments)
    case .split: return try split(arguments)
    default: return try formatted(arguments)
    }
  }

  static func string(
    _ arguments: [Value], _ index: Int, _ name: String
  ) throws(Failure) -> String {
    guard case .string(let text) = arguments[index] else { throw .noOverload(name, arguments) }
    return text
  }

  static func integer(
    _ arguments: [Value], _ index: Int, _ name: String
  ) throws(Failure) -> Int64 {
    guard case .int(let value) = arguments[index] else { throw .noOverload(name, arguments) }
    return value
  }

  private mutating func join(_ arguments: [Value]) throws(Failure) -> Value {
    guard case .list(let list) = arguments[0] else { throw .noOverload("join", arguments) }
    let separator = arguments.count > 1 ? try Self.string(arguments, 1, "join") : ""
    var length = separator.utf8.count * max(0, list.elements.count - 1)
    for element in list.elements {
      guard case .string(let text) = element else {
        throw Failure(
          .noMatchingOverload,
          "join() needs a list of strings, not one with a \(element.kind.title).",
          hint: "convert the elements first: xs.map(x, string(x)).join(...)")
      }
      length += text.utf8.count
      try refuseText(of: length)
    }
    try chargeText(length)
    var result = ""
    result.reserveCapacity(length)
    for (index, element) in list.elements.enumerated() {
      if index > 0 { result += separator }
      if case .string(let text) = element { result += text }
    }
    return .string(result)
  }

  private static func mapAscii(
    _ arguments: [Value], _ range: ClosedRange<UInt8>
  ) throws(Failure) -> String {
    let text = try string(arguments, 0, "lowerAscii")
    return String(decoding: text.utf8.map { range.contains($0) ? $0 ^ 0x20 : $0 }, as: UTF8.self)
  }

  private static func trimmed(_ arguments: [Value]) throws(Failure) -> String {
    let scalars = try string(arguments, 0, "trim").unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  private static func character(_ arguments: [Value]) throws(Failure) -> Value {
    let scalars = Array(try string(arguments, 0, "charAt").unicodeScalars)
    let index = try integer(arguments, 1, "charAt")
    guard index >= 0, index <= scalars.count else {
      throw outside(index, of: scalars.count)
    }
    return .string(index == scalars.count ? "" : String(scalars[Int(index)]))
  }

  private static func substring(_ arguments: [Value]) throws(Failure) -> Value {
    let scalars = Array(try string(arguments, 0, "substring").unicodeScalars)
    let start = try integer(arguments, 1, "substring")
    let end =
      arguments.count > 2 ? try integer(arguments, 2, "substring") : Int64(scalars.count)
    guard start >= 0, start <= scalars.count else { throw outside(start, of: scalars.count) }
    guard end >= start, end <= scalars.count else { throw outside(end, of: scalars.count) }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[Int(start)..<Int(end)])
    return .string(String(view))
  }

  static func outside(_ index: Int64, of count: Int) -> Failure {
    Failure(
      .indexOutOfRange, "The position \(index) is outside the text of \(count) code points.")
  }
}
