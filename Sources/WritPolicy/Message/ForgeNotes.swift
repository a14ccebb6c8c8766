/// What `git revert`, and the buttons of forges that do the same, write about the commit that they
/// take back.
public struct RevertNote: Sendable, Equatable {
  /// The commit that is reverted, as 40 hexadecimal digits.
  public let commit: String
  /// For a merge, the parent that is returned to; else nil.
  public let mainline: String?

  private static let start = Array("This reverts commit ".utf8)
  private static let middle = Array(", reversing".utf8)
  private static let next = Array("changes made to ".utf8)

  /// Finds the note in a message; nil when there is none, or more than one.
  ///
  /// Git writes the whole id and ends the sentence behind it; what is written otherwise is text.
  public init?(of message: [UInt8]) {
    guard message.holds(RevertNote.start) else { return nil }
    let lines = message.split(separator: 0x0A, omittingEmptySubsequences: false)
    let found = lines.indices.filter { lines[$0].starts(with: RevertNote.start) }
    guard found.count == 1, let place = found.first else { return nil }
    let rest = lines[place].dropFirst(RevertNote.start.count)
    guard let id = RevertNote.id(rest) else { return nil }
    let end = rest.dropFirst(40)
    commit = id
    if end.elementsEqual(".".utf8) {
      mainline = nil
      return
    }
    guard end.elementsEqual(RevertNote.middle), place + 1 < lines.count,
      lines[place + 1].starts(with: RevertNote.next)
    else { return nil }
    let other = lines[place + 1].dropFirst(RevertNote.next.count)
    guard let parent = RevertNote.id(other), other.dropFirst(40).elementsEqual(".".utf8) else {
      return nil
    }
    mainline = parent
  }

  private static func id(_ text: ArraySlice<UInt8>) -> String? {
    let digits = text.prefix(40)
    let isID =
      digits.count == 40
      && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    return isID ? String(decoding: digits, as: UTF8.self) : nil
  }
}

extension CommitMessage {
  private static let recordKey = Array("Writ-Record:".utf8)

  /// Whether a message names more than one record: a forge has joined the messages of the commits
  /// that it squashed, and the last one's trailers would speak for all.
  public static func joinsRecords(_ message: [UInt8]) -> Bool {
    message.withUnsafeBufferPointer { text in
      var found = 0
      for place in text.indices where text[place] == UInt8(ascii: "W") {
        guard place == 0 || text[place - 1] == 0x0A, text.count - place >= recordKey.count else {
          continue
        }
        if recordKey.indices.allSatisfy({ text[place + $0] == recordKey[$0] }) { found += 1 }
      }
      return found > 1
    }
  }
}

extension [UInt8] {
  /// Whether the bytes hold others.
  public func holds(_ needle: [UInt8]) -> Bool {
    guard let first = needle.first else { return true }
    return withUnsafeBytes { text in
      guard text.count >= needle.count else { return false }
      for start in 0...(text.count - needle.count) where text[start] == first {
        if text[start..<(start + needle.count)].elementsEqual(needle) { return true }
      }
      return false
    }
  }
}
