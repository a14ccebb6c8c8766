extension CommitMessage {
  /// Reads a commit message by writ's strict subset of git's grammar.
  ///
  /// The trailers are those that `git log --format=%(trailers:only,unfold)` gives. Bytes that are
  /// not UTF-8 become replacement characters, and a problem.
  ///
  /// - Parameter bytes: the message as the commit object holds it.
  /// - Returns: the parts and the problems; a verdict needs `isStrict`.
  public static func read(_ bytes: [UInt8]) -> MessageReading {
    var reader = MessageReader(bytes)
    reader.judgeText()
    reader.judgeEnds()
    reader.judgeLastParagraph()
    reader.judgeElsewhere()
    return reader.reading(of: bytes)
  }
}

/// One pass over a message; collects problems.
struct MessageReader {
  private let lines: [MessageLine]
  /// The ranges of lines between blank lines.
  private let paragraphs: [Paragraph]
  private var problems: [MessageProblem] = []
  private var mentionsGovernance = false
  /// Whether the last paragraph is trailers as far as one can tell by counting.
  private let endsInTrailers: Bool

  init(_ bytes: [UInt8]) {
    let lines = MessageLine.split(bytes[...])
    self.lines = lines
    paragraphs = MessageReader.paragraphs(of: lines)
    let last = paragraphs.dropFirst().last.map { lines[$0.lines] } ?? []
    endsInTrailers = last.contains {
      $0.separator != nil || $0.isCherryPickNote
    }
  }

  /// Lines that follow each other, by their numbers from 0.
  struct Paragraph {
    let start: Int
    var end: Int

    var lines: Range<Int> { start..<end }
  }

  static func paragraphs(of lines: [MessageLine]) -> [Paragraph] {
    var paragraphs: [Paragraph] = []
    for (number, line) in lines.enumerated() where !line.isBlank {
      if let last = paragraphs.last, last.end == number {
        paragraphs[paragraphs.count - 1].end = number + 1
      } else {
        paragraphs.append(Paragraph(start: number, end: number + 1))
      }
    }
    return paragraphs
  }

  /// Characters, dividers and cut lines are judged on every line.
  mutating func judgeText() {
    for line in lines {
      judgeCharacters(of: line)
      if line.isDivider {
        add(
          .divider, line, "The line begins with `---`, where some readers end the message.",
          hint: "Remove the line or put other text before the hyphens.")
      }
      if line.isScissors {
        add(
          .scissors, line, "The line is a scissors line, at which git cuts the message off.",
          hint: "Remove the line.")
      }
    }
  }

  private mutating func judgeCharacters(of line: MessageLine) {
    if line.isPlain { return }
    guard let text = String(validating: line.bytes, as: UTF8.self) else {
      add(
        .invalidUTF8, line, "The line is not UTF-8.", hint: "Write the message in UTF-8.")
      return
    }
    var told: Set<MessageProblem.Code> = []
    for scalar in text.unicodeScalars {
      guard let problem = TextRules.problem(of: scalar), told.insert(problem.code).inserted
      else { continue }
      append(problem.at(line: line.number))
    }
  }

  /// Blank lines at either end where git's readers differ.
  mutating func judgeEnds() {
    guard let first = paragraphs.first, let last = paragraphs.last else {
      append(
        MessageProblem(
          .emptyMessage, "The message has no text.", hint: "Write a subject and trailers."))
      return
    }
    if first.start > 0 {
      add(
        .leadingBlankLine, lines[0], "A blank line stands before the subject.",
        hint: "Begin the message with its subject.")
    }
    for line in lines[last.end...] where !line.bytes.isEmpty {
      add(
        .blankWithSpaces, line, "A line of white space stands behind the last paragraph.",
        hint: "Remove the line.")
    }
  }

  /// The last paragraph, unless it is the subject, is trailers only or holds none.
  mutating func judgeLastParagraph() {
    guard let range = paragraphs.dropFirst().last?.lines else { return }
    for line in lines[range] where line.isComment {
      add(
        .commentLine, line, "A comment line stands in the last paragraph, where git skips it.",
        hint: "Remove the line.")
    }
    if let line = lines[range].first(where: { $0.equals("Conflicts:") }) {
      add(
        .conflictsBlock, line, "A list of conflicts ends the message, and git passes over it.",
        hint: "Remove the list.")
    }
    guard endsInTrailers else { return }
    for line in lines[range] where !line.isComment { judgeTrailerShape(line) }
    judgeCounts(in: lines[range])
  }

