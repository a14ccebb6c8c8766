import ArgumentParser
import Glibc
import Writ
import WritGit

extension HookCommand {
  struct PrePush: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pre-push",
      abstract: "Refuse to push what the other side would refuse, before anything is sent.")
    @Argument(help: "The name of the remote, or where it is when it has none.")
    var remote: String
    @Argument(help: "Where the remote is.") var location: String?
    @OptionGroup var common: ReportOptions

    func run() throws {
      try PushHook.prePush.run([remote, location].compactMap { $0 }, common)
    }
  }

  struct PreReceive: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pre-receive", abstract: "Refuse a push that brings an ungoverned change.")
    @OptionGroup var common: ReportOptions

    func run() throws { try PushHook.preReceive.run([], common) }
  }

  struct Update: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "update",
      abstract: "Refuse a reference of a push that brings an ungoverned change.",
      discussion: """
        For servers where pre-receive is not free. Git asks it for each reference by itself, so the \
        others of a push may have passed.
        """)
    @Argument(help: "The full name of the reference.") var reference: String
    @Argument(help: "What it points at; zeros for a new one.") var old: String
    @Argument(help: "What it shall point at; zeros for a deletion.") var new: String
    @OptionGroup var common: ReportOptions

    func run() throws { try PushHook.update.run([reference, old, new], common) }
  }
}

/// What git tells a hook about the references of a push, one on a line.
enum PushLines {
  static func read(
    _ form: String, _ parse: (ArraySlice<UInt8>) -> PushedReference?
  ) throws -> [PushedReference] {
    let input = try FileSystem.readAll(STDIN_FILENO, "standard input", limit: 256 << 20)
    return try input.split(separator: UInt8(ascii: "\n")).map { line in
      guard let reference = parse(line) else {
        throw UsageError("'\(String(decoding: line, as: UTF8.self))' is not '\(form)'.")
      }
      return reference
    }
  }

  /// What git tells `update`: a reference, what it points at, and what it shall point at.
  static func update(_ words: [String]) throws -> PushedReference {
    let line = Array("\(words[1]) \(words[2]) \(words[0])".utf8)
    guard let reference = PushedReference(received: line[...]) else {
      throw UsageError("'\(words.joined(separator: " "))' is not 'reference old new'.")
    }
    return reference
  }
}
