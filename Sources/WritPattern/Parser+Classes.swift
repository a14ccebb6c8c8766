extension Parser {
  /// One element of a class.
  enum ClassAtom {
    case scalar(UInt32)
    case ranges(ScalarRanges, negated: Bool)
    case property(ScalarSet.Member)
  }

  /// What a class has been found to hold so far.
  struct ClassContents {
    var ranges: [ClosedRange<UInt32>] = []
    var negatedRanges: [ScalarRanges] = []
    var members: [ScalarSet.Member] = []

    mutating func add(_ atom: ClassAtom) {
      switch atom {
      case .scalar(let scalar): ranges.append(scalar...scalar)
      case .ranges(let more, negated: false): ranges += more.ranges
      case .ranges(let more, negated: true): negatedRanges.append(more)
      case .property(let member): members.append(member)
      }
    }

    /// The set under given flags.
    func set(negated: Bool, ignoresCase: Bool) -> ScalarSet {
      ScalarSet(
        ScalarRanges(ranges), negatedRanges: negatedRanges, members: members, negated: negated,
        ignoresCase: ignoresCase)
    }
  }

  /// Reads what follows `[`, which stands at `start`.
  mutating func parseClass(from start: Int) throws(PatternError) -> ScalarSet {
    let negated = skip("^")
    var contents = ClassContents()
    // RE2 takes a "]" that comes first as the character; in ECMA-262 it closes an empty class.
    var isFirst = syntax == .re2
    while isFirst || peek() != "]" {
      guard !isAtEnd else {
        throw PatternError(
          .syntax, at: start, "The pattern opens a class with \"[\" that it never closes.",
          hint: escapeHint("["))
      }
      isFirst = false
      try parseClassElement(into: &contents)
    }
    position += 1
    return contents.set(negated: negated, ignoresCase: flags.ignoresCase)
  }

  /// Reads an atom, a bracket class, or a range of two atoms.
  private mutating func parseClassElement(into contents: inout ClassContents) throws(PatternError) {
    if syntax == .re2, let posix = try parsePOSIXClass() { return contents.add(posix) }
    let low = try parseClassAtom()
    guard peek() == "-", let after = peek(1), after != "]" else { return contents.add(low) }
    guard case .scalar(let lower) = low else {
      return try addLiteralHyphen(after: low, into: &contents)
    }
    position += 1
    let high = try parseClassAtom()
    guard case .scalar(let upper) = high else {
      guard syntax == .ecma262 else {
        throw error("The pattern has a class with a range that ends in a class.", escapeHint("-"))
      }
      contents.add(low)
      contents.add(.scalar(0x2D))
      return contents.add(high)
    }
    guard lower <= upper else {
      throw error("The pattern has a class with a range whose ends are out of order.")
    }
    contents.ranges.append(lower...upper)
  }

  /// A `-` after a class such as `\w` is no range: both syntaxes take it as the character, and
  /// ECMA-262 annex B also takes what follows as an atom of its own.
  private mutating func addLiteralHyphen(
    after low: ClassAtom, into contents: inout ClassContents
  ) throws(PatternError) {
    contents.add(low)
    guard syntax == .ecma262 else { return }
    position += 1
    contents.add(.scalar(0x2D))
    contents.add(try parseClassAtom())
  }

  private mutating func parseClassAtom() throws(PatternError) -> ClassAtom {
    guard let scalar = advance() else {
      throw error("The pattern ends inside a class.", escapeHint("["))
    }
    guard scalar == "\\" else { return .scalar(scalar.value) }
    if let named = try parseClassEscape() { return named }
    guard let escaped = peek() else {
      throw error("The pattern ends with a single backslash.", escapeHint("\\"))
    }
    if syntax == .ecma262, escaped == "b" {
      position += 1
      return .scalar(0x08)
    }
    return .scalar(try parseScalarEscape())
  }

  /// Reads `[:name:]` or `[:^name:]`; nil and nothing read when the text is not of that form.
  private mutating func parsePOSIXClass() throws(PatternError) -> ClassAtom? {
    let start = position
    guard skip("[:") else { return nil }
    let negated = skip("^")
    guard let name = readText(until: ":"), skip("]") else {
      position = start
      return nil
    }
    guard let ranges = CharacterClass.posix[name] else {
      throw error("The pattern names a class [:\(name):] that RE2 does not have.")
    }
    return .ranges(ranges, negated: negated)
  }
}
