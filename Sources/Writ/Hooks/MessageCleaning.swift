import WritGit

/// What a hook knows of how git will clean a message before it stores it: `git commit` describes it
/// under `--cleanup`.
///
/// What is not known is not guessed: the message must be acceptable in every way that it can be.
public struct MessageCleaning: Sendable {
  /// Whether an editor was opened for the message, so that its comments go; nil where that is not
  /// known.
  public var isEdited: Bool?
  /// The mode that the command names; nil where it names none.
  public var mode: String?
  /// Whether the message ends where the changes are shown below it; nil where the settings say.
  public var showsChanges: Bool?
  /// Whether the command leaves messages as they are where no mode is named, as those do that take
  /// them from other commits.
  public var isLeftAlone = false
  /// Whether the call itself has settings of how messages are cleaned: no hook can read them as git
  /// does.
  public var hasOwnSettings = false

  /// Nothing is known.
  public init() {}
}

/// One way in which git cleans a message.
struct MessageCleaner: Hashable {
  /// What is taken out of the lines.
  enum Lines {
    /// Nothing.
    case none
    /// Needless white space.
    case whitespace
    /// That, and comments.
    case comments
  }

  var lines: Lines
  /// Whether everything from the scissors on is cut off.
  var isCut: Bool
  /// How comments begin.
  var mark: [UInt8]

  /// The message as git stores it.
  func clean(_ message: [UInt8]) -> [UInt8] {
    let kept = isCut ? message[..<cut(message)] : message[...]
    guard lines != .none else { return Array(kept) }
    var result: [UInt8] = []
    var isGap = false
    for line in kept.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if lines == .comments, line.starts(with: mark) { continue }
      let end = line.lastIndex { !MessageCleaner.blanks.contains($0) }
      guard let end else {
        isGap = true
        continue
      }
      if isGap, !result.isEmpty { result.append(UInt8(ascii: "\n")) }
      isGap = false
      result += line[...end]
      result.append(UInt8(ascii: "\n"))
    }
    return result
  }

  private static let blanks = Array(" \t\r".utf8)
  private static let scissors = Array(
    " ------------------------ >8 ------------------------\n".utf8)

  /// Where the line with the scissors begins, which must be exactly git's; the end without one.
  private func cut(_ message: [UInt8]) -> Int {
    let line = mark + MessageCleaner.scissors
    var start = 0
    while start < message.count {
      if message[start...].starts(with: line) { return start }
      let end = message[start...].firstIndex(of: UInt8(ascii: "\n")) ?? message.count
      start = end + 1
    }
    return message.count
  }
}

extension Ledger {
  /// What git may make of a message, as far as can be known here; never nothing.
  func readings(of message: [UInt8], _ cleaning: MessageCleaning) throws -> [[UInt8]] {
    var result: [[UInt8]] = []
    for cleaner in try cleaners(message, cleaning) {
      let reading = cleaner.clean(message)
      if !result.contains(reading) { result.append(reading) }
    }
    return result
  }

  private func cleaners(
    _ message: [UInt8], _ cleaning: MessageCleaning
  ) throws -> [MessageCleaner] {
    let settings = try repository.configuration()
    let shows = try cleaning.showsChanges ?? settings.bool("commit.verbose") ?? false
    let mode = try cleaning.mode ?? settings.string("commit.cleanup") ?? "default"
    var ways = Ledger.ways(mode, cleaning)
    if cleaning.hasOwnSettings { ways += Ledger.ways("", cleaning) }
    let marks = try commentMarks(message, settings, cleaning)
    return ways.flatMap { way in
      marks.map { MessageCleaner(lines: way.lines, isCut: way.isCut || shows, mark: $0) }
    }
  }

  private typealias Way = (lines: MessageCleaner.Lines, isCut: Bool)

  /// What a mode can mean; all that any does for one that is none.
  private static func ways(_ mode: String, _ cleaning: MessageCleaning) -> [Way] {
    let unedited: Way = (.whitespace, false)
    func ways(edited: Way, unedited: Way) -> [Way] {
      switch cleaning.isEdited {
      case true?: [edited]
      case false?: [unedited]
      case nil: [edited, unedited]
      }
    }
    switch mode {
    case "verbatim": return [(.none, false)]
    case "whitespace": return [unedited]
    case "strip": return [(.comments, false)]
    case "scissors": return ways(edited: (.whitespace, true), unedited: unedited)
    case "default":
      return ways(
        edited: (.comments, false), unedited: cleaning.isLeftAlone ? (.none, false) : unedited)
    default: return [(.none, false), unedited, (.comments, false), (.whitespace, true)]
    }
  }

  /// How comments can begin: newer versions of git have a second name for the setting, and of `auto`
  /// only the message tells what git chose.
  private func commentMarks(
    _ message: [UInt8], _ settings: Configuration, _ cleaning: MessageCleaning
  ) throws -> [[UInt8]] {
    let named = try ["core.commentchar", "core.commentstring"].compactMap {
      try settings.string($0)
    }
    let isAuto = named.contains { $0.lowercased() == "auto" }
    var marks = named.filter { $0.lowercased() != "auto" && !$0.isEmpty }.map { Array($0.utf8) }
    if isAuto || cleaning.hasOwnSettings {
      let begun = Set(message.split(separator: UInt8(ascii: "\n")).compactMap(\.first))
      marks += "#;@!$%^&|:".utf8.filter(begun.contains).map { [$0] }
    }
    return marks.isEmpty ? [Array("#".utf8)] : marks
  }
}
