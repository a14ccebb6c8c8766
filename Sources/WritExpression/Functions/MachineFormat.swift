extension Machine {
  /// `text.format(list)`: `%s %d %f %e %b %o %x %X %%`, with a number of digits for `%f` and `%e` (`%.2f`).
  mutating func formatted(_ arguments: [Value]) throws(Failure) -> Value {
    guard case .string(let pattern) = arguments[0], case .list(let list) = arguments[1] else {
      throw .noOverload("format", arguments)
    }
    let bytes = Array(pattern.utf8)
    var output: [UInt8] = []
    var index = 0
    var used = 0
    while index < bytes.count {
      guard bytes[index] == 0x25 else {
        output.append(bytes[index])
        index += 1
        continue
      }
      let clause = try FormatClause(bytes, at: index)
      index = clause.end
      guard clause.letter != "%" else {
        output.append(0x25)
        continue
      }
      guard used < list.elements.count else {
        throw Failure(
          .badArgument,
          "The text asks for value \(used + 1), but the list has \(list.elements.count).")
      }
      let text = try clause.text(of: list.elements[used])
      used += 1
      try chargeText(output.count + text.utf8.count)
      output.append(contentsOf: text.utf8)
    }
    return .string(String(decoding: output, as: UTF8.self))
  }
}

/// One place of a format text where a value goes.
struct FormatClause {
  let letter: Unicode.Scalar
  let precision: Int
  let end: Int

  init(_ bytes: [UInt8], at start: Int) throws(Failure) {
    var index = start + 1
    var precision = 6
    if index < bytes.count, bytes[index] == Ascii.dot {
      let digits = bytes[(index + 1)...].prefix(while: Ascii.isDigit)
      guard let number = Int(String(decoding: digits, as: UTF8.self)), number <= 100 else {
        throw Failure(.badArgument, "The number of digits of a '%.' clause must be from 0 to 100.")
      }
      precision = number
      index += 1 + digits.count
    }
    guard index < bytes.count else {
      throw Failure(.badArgument, "The text ends within a '%' clause.", hint: "write %% for a '%'")
    }
    letter = Unicode.Scalar(bytes[index])
    self.precision = precision
    end = index + 1
    guard "%sdfebBoxX".unicodeScalars.contains(letter) else {
      throw Failure(
        .badArgument, "There is no clause '%\(letter.isASCII ? String(letter) : "?")'.",
        hint: "there are %s %d %f %e %b %o %x %X and %%")
    }
  }

  func text(of value: Value) throws(Failure) -> String {
    switch letter {
    case "s": return try FormatText.text(of: value)
    case "d": return try decimal(value)
    case "f", "e": return try floating(value)
    default: return try radix(value)
    }
  }

  private func decimal(_ value: Value) throws(Failure) -> String {
    switch value {
    case .int(let value): return String(value)
    case .uint(let value): return String(value)
    case .double(let value): return DoubleText.shortest(value)
    default: throw refused(value)
    }
  }

  private func floating(_ value: Value) throws(Failure) -> String {
    let number: Double
    switch value {
    case .int(let value): number = Double(value)
    case .uint(let value): number = Double(value)
    case .double(let value): number = value
    default: throw refused(value)
    }
    if let name = DoubleText.special(number) { return name }
    let decimal = DecimalExpansion(number)
    return letter == "f" ? decimal.fixed(precision) : decimal.scientific(precision)
  }

  private func radix(_ value: Value) throws(Failure) -> String {
    let base = letter == "b" ? 2 : (letter == "o" ? 8 : 16)
    let isUpper = letter == "X"
    switch value {
    case .int(let value): return String(value, radix: base, uppercase: isUpper)
    case .uint(let value): return String(value, radix: base, uppercase: isUpper)
    case .bool(let value) where letter == "b": return value ? "1" : "0"
    case .string(let value) where base == 16: return Self.hex(Array(value.utf8), isUpper)
    case .bytes(let value) where base == 16: return Self.hex(value, isUpper)
    default: throw refused(value)
    }
  }

  private static func hex(_ bytes: [UInt8], _ isUpper: Bool) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: isUpper) }.joined()
  }

  private func refused(_ value: Value) -> Failure {
    Failure(
      .noMatchingOverload,
      "The clause '%\(letter)' has no text for a value of the type \(value.kind.title).")
  }
}
