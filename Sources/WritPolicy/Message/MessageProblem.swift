/// One thing in a commit message that is outside writ's strict grammar.
public struct MessageProblem: Error, Sendable, Equatable {
  /// What is wrong, stable across versions.
  public enum Code: String, Sendable, CaseIterable {
    /// The message has no text.
    case emptyMessage = "empty-message"
    /// Bytes that are not UTF-8.
    case invalidUTF8 = "invalid-utf8"
    /// A carriage return.
    case carriageReturn = "carriage-return"
    /// A NUL byte.
    case nul = "nul"
    /// Another control character, tab included, or a Unicode line separator.
    case controlCharacter = "control-character"
    /// A character that changes the direction of text.
    case bidiCharacter = "bidi-character"
    /// A blank line before the subject, which git's readers treat differently.
    case leadingBlankLine = "leading-blank-line"
    /// A line of white space where the trailers end.
    case blankWithSpaces = "blank-with-spaces"
    /// A line `---`, which some of git's readers take for the end of the message.
    case divider = "divider"
    /// A scissors line, at which git cuts the message off.
    case scissors = "scissors"
    /// A comment line in or after the trailers.
    case commentLine = "comment-line"
    /// A `Conflicts:` block at the end, which git passes over.
    case conflictsBlock = "conflicts-block"
    /// A line among the trailers that is none.
    case notATrailer = "not-a-trailer"
    /// A trailer that goes on over a second line.
    case continuationLine = "continuation-line"
    /// A governance key outside the last paragraph.
    case keyElsewhere = "key-elsewhere"
    /// A governance key in other than its canonical case.
    case keyCase = "key-case"
    /// A governance trailer that is not spelled `Key: value`.
    case trailerSpacing = "trailer-spacing"
    /// A governance key more often than it may stand.
    case keyRepeated = "key-repeated"
    /// `Writ-Evidence` lines that are not in order of their names, or name one twice.
    case evidenceOrder = "evidence-order"
    /// A value without text.
    case emptyValue = "empty-value"
    /// A value over 1,024 bytes.
    case valueTooLong = "value-too-long"
    /// A value that begins or ends with white space.
    case valuePadding = "value-padding"
    /// A value with a line break.
    case valueLineBreak = "value-line-break"
    /// A value that does not have the form its key asks for.
    case valueSyntax = "value-syntax"
    /// A trailer key that is not letters, digits and hyphens.
    case keySyntax = "key-syntax"
    /// A subject without text.
    case emptySubject = "empty-subject"
    /// A body paragraph that is empty or has a blank line in it.
    case bodyParagraph = "body-paragraph"
    /// A message that would not read back as it was composed.
    case notReadBack = "not-read-back"
  }

  /// What is wrong, stable across versions.
  public let code: Code
  /// The problem as one full sentence.
  public let sentence: String
  /// The line of the message, from 1, or nil when the problem has no line.
  public let line: Int?
  /// The governance key concerned, or nil.
  public let key: GovernanceKey?
  /// What to do about it.
  public let hint: String

  init(
    _ code: Code, _ sentence: String, line: Int? = nil, key: GovernanceKey? = nil, hint: String
  ) {
    self.code = code
    self.sentence = sentence
    self.line = line
    self.key = key
    self.hint = hint
  }

  /// The sentence of a text that is no trailer and has the form of one's value.
  ///
  /// - Parameter name: what the text is to who gave it.
  public func sentence(of name: String) -> String {
    guard let key else { return "\(name): \(sentence)" }
    return name + String(decoding: sentence.utf8.dropFirst(key.rawValue.utf8.count), as: UTF8.self)
  }

  /// The same problem, told of a line of a message.
  func at(line: Int) -> MessageProblem {
    MessageProblem(code, sentence, line: line, key: key, hint: hint)
  }

  /// The same problem, told of a governance key.
  func of(_ key: GovernanceKey) -> MessageProblem {
    MessageProblem(code, "\(key.rawValue): \(sentence)", line: line, key: key, hint: hint)
  }
}

/// A commit message that cannot be composed, with everything that stands against it.
public struct MessageError: Error, Sendable, Equatable {
  /// The problems in the order they were met, at least one.
  public let problems: [MessageProblem]
}
