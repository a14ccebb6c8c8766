/// Reads the text of a pattern into a syntax tree, by recursive descent of bounded depth.
///
/// What the two syntaxes share stands here; groups, classes and escapes have files of their own.
struct Parser {
  /// The flags of RE2; always at rest for ECMA-262.
  struct Flags {
    var ignoresCase = false
    var multiline = false
    var dotMatchesNewline = false
  }

  /// One thing that a quantifier may follow.
  struct Atom {
    var tree: SyntaxTree
    var isQuantifiable = true
  }

  let syntax: Pattern.Syntax
  let limits: PatternLimits
  private let scalars: [Unicode.Scalar]
  /// Whether what cannot be matched in linear time is read and left out in place of being refused.
  let checksOnly: Bool
  var position = 0
  var flags = Flags()
  /// Whether the reader is between `\Q` and `\E`.
  var isQuoting = false
  var groupNames: Set<[UInt8]> = []
  var groupCount = 0
  /// The groups that back-references ask for; only collected when checking.
  var referencedNames: Set<[UInt8]> = []
  var largestReference = 0
  private var depth = 0

  init(
    _ source: String, syntax: Pattern.Syntax, limits: PatternLimits, checksOnly: Bool = false
  ) {
    self.checksOnly = checksOnly
    self.syntax = syntax
    self.limits = limits
    self.scalars = Array(source.unicodeScalars)
  }

  /// Whether every back-reference names a group.
  var referencesAreKnown: Bool {
    largestReference <= groupCount && referencedNames.isSubset(of: groupNames)
  }

  /// The tree of the whole text.
  mutating func parse() throws(PatternError) -> SyntaxTree {
    let tree = try parseChoice()
    guard isAtEnd else {
      throw PatternError(
        .syntax, at: position, "The pattern closes a group with \")\" that was never opened.",
        hint: escapeHint(")"))
    }
    return tree
  }

  /// Alternatives separated by `|`, up to the end or a `)`.
  mutating func parseChoice() throws(PatternError) -> SyntaxTree {
    depth += 1
    defer { depth -= 1 }
    guard depth <= limits.depth else {
      throw PatternError(
        .tooDeep, at: position, "The pattern nests groups more than \(limits.depth) deep.")
    }
    var branches = [try parseSequence()]
    while skip("|") { branches.append(try parseSequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func parseSequence() throws(PatternError) -> SyntaxTree {
    var parts: [SyntaxTree] = []
    while !isAtEnd, isQuoting || (peek() != "|" && peek() != ")") {
      let atom = try isQuoting ? parseQuoted() : parseAtom()
      parts.append(isQuoting ? atom.tree : try parseQuantifiers(of: atom))
    }
    return .joining(parts)
  }

  private mutating func parseAtom() throws(PatternError) -> Atom {
    let start = position
    switch advance() {
    case "(": return try parseGroup()
    case "[": return Atom(tree: .set(try parseClass(from: start)))
    case "\\": return try parseEscape()
    case ".": return Atom(tree: .set(ScalarSet(dot)))
    case "^": return assertion(flags.multiline ? .lineStart : .textStart)
    case "$": return assertion(flags.multiline ? .lineEnd : .textEnd)
    case "*", "+", "?": throw nothingToRepeat(at: start)
    case "{":
      position = start
      if try parseBraces() != nil { throw nothingToRepeat(at: start) }
      position = start + 1
      return literal("{")
    case .some(let scalar): return literal(scalar)
    case nil: throw error("The pattern ends where something to match was expected.")
    }
  }

  /// A literal between `\Q` and `\E`; ends the quotation when `\E` follows.
  private mutating func parseQuoted() throws(PatternError) -> Atom {
    if skip("\\E") {
      isQuoting = false
      return Atom(tree: .empty, isQuantifiable: false)
    }
    guard let scalar = advance() else { return Atom(tree: .empty, isQuantifiable: false) }
    if skip("\\E") { isQuoting = false }
    return literal(scalar)
  }

  /// An assertion; ECMA-262 with the `u` flag lets no quantifier follow one.
  func assertion(_ assertion: Assertion) -> Atom {
    Atom(tree: .assertion(assertion), isQuantifiable: syntax == .re2)
  }

  /// A scalar that stands for itself.
  func literal(_ scalar: Unicode.Scalar) -> Atom {
    Atom(tree: .set(set([scalar.value...scalar.value])))
  }

  /// A set of ranges under the present flags.
  func set(_ ranges: [ClosedRange<UInt32>]) -> ScalarSet {
    ScalarSet(ScalarRanges(ranges), ignoresCase: flags.ignoresCase)
  }

  private var dot: ScalarRanges {
    switch syntax {
    case .ecma262: CharacterClass.ecmaDot
    case .re2: flags.dotMatchesNewline ? CharacterClass.any : CharacterClass.re2Dot
    }
  }
}

// MARK: - Reading

extension Parser {
  var isAtEnd: Bool { position >= scalars.count }

  /// The scalar some places ahead, without reading it.
  func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    position + ahead < scalars.count ? scalars[position + ahead] : nil
  }

  /// Reads one scalar.
  mutating func advance() -> Unicode.Scalar? {
    guard let scalar = peek() else { return nil }
    position += 1
    return scalar
  }

  /// Reads a text if it comes next.
  mutating func skip(_ text: String) -> Bool {
    var ahead = 0
    for scalar in text.unicodeScalars {
      guard peek(ahead) == scalar else { return false }
      ahead += 1
    }
    position += ahead
    return true
  }

  /// Reads up to a closing scalar, which is read too; nil and nothing read when there is none.
  mutating func readText(until close: Unicode.Scalar) -> String? {
    guard let end = scalars[position...].firstIndex(of: close) else { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[position..<end])
    position = end + 1
    return String(text)
  }

  /// A syntax error at the present place.
  func error(_ message: String, _ hint: String? = nil) -> PatternError {
    PatternError(.syntax, at: max(0, min(position, scalars.count) - 1), message, hint: hint)
  }

  /// An error for a construct that is valid but not offered.
  func unsupported(_ construct: String, _ hint: String? = nil) -> PatternError {
    PatternError(
      .unsupported, at: max(0, position - 1),
      "\(construct) is not supported: patterns here are matched in linear time.", hint: hint)
  }

  /// How to write a character that has a meaning of its own.
  func escapeHint(_ character: String) -> String {
    "write \"\\\(character)\" for the character itself"
  }

  private func nothingToRepeat(at place: Int) -> PatternError {
    PatternError(
      .syntax, at: place, "The pattern has a quantifier with nothing before it to repeat.",
      hint: "put a backslash before it to match the character itself")
  }
}
