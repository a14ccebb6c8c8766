/// The messages of several commits in one, as forges and `git merge --squash` join them: their
/// trailers stand in the midst of it, where no reader of git's takes them for trailers.
public struct JoinedMessage: Sendable {
  /// A line that seems to hold a governance trailer, and why it cannot be read as one.
  public struct Unreadable: Sendable, Equatable {
    /// Counted from 1.
    public let line: Int
    /// Why, as a full sentence.
    public let sentence: String
  }

  /// The trailers of the commits that were joined, one message of nothing else for each paragraph.
  public private(set) var blocks: [CommitMessage] = []
  /// What looks like governance trailers and cannot be read; at most 100 lines are told.
  public private(set) var unreadable: [Unreadable] = []

  /// Takes a message apart.
  ///
  /// A paragraph that holds a line which could be taken for a governance trailer must be trailers
  /// and nothing else, by the strict grammar, but that all of its lines may be indented alike.
  public init(_ message: [UInt8]) {
    let lines = MessageLine.split(message[...])
    for (index, paragraph) in MessageReader.paragraphs(of: lines).enumerated() {
      let bare = JoinedMessage.withoutIndentation(lines[paragraph.lines])
      guard let first = bare.first(where: { $0.suspectedKey != nil }) else { continue }
      let reading = CommitMessage.read(JoinedMessage.message(endingIn: bare))
      // The subject of a message is nobody's trailers.
      if index > 0, reading.isStrict, !reading.message.trailers.isEmpty {
        blocks.append(reading.message)
      } else {
        tell(reading.problems, paragraph.start, orOf: first.number)
      }
    }
    if !blocks.isEmpty, let nul = lines.first(where: { $0.bytes.contains(0) }) {
      unreadable.append(
        Unreadable(line: nul.number, sentence: "A NUL byte ends the message for git."))
    }
  }

  /// The lines behind as many spaces as all of them begin with.
  private static func withoutIndentation(_ lines: ArraySlice<MessageLine>) -> [MessageLine] {
    let widths = lines.map { line -> Int in line.bytes.prefix(while: { $0 == 0x20 }).count }
    let width = widths.min() ?? 0
    return lines.map { MessageLine(bytes: $0.bytes.dropFirst(width), number: $0.number) }
  }

  /// A message whose last paragraph the lines are; they begin on its third line.
  private static func message(endingIn lines: [MessageLine]) -> [UInt8] {
    lines.reduce(into: Array("Joined\n\n".utf8)) { $0 += $1.bytes + [0x0A] }
  }

  private mutating func tell(_ problems: [MessageProblem], _ start: Int, orOf line: Int) {
    let told = problems.map { problem in
      Unreadable(line: problem.line.map { $0 - 2 + start } ?? line, sentence: problem.sentence)
    }
    let other = Unreadable(
      line: line, sentence: "The line could be taken for a trailer, and stands among none.")
    unreadable += (told.isEmpty ? [other] : told).prefix(100 - unreadable.count)
  }
}
