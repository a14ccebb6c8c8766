extension Parser {
  /// Reads what follows a backslash outside of a class.
  mutating func parseEscape() throws(PatternError) -> Atom {
    guard let escaped = peek() else {
      throw error("The pattern ends with a single backslash.", escapeHint("\\"))
    }
    if let named = try parseClassEscape() {
      var contents = ClassContents()
      contents.add(named)
      return Atom(tree: .set(contents.set(negated: false, ignoresCase: flags.ignoresCase)))
    }
    switch (escaped, syntax) {
    case ("b", _): return skipped(assertion(.wordBoundary))
    case ("B", _): return skipped(assertion(.notWordBoundary))
    case ("A", .re2): return skipped(assertion(.textStart))
    case ("z", .re2): return skipped(assertion(.textEnd))
    case ("Q", .re2):
      isQuoting = true
      return skipped(Atom(tree: .empty, isQuantifiable: false))
    case ("C", .re2): throw unsupported("\\C, a single byte,")
    default: return Atom(tree: .set(set(of: try parseScalarEscape())))
    }
  }

  private mutating func skipped(_ atom: Atom) -> Atom {
    position += 1
    return atom
  }

  private func set(of scalar: UInt32) -> ScalarSet { set([scalar...scalar]) }

  /// Reads `d D s S w W p P` and what belongs to it; nil and nothing read when none follows.
  mutating func parseClassEscape() throws(PatternError) -> ClassAtom? {
    guard let escaped = peek() else { return nil }
    let space = syntax == .re2 ? CharacterClass.re2Space : CharacterClass.ecmaSpace
    let found: ClassAtom
    switch escaped {
    case "d": found = .ranges(CharacterClass.digit, negated: false)
    case "D": found = .ranges(CharacterClass.digit, negated: true)
    case "w": found = .ranges(CharacterClass.word, negated: false)
    case "W": found = .ranges(CharacterClass.word, negated: true)
    case "s": found = .ranges(space, negated: false)
    case "S": found = .ranges(space, negated: true)
    case "p", "P":
      position += 1
      return .property(try parseProperty(negated: escaped == "P"))
    default: return nil
    }
    position += 1
    return found
  }

  /// Reads the name after `\p` or `\P`.
  private mutating func parseProperty(negated: Bool) throws(PatternError) -> ScalarSet.Member {
    var isNegated = negated
    var name: String
    if skip("{") {
      guard let text = readText(until: "}") else {
        throw error("The pattern has a property name without its closing \"}\".")
      }
      name = text
    } else if syntax == .re2, let letter = advance() {
      name = String(letter)
    } else {
      throw error("The pattern has \\p without a property name in braces.", "write \"\\p{L}\"")
    }
    if syntax == .re2, name.hasPrefix("^") {
      name.removeFirst()
      isNegated.toggle()
    }
    // Only ASCII names exist; any other could be canonically equal to one of them.
    let isASCII = name.utf8.allSatisfy { $0 < 0x80 }
    guard isASCII, let property = syntax == .re2 ? UnicodeProperty.re2(name) : .ecma(name) else {
      throw error("The pattern names a Unicode property \"\(name)\" that is not known here.")
    }
    return ScalarSet.Member(property: property, negated: isNegated)
  }

  /// Reads an escape that stands for one scalar.
  mutating func parseScalarEscape() throws(PatternError) -> UInt32 {
    guard let escaped = advance() else {
      throw error("The pattern ends with a single backslash.", escapeHint("\\"))
    }
    switch escaped {
    case "f": return 0x0C
    case "n": return 0x0A
    case "r": return 0x0D
    case "t": return 0x09
    case "v": return 0x0B
    case "x": return try parseHexEscape()
    default: break
    }
    let special = syntax == .re2 ? try parseRE2Escape(escaped) : try parseECMAEscape(escaped)
    if let special { return special }
    guard escaped.isASCII, !isAlphanumeric(escaped) else {
      throw error("The pattern has an unknown escape \"\\\(escaped)\".", hint(forEscape: escaped))
    }
    return escaped.value
  }

  private func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "_" && CharacterClass.word.contains(scalar.value)
  }

  private func hint(forEscape escaped: Unicode.Scalar) -> String? {
    switch (escaped, syntax) {
    case ("A", .ecma262): "write \"^\" for the start of the text"
    case ("Z", _), ("z", .ecma262): "write \"$\" for the end of the text"
    case ("h", _): "write \"[0-9A-Fa-f]\" or \"[\\t ]\", as meant"
    default: "write the character without the backslash"
    }
  }
}
