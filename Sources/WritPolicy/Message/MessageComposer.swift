extension CommitMessage {
  /// Writes a commit message that every reader of git takes apart in the same way.
  ///
  /// The subject is never refused: control characters are escaped, a subject that could be taken
  /// for a trailer, a comment or a divider gets `policy ` before it, and one over 72 Unicode
  /// scalars loses its middle to `...`. The result is read back before it is given out.
  ///
  /// - Parameters:
  ///   - subject: names the policy and the change.
  ///   - body: paragraphs of lines without blank lines.
  ///   - trailers: in the order in which they are to stand; foreign ones are welcome.
  /// - Returns: the bytes, which end with a line feed.
  /// - Throws: `MessageError` with every value that could forge or break a trailer.
  public static func compose(
    subject: String, body: [String], trailers: [Trailer]
  ) throws(MessageError) -> [UInt8] {
    let subject = SubjectLine.make(subject)
    var problems: [MessageProblem] = []
    if subject.isEmpty {
      problems.append(
        MessageProblem(.emptySubject, "The subject is empty.", hint: "Name policy and change."))
    }
    problems += body.compactMap(paragraphProblem)
    problems += trailers.compactMap(trailerProblem)
    if !problems.isEmpty { throw MessageError(problems: problems) }
    let expected = CommitMessage(subject: subject, body: body, trailers: trailers)
    return try expected.verifiedBytes()
  }

  /// The bytes, after making sure that they read back as this message.
  private func verifiedBytes() throws(MessageError) -> [UInt8] {
    var parts = [subject] + body
    if !trailers.isEmpty { parts.append(trailers.map(\.description).text(separatedBy: "\n")) }
    let bytes = Array((parts.text(separatedBy: "\n\n") + "\n").utf8)
    let reading = CommitMessage.read(bytes)
    if !reading.isStrict { throw MessageError(problems: reading.problems) }
    guard reading.message == self else {
      throw MessageError(problems: [
        MessageProblem(
          .notReadBack, "The message would not read back as it was composed.",
          hint: "Keep text that looks like trailers out of the last paragraph of the body.")
      ])
    }
    return bytes
  }

  private static func paragraphProblem(_ paragraph: String) -> MessageProblem? {
    let bytes = Array(paragraph.utf8)
    let lines = MessageLine.split(bytes[...])
    if lines.isEmpty || bytes.last == 0x0A || lines.contains(where: \.isBlank) {
      return MessageProblem(
        .bodyParagraph, "A paragraph of the body is empty or has a blank line in it.",
        hint: "Give each paragraph by itself.")
    }
    for line in lines {
      if let key = line.suspectedKey {
        return MessageProblem(
          .keyElsewhere, "A line of the body could be taken for a trailer `\(key.rawValue)`.",
          key: key, hint: "Reword the line so that it does not begin with the key and a colon.")
      }
    }
    return nil
  }

  private static func trailerProblem(_ trailer: Trailer) -> MessageProblem? {
    if let key = trailer.governanceKey { return key.check(trailer.value) }
    let bytes = Array(trailer.key.utf8)
    let isKey =
      bytes.first.map(Ascii.isAlphanumeric) ?? false
      && bytes.allSatisfy { Ascii.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    if !isKey {
      return MessageProblem(
        .keySyntax, "A trailer key is not letters, digits and hyphens.",
        hint: "Write keys like `Reviewed-by`.")
    }
    return foreignValueProblem(trailer)
  }

  private static func foreignValueProblem(_ trailer: Trailer) -> MessageProblem? {
    if let problem = TextRules.problem(inLine: trailer.value) { return problem }
    let bytes = Array(trailer.value.utf8)
    guard !bytes.isEmpty, bytes.count <= GovernanceKey.valueLimit,
      Ascii.trim(bytes[...]).count == bytes.count
    else {
      return MessageProblem(
        .valueSyntax, "The value of the trailer `\(trailer.key)` is empty, padded or too long.",
        hint: "Give 1 to \(GovernanceKey.valueLimit) bytes without white space at the ends.")
    }
    return nil
  }
}

extension [String] {
  /// The texts with a separator between them.
  ///
  /// `joined` makes the runtime prove that a string is a collection, which costs a short process
  /// more than the joining.
  func text(separatedBy separator: String) -> String {
    var text = ""
    for (number, part) in enumerated() {
      if number > 0 { text += separator }
      text += part
    }
    return text
  }
}
