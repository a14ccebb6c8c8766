/// A compiled regular expression that matches in time linear in the length of the subject.
///
/// The expression becomes a Thompson automaton whose states are advanced together, one Unicode
/// scalar at a time, so no subject can make it slow: the cost is at most
/// ``instructionCount`` steps for each scalar. See Russ Cox, "Regular Expression Matching Can Be
/// Simple And Fast" (2007), for the method.
public struct Pattern: Sendable {
  /// Which language the source text is written in.
  public enum Syntax: Sendable, Equatable {
    /// The syntax of RE2, which the Common Expression Language names for `matches`.
    case re2
    /// The syntax of ECMA-262 with the `u` flag, which JSON Schema names for `pattern`.
    ///
    /// Escaped ASCII punctuation, unpaired `]`, `{` and `}`, and a `-` beside a class escape are
    /// read as the literal characters, as ECMA-262 annex B does without the flag.
    case ecma262
  }

  /// The text the pattern was made from.
  public let source: String
  /// The language of ``source``.
  public let syntax: Syntax
  private let program: Program

  /// Compiles a pattern.
  ///
  /// - Parameters:
  ///   - source: the text of the pattern.
  ///   - syntax: the language it is written in.
  ///   - limits: bounds on the size of the compiled form.
  /// - Throws: ``PatternError`` when the text is not a pattern, asks for something that has no
  ///   linear-time match (look-around, back-references), or is over a limit.
  public init(
    _ source: String, syntax: Syntax, limits: PatternLimits = PatternLimits()
  ) throws(PatternError) {
    var parser = Parser(source, syntax: syntax, limits: limits)
    let tree = try parser.parse()
    var compiler = Compiler(limit: limits.instructions)
    self.source = source
    self.syntax = syntax
    self.program = try compiler.compile(tree)
  }

  /// Whether a text obeys the grammar of a syntax, though it may ask for something that has no
  /// linear-time match and therefore cannot be compiled.
  ///
  /// A text that is over the limit on nesting counts as not well formed.
  public static func isWellFormed(_ source: String, syntax: Syntax) -> Bool {
    var parser = Parser(source, syntax: syntax, limits: PatternLimits(), checksOnly: true)
    do throws(PatternError) {
      _ = try parser.parse()
      return parser.referencesAreKnown
    } catch {
      return error.code == .tooLarge
    }
  }

  /// Whether the pattern matches anywhere in a subject.
  ///
  /// The search is not anchored: write `^` and `$` to match the whole subject.
  ///
  /// - Parameter subject: the text to search, taken as a sequence of Unicode scalars.
  public func matches(_ subject: some StringProtocol) -> Bool {
    let found = subject.utf8.withContiguousStorageIfAvailable { program.matches($0) }
    if let found { return found }
    var copy = String(subject)
    return copy.withUTF8 { program.matches($0) }
  }

  /// The number of instructions of the compiled form: the bound on steps for each scalar.
  public var instructionCount: Int { program.instructions.count }
}
