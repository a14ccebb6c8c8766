/// What was wrong with a JSON text, a pointer, or an operation on a document.
///
/// The `code` is stable and meant for programs; `message` is a full sentence meant for people.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of failure; raw values never change between versions.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    case emptyInput = "empty-input"
    case tooLarge = "too-large"
    case tooDeep = "too-deep"
    case byteOrderMark = "byte-order-mark"
    case invalidUTF8 = "invalid-utf8"
    case unexpectedEnd = "unexpected-end"
    case unexpectedCharacter = "unexpected-character"
    case trailingText = "trailing-text"
    case comment = "comment"
    case trailingComma = "trailing-comma"
    case missingComma = "missing-comma"
    case missingColon = "missing-colon"
    case badKey = "bad-key"
    case badNumber = "bad-number"
    case leadingZero = "leading-zero"
    case badLiteral = "bad-literal"
    case controlCharacter = "control-character"
    case badEscape = "bad-escape"
    case loneSurrogate = "lone-surrogate"
    case duplicateKey = "duplicate-key"
    case pointerSyntax = "pointer-syntax"
    case pointerNotFound = "pointer-not-found"
    case pointerRoot = "pointer-root"
    case badIndex = "bad-index"
    case numberRange = "number-range"
    case patchForm = "patch-form"
    case patchTestFailed = "patch-test-failed"
  }

  /// The stable kind of failure.
  public var code: Code
  /// A full sentence on what was wrong.
  public var message: String
  /// The line in the text, from 1, or nil where the failure has no place in a text.
  public var line: Int?
  /// The column in the line, from 1, counted in Unicode scalars.
  public var column: Int?
  /// The byte offset in the text, from 0.
  public var offset: Int?
  /// What to do about it, where that is known.
  public var hint: String?

  /// Makes an error; the place is left out where there is none.
  public init(
    code: Code, message: String, line: Int? = nil, column: Int? = nil, offset: Int? = nil,
    hint: String? = nil
  ) {
    self.code = code
    self.message = message
    self.line = line
    self.column = column
    self.offset = offset
    self.hint = hint
  }

  /// Place, message and hint on one line.
  public var description: String {
    var text = ""
    if let line, let column { text = "line \(line), column \(column): " }
    text += message
    if let hint { text += " (\(hint))" }
    return text
  }
}