  private mutating func judgeTrailerShape(_ line: MessageLine) {
    if let colon = line.separator {
      if let key = GovernanceKey(ignoringCase: Ascii.trim(line.bytes[..<colon])) {
        judge(line, of: key, colon: colon)
      }
    } else if line.startsWithSpace {
      add(
        .continuationLine, line, "The line continues the trailer above it.",
        hint: "Write each trailer on one line.")
    } else {
      add(
        .notATrailer, line, "The line stands among the trailers but is none.",
        hint: line.isCherryPickNote
          ? "Remove the line; `git cherry-pick` writes it when given `-x`."
          : "Keep the last paragraph to lines of the form `Key: value`.")
    }
  }

  private mutating func judge(_ line: MessageLine, of key: GovernanceKey, colon: Int) {
    mentionsGovernance = true
    let name = Ascii.trim(line.bytes[..<colon])
    if !name.elementsEqual(key.rawValue.utf8) {
      append(
        MessageProblem(
          .keyCase, "The key is not written `\(key.rawValue)`.", line: line.number, key: key,
          hint: "Write the key in its canonical case."))
    }
    let value = line.bytes[(colon + 1)...]
    let trimmed = Ascii.trim(value)
    let isSpelledExactly =
      name.endIndex == colon && value.first == 0x20 && value.dropFirst().elementsEqual(trimmed)
    if !isSpelledExactly, !trimmed.isEmpty {
      append(
        MessageProblem(
          .trailerSpacing, "The trailer is not spelled `\(key.rawValue): value`.",
          line: line.number, key: key,
          hint: "Put one space after the colon and none before it or at the end."))
    }
    guard let text = String(validating: trimmed, as: UTF8.self) else { return }
    // Characters of the line are told once, by judgeCharacters.
    if let problem = key.checkForm(text) { append(problem.at(line: line.number)) }
  }

  private mutating func judgeCounts(in block: ArraySlice<MessageLine>) {
    // A list: there are a dozen keys, and the first set of a type costs a process more.
    var seen: [GovernanceKey] = []
    var lastName: [UInt8]?
    for line in block {
      guard let colon = line.separator,
        let key = GovernanceKey(ignoringCase: Ascii.trim(line.bytes[..<colon]))
      else { continue }
      if key.occurrence != .any, seen.contains(key) {
        append(
          MessageProblem(
            .keyRepeated, "The key `\(key.rawValue)` stands more than once.", line: line.number,
            key: key, hint: "Keep one of them."))
      }
      seen.append(key)
      guard key == .evidence else { continue }
      let name = Array(DigestValue.subject(of: Ascii.trim(line.bytes[(colon + 1)...])))
      if let lastName, !lastName.lexicographicallyPrecedes(name) {
        append(
          MessageProblem(
            .evidenceOrder, "Evidence is not in order of its names, or one name stands twice.",
            line: line.number, key: key, hint: "Sort the lines by the bytes of the names."))
      }
      lastName = name
    }
  }

  /// A governance key may not stand, or seem to stand, outside the trailers.
  mutating func judgeElsewhere() {
    let block = endsInTrailers ? paragraphs.last?.lines : nil
    for (index, line) in lines.enumerated() where block?.contains(index) != true {
      guard let key = line.suspectedKey else { continue }
      mentionsGovernance = true
      append(
        MessageProblem(
          .keyElsewhere, "The line could be taken for a trailer `\(key.rawValue)`.",
          line: line.number, key: key,
          hint: "Put trailers into the last paragraph, after a blank line; reword other text."))
    }
  }

  private mutating func add(
    _ code: MessageProblem.Code, _ line: MessageLine, _ sentence: String, hint: String
  ) {
    append(MessageProblem(code, sentence, line: line.number, hint: hint))
  }

  /// A hostile message must not turn into an endless report.
  private mutating func append(_ problem: MessageProblem) {
    if problems.count < 100 { problems.append(problem) }
  }

  /// Puts the parts together.
  func reading(of bytes: [UInt8]) -> MessageReading {
    let trailers =
      bytes.contains(0)
      ? GitTrailers.read(bytes[...])
      : GitTrailers.read(lines, endsWithLineFeed: bytes.last == 0x0A)
    let title = paragraphs.first.map { lines[$0.lines] } ?? []
    var body = paragraphs.dropFirst()
    if endsInTrailers, !trailers.isEmpty { body.removeLast() }
    let message = CommitMessage(
      subject: title.map(\.withoutTrailingSpace).text(separatedBy: " "),
      body: body.map { lines[$0.lines].map(\.text).text(separatedBy: "\n") },
      trailers: trailers)
    let sorted = problems.enumerated().sorted {
      ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
    }
    return MessageReading(
      message: message, problems: sorted.map(\.element), mentionsGovernance: mentionsGovernance)
  }
}
