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
      common.begin("hook pre-push")
      let references = try PushLines.read("source new reference old", PushedReference.init(pushed:))
      let ledger = try Ledger.open(recovering: false)
      try HookText.finish(try ledger.judgePush(references, to: remote), common)
    }
  }

  struct PreReceive: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pre-receive", abstract: "Refuse a push that brings an ungoverned change.")
    @OptionGroup var common: ReportOptions

    func run() throws {
      common.begin("hook pre-receive")
      let references = try PushLines.read("old new reference", PushedReference.init(received:))
      let ledger = try Ledger.open(recovering: false)
      try HookText.finish(try ledger.judgePush(references), common)
    }
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

    func run() throws {
      common.begin("hook update")
      let line = Array("\(old) \(new) \(reference)".utf8)
      guard let reference = PushedReference(received: line[...]) else {
        throw UsageError("'\(reference) \(old) \(new)' is not 'reference old new'.")
      }
      let ledger = try Ledger.open(recovering: false)
      try HookText.finish(try ledger.judgePush([reference]), common)
    }
  }
}

/// What git tells a hook about the references of a push, one on a line.
private enum PushLines {
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
}
