/// The trailers of a message as `git log --format=%(trailers:only,unfold)` gives them.
///
/// This follows the behaviour of git 2.39 with its default settings: where the block is sought,
/// what ends it, and that a block with a sign-off may hold other lines. It serves foreign
/// trailers; a verdict rests on the strict grammar alone.
enum GitTrailers {
  static func read(_ message: ArraySlice<UInt8>) -> [Trailer] {
    let text = message.prefix { $0 != 0 }
    return read(MessageLine.split(text), endsWithLineFeed: text.last == 0x0A)
  }

  /// The same for a message without NUL bytes that was taken apart already.
  static func read(_ all: [MessageLine], endsWithLineFeed: Bool) -> [Trailer] {
    let lines = Array(all.drop { $0.isBlank })
    let end = blockEnd(of: lines, endsWithLineFeed: endsWithLineFeed)
    guard let start = blockStart(of: lines[..<end]) else { return [] }
    return unfold(lines[start..<end])
  }

  /// Passes over what may follow the block: comments, empty lines and an old conflicts list.
  private static func blockEnd(of lines: [MessageLine], endsWithLineFeed: Bool) -> Int {
    let cut = lines.indices.first {
      lines[$0].equals("# ------------------------ >8 ------------------------")
        && ($0 + 1 < lines.count || endsWithLineFeed)
    }
    let limit = cut ?? lines.count
    var tail: Int?
    var inConflicts = false
    for index in 0..<limit {
      let line = lines[index]
      if line.isComment || line.bytes.isEmpty {
        // Git marks the place by its offset and takes offset 0 for "none".
        if index > 0 { tail = tail ?? index }
      } else if line.equals("Conflicts:"), index + 1 < lines.count || endsWithLineFeed {
        inConflicts = true
        if index > 0 { tail = tail ?? index }
      } else if !(inConflicts && line.bytes.first == 0x09) {
        tail = nil
        inConflicts = false
      }
    }
    return tail ?? limit
  }

  /// Finds the first line of the block, going up from its end to the nearest blank line.
  private static func blockStart(of lines: ArraySlice<MessageLine>) -> Int? {
    let titleEnd = lines.firstIndex { !$0.isComment && $0.isBlank } ?? lines.endIndex
    var tally = Tally()
    var textSeen = false
    for index in lines[titleEnd...].indices.reversed() {
      let line = lines[index]
      if !line.isComment, line.isBlank {
        if !textSeen { continue }
        return tally.isBlock ? index + 1 : nil
      }
      if !line.isComment { textSeen = true }
      tally.count(line)
    }
    return nil
  }

  /// How many lines of a paragraph are trailers, read from its end.
  private struct Tally {
    private var trailers = 0
    private var others = 0
    private var possibleContinuations = 0
    private var madeByGit = false

    mutating func count(_ line: MessageLine) {
      if line.isComment {
        others += possibleContinuations
        possibleContinuations = 0
      } else if line.starts(with: "Signed-off-by: ") || line.isCherryPickNote {
        trailers += 1
        possibleContinuations = 0
        madeByGit = true
      } else if line.separator != nil {
        trailers += 1
        possibleContinuations = 0
      } else if line.startsWithSpace {
        possibleContinuations += 1
      } else {
        others += 1 + possibleContinuations
        possibleContinuations = 0
      }
    }

    var isBlock: Bool {
      let others = others + possibleContinuations
      return (madeByGit && trailers * 3 >= others) || (trailers > 0 && others == 0)
    }
  }

  /// Joins continuation lines to their trailer by one space.
  private static func unfold(_ lines: ArraySlice<MessageLine>) -> [Trailer] {
    var result: [Trailer] = []
    var key: ArraySlice<UInt8>?
    var value: [UInt8] = []
    func flush() {
      guard let name = key else { return }
      result.append(
        Trailer(
          key: String(decoding: Ascii.trim(name), as: UTF8.self),
          value: String(decoding: Ascii.trim(value[...]), as: UTF8.self)))
      key = nil
    }
    for line in lines {
      if key != nil, line.startsWithSpace || line.bytes.isEmpty {
        // The line feed and all the white space behind it become one space.
        if !line.isBlank { value += [0x20] + line.bytes.drop(while: Ascii.isSpace) }
        continue
      }
      flush()
      guard !line.isComment, let colon = line.separator else { continue }
      key = line.bytes[..<colon]
      value = Array(line.bytes[(colon + 1)...].drop(while: Ascii.isSpace))
    }
    flush()
    return result
  }
}
