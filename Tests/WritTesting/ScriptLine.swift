/// One command of a script, before its variables are put in.
struct ScriptLine: Equatable {
  /// A piece of a word; variables are put in outside of quotes only.
  enum Piece: Equatable {
    case text(String)
    case variable(String)
  }

  /// Counted from 1.
  let number: Int
  /// The line as written.
  let text: String
  /// Whether `!` stands before the command.
  let isNegated: Bool
  /// The words, the command's name first.
  let words: [[Piece]]

  /// Reads a line, or gives nil for a blank line or a comment.
  init?(_ text: String, number: Int) throws {
    var lexer = ScriptLexer(text)
    var words = try lexer.words()
    isNegated = words.first == [.text("!")]
    if isNegated { words.removeFirst() }
    if words.isEmpty, !isNegated { return nil }
    self.number = number
    self.text = text
    self.words = words
  }
}

/// Takes a line apart as a shell does, but for its single quotes: `''` inside of them is one.
private struct ScriptLexer {
  private var rest: Substring
  private var pieces: [ScriptLine.Piece] = []
  private var current = ""
  private var isInWord = false

  init(_ text: String) { rest = text[...] }

  mutating func words() throws -> [[ScriptLine.Piece]] {
    var words: [[ScriptLine.Piece]] = []
    while let next = rest.popFirst() {
      switch next {
      case " ", "\t": endWord(&words)
      case "#" where !isInWord: rest = ""
      case "'":
        isInWord = true
        try quoted()
      case "$":
        isInWord = true
        try variable()
      default:
        isInWord = true
        current.append(next)
      }
    }
    endWord(&words)
    return words
  }

  private mutating func endWord(_ words: inout [[ScriptLine.Piece]]) {
    guard isInWord else { return }
    endText()
    words.append(pieces.isEmpty ? [.text("")] : pieces)
    pieces = []
    isInWord = false
  }

  private mutating func endText() {
    if !current.isEmpty { pieces.append(.text(current)) }
    current = ""
  }

  private mutating func quoted() throws {
    while let next = rest.popFirst() {
      if next != "'" {
        current.append(next)
      } else if rest.first == "'" {
        current.append("'")
        rest.removeFirst()
      } else {
        return
      }
    }
    throw ScriptError("a quote has no end")
  }

  /// `$NAME` or `${NAME}`; a dollar before anything else is itself.
  private mutating func variable() throws {
    let isBraced = rest.first == "{"
    if isBraced { rest.removeFirst() }
    let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    rest = rest[name.endIndex...]
    if isBraced {
      guard rest.popFirst() == "}", !name.isEmpty else {
        throw ScriptError("a variable in braces has no end")
      }
    }
    guard !name.isEmpty else {
      current.append("$")
      return
    }
    endText()
    pieces.append(.variable(String(name)))
  }
}

/// What went wrong in one command.
struct ScriptError: Error {
  let message: String
  init(_ message: String) { self.message = message }
}
