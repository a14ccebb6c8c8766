/// What was wrong with an expression, where, and what mends it.
public struct ExpressionError: Error, Sendable, Equatable {
  /// The stage that refused: reading the text, checking its names and types, or evaluating it.
  public enum Kind: String, Sendable {
    /// The text is not an expression of the language.
    case parse
    /// A name, a function or a combination of types that cannot be right.
    case check
    /// The expression has no value for these bindings.
    case evaluation
  }

  /// The stage that refused.
  public let kind: Kind
  /// A stable name of the fault, for programs.
  public let code: Code
  /// The line of the fault, from 1; 0 where it lies in a value and not in a text.
  public let line: Int
  /// The column of the fault in code points, from 1.
  public let column: Int
  /// A sentence that says what is wrong.
  public let message: String
  /// What mends it, where that is known.
  public let hint: String?

  /// Makes an error at a place of the source.
  public init(
    kind: Kind, code: Code, line: Int, column: Int, message: String, hint: String? = nil
  ) {
    self.kind = kind
    self.code = code
    self.line = line
    self.column = column
    self.message = message
    self.hint = hint
  }
}

extension ExpressionError {
  /// The stable names of faults.
  public enum Code: String, Sendable, CaseIterable {
    // Reading the text.
    case unexpectedCharacter = "unexpected-character"
    case unterminatedString = "unterminated-string"
    case badEscape = "bad-escape"
    case numberOutOfRange = "number-out-of-range"
    case unexpectedToken = "unexpected-token"
    case reservedWord = "reserved-word"
    case badMacro = "bad-macro"
    case tooDeep = "too-deep"
    case tooLarge = "too-large"
    case unsupported = "unsupported"
    // Checking names and types.
    case unknownName = "unknown-name"
    case unknownFunction = "unknown-function"
    case noMatchingOverload = "no-matching-overload"
    case badPattern = "bad-pattern"
    // Evaluating.
    case unboundVariable = "unbound-variable"
    case noSuchKey = "no-such-key"
    case indexOutOfRange = "index-out-of-range"
    case overflow = "overflow"
    case divisionByZero = "division-by-zero"
    case badConversion = "bad-conversion"
    case badArgument = "bad-argument"
    case badTimeZone = "bad-time-zone"
    case badKey = "bad-key"
    case duplicateKey = "duplicate-key"
    case emptyOptional = "empty-optional"
    case inexactNumber = "inexact-number"
    case costExceeded = "cost-exceeded"
    case sizeExceeded = "size-exceeded"
  }
}

extension ExpressionError: CustomStringConvertible {
  /// The place, the sentence and the hint in one line.
  public var description: String {
    let place = "\(line):\(column): "
    guard let hint else { return place + message }
    return place + message + " (" + hint + ")"
  }
}
