extension Machine {
  mutating func position(_ function: Function, _ arguments: [Value]) throws(Failure) -> Value {
    let name = function == .indexOf ? "indexOf" : "lastIndexOf"
    let text = Array(try Self.string(arguments, 0, name).unicodeScalars)
    let part = Array(try Self.string(arguments, 1, name).unicodeScalars)
    try chargeProduct(text.count, part.count)
    let isFirst = function == .indexOf
    var start = isFirst ? 0 : text.count
    if arguments.count > 2 {
      let given = try Self.integer(arguments, 2, name)
      guard given >= 0, given <= text.count else { throw Self.outside(given, of: text.count) }
      start = Int(given)
    }
    let last = text.count - part.count
    guard last >= 0 else { return .int(-1) }
    let places =
      isFirst
      ? Array(stride(from: start, through: last, by: 1))
      : Array(stride(from: min(start, last), through: 0, by: -1))
    let found = places.first { text[$0..<$0 + part.count].elementsEqual(part) }
    return .int(Int64(found ?? -1))
  }

  /// A limit below 0 replaces everywhere; an empty part is found before, between and behind all code points.
  mutating func replaced(_ arguments: [Value]) throws(Failure) -> Value {
    let text = try Self.string(arguments, 0, "replace")
    let part = try Self.string(arguments, 1, "replace")
    let other = try Self.string(arguments, 2, "replace")
    let limit = arguments.count > 3 ? try Self.integer(arguments, 3, "replace") : -1
    let pieces = try cut(text, at: part, most: limit < 0 ? Int.max : Int(limit), isReplacing: true)
    let added = max(0, pieces.count - 1).multipliedReportingOverflow(by: other.utf8.count)
    guard !added.overflow else { throw Failure(.sizeExceeded, "A text would be too long.") }
    try chargeText(text.utf8.count + added.partialValue)
    var result: [UInt8] = []
    for (index, piece) in pieces.enumerated() {
      if index > 0 { result.append(contentsOf: other.utf8) }
      result.append(contentsOf: piece)
    }
    return .string(String(decoding: result, as: UTF8.self))
  }

  /// A limit below 0 gives all pieces, 0 none, and n at most n, the last one with the rest; an
  /// empty separator gives the code points, of which an empty text has none.
  mutating func split(_ arguments: [Value]) throws(Failure) -> Value {
    let text = try Self.string(arguments, 0, "split")
    let separator = try Self.string(arguments, 1, "split")
    let limit = arguments.count > 2 ? try Self.integer(arguments, 2, "split") : -1
    if limit == 0 || (text.isEmpty && separator.isEmpty) { return .list([]) }
    let most = limit < 0 ? Int.max : Int(limit) - 1
    let pieces = try cut(text, at: separator, most: most, isReplacing: false)
    try refuseMore(than: pieces.count - 1)
    try charge(pieces.count)
    return .list(Value.List(pieces.map { .string(String(decoding: $0, as: UTF8.self)) }))
  }

  /// Cuts a text at the first `most` places of a part.
  private mutating func cut(
    _ text: String, at part: String, most: Int, isReplacing: Bool
  ) throws(Failure) -> [ArraySlice<UInt8>] {
    let bytes = Array(text.utf8)
    let wanted = Array(part.utf8)
    try chargeProduct(bytes.count, wanted.count)
    guard !wanted.isEmpty else {
      return Self.cutEverywhere(bytes, most: most, isReplacing: isReplacing)
    }
    var pieces: [ArraySlice<UInt8>] = []
    var start = 0
    var index = 0
    while index + wanted.count <= bytes.count, pieces.count < most {
      if bytes[index] == wanted[0], bytes[index..<index + wanted.count].elementsEqual(wanted) {
        pieces.append(bytes[start..<index])
        index += wanted.count
        start = index
      } else {
        index += 1
      }
    }
    pieces.append(bytes[start...])
    return pieces
  }

  /// An empty part splits a text into its code points, and for a replacement also lies at both ends.
  private static func cutEverywhere(
    _ bytes: [UInt8], most: Int, isReplacing: Bool
  ) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start = 0
    for index in bytes.indices where bytes[index] & 0xC0 != 0x80 {
      guard pieces.count < most else { break }
      guard index > 0 || isReplacing else { continue }
      pieces.append(bytes[start..<index])
      start = index
    }
    if isReplacing, pieces.count < most {
      pieces.append(bytes[start...])
      start = bytes.count
    }
    pieces.append(bytes[start...])
    return pieces
  }
}
