extension Parser {
  /// How often something may occur; no upper bound when `maximum` is nil.
  struct Count {
    var minimum: Int
    var maximum: Int?
  }

  /// The largest count RE2 takes.
  private static let re2Maximum = 1000
  /// Counts are read up to this number, which is over every limit on size.
  private static let saturation = 1 << 30

  /// Wraps an atom into the repetition that follows it, if one does.
  mutating func parseQuantifiers(of atom: Atom) throws(PatternError) -> SyntaxTree {
    let start = position
    guard let count = try parseQuantifier() else { return atom.tree }
    guard atom.isQuantifiable else {
      throw PatternError(
        .syntax, at: start, "The pattern has a quantifier after something it cannot repeat.")
    }
    let second = position
    if try parseQuantifier() != nil {
      throw PatternError(
        .syntax, at: second, "The pattern has two quantifiers in a row.",
        hint: "put what the first one repeats into a group \"(?:...)\"")
    }
    return .repeating(atom.tree, minimum: count.minimum, maximum: count.maximum)
  }

  /// Reads a quantifier with its mark of laziness, which does not change whether there is a match.
  private mutating func parseQuantifier() throws(PatternError) -> Count? {
    let count: Count?
    switch peek() {
    case "*": count = Count(minimum: 0)
    case "+": count = Count(minimum: 1)
    case "?": count = Count(minimum: 0, maximum: 1)
    case "{":
      guard let braces = try parseBraces() else { return nil }
      _ = skip("?")
      return braces
    default: return nil
    }
    position += 1
    _ = skip("?")
    return count
  }

  /// Reads `{n}`, `{n,}` or `{n,m}`; nil and nothing read when the text is not one of these.
  mutating func parseBraces() throws(PatternError) -> Count? {
    let start = position
    guard skip("{"), let minimum = readNumber() else {
      position = start
      return nil
    }
    var maximum: Int? = minimum
    if skip(",") { maximum = readNumber() }
    guard skip("}") else {
      position = start
      return nil
    }
    try check(minimum: minimum, maximum: maximum, at: start)
    return Count(minimum: minimum, maximum: maximum)
  }

  private func check(minimum: Int, maximum: Int?, at start: Int) throws(PatternError) {
    if let maximum, maximum < minimum {
      throw PatternError(
        .syntax, at: start, "The pattern repeats from \(minimum) to \(maximum) times.",
        hint: "write the smaller count first")
    }
    if syntax == .re2, max(minimum, maximum ?? 0) > Self.re2Maximum {
      throw PatternError(
        .tooLarge, at: start,
        "The pattern repeats more than \(Self.re2Maximum) times, which RE2 does not take.")
    }
  }

  /// Reads digits; a number over every limit is as good as the limit.
  mutating func readNumber() -> Int? {
    var number: Int?
    while let digit = peek(), ("0"..."9").contains(digit) {
      let value = (number ?? 0) * 10 + Int(digit.value - 0x30)
      number = min(value, Self.saturation)
      position += 1
    }
    return number
  }
}
