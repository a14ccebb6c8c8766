import WritPolicy
import WritTesting

/// What git's own readers make of messages; a few processes for any number of messages.
struct GitReaders {
  /// What one message gives.
  struct Reading {
    let parse: [Trailer]
    let noDivider: [Trailer]
    let log: [Trailer]
    let subject: String
  }

  static func read(_ messages: [[UInt8]]) throws -> [Reading] {
    let repository = try TemporaryRepository(bare: true)
    let parse = try interpret(messages, [], repository)
    let noDivider = try interpret(messages, ["--no-divider"], repository)
    let log = try logged(messages, repository)
    return messages.indices.map {
      Reading(
        parse: parse[$0], noDivider: noDivider[$0], log: log[$0].trailers,
        subject: log[$0].subject)
    }
  }

  /// Hands files to one process, with a file of its own kind between each two.
  private static func interpret(
    _ messages: [[UInt8]], _ options: [String], _ repository: TemporaryRepository
  ) throws -> [[Trailer]] {
    var names: [String] = []
    for (index, message) in messages.enumerated() {
      try repository.write("messages/\(index)", message)
      names += ["messages/\(index)", "messages/end"]
    }
    let mark = "End-Of-Message-7f3a: here"
    try repository.write("messages/end", "mark\n\n\(mark)\n".utf8)
    let output = try repository.git(["interpret-trailers", "--parse"] + options + names)
    let groups = lines(output[...]).split(separator: mark, omittingEmptySubsequences: false)
    return groups.dropLast().map { $0.map(trailer) }
  }

  private static func logged(
    _ messages: [[UInt8]], _ repository: TemporaryRepository
  ) throws -> [(trailers: [Trailer], subject: String)] {
    var stream: [UInt8] = []
    for (index, message) in messages.enumerated() {
      stream += Array("commit refs/heads/main\ncommitter A <a@b> \(1_000 + index) +0000\n".utf8)
      stream += Array("data \(message.count)\n".utf8) + message + [0x0A]
    }
    try repository.fastImport(stream)
    let format = "--format=tformat:%x00%s%x00%(trailers:only,unfold)"
    let output = try repository.git("log", "--reverse", "--topo-order", format, "main")
    let fields = output.split(separator: 0, omittingEmptySubsequences: false).dropFirst()
    return stride(from: fields.startIndex, to: fields.endIndex, by: 2).map {
      let subject = String(decoding: fields[$0], as: UTF8.self)
      let trailers = lines(fields[$0 + 1]).filter { !$0.utf8.isEmpty }.map(trailer)
      return (trailers, subject)
    }
  }

  /// Lines as text; `split` on bytes, since "\r\n" is one character.
  private static func lines(_ bytes: ArraySlice<UInt8>) -> [String] {
    bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }

  static func trailer(_ line: String) -> Trailer {
    let bytes = Array(line.utf8)
    let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
    return Trailer(
      key: String(decoding: bytes[..<colon], as: UTF8.self),
      value: String(decoding: bytes[colon...].dropFirst(2), as: UTF8.self))
  }
}
