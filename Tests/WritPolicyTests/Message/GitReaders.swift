import WritPolicy
import WritTesting

/// What git's own readers make of messages; one process each for any number of messages.
enum GitReaders {
  /// What `git log` makes of one message.
  struct Logged {
    let subject: String
    let trailers: [Trailer]
  }

  /// Asks `git interpret-trailers --parse`, which needs a file for each message.
  static func interpret(_ messages: [[UInt8]], _ options: String...) throws -> [[Trailer]] {
    let repository = try TemporaryRepository(bare: true)
    // A message of its own kind between each two tells where the answer to one ends.
    let mark = "End-Of-Message-7f3a: here"
    try repository.write("messages/end", "mark\n\n\(mark)\n".utf8)
    var names: [String] = []
    for (index, message) in messages.enumerated() {
      try repository.write("messages/\(index)", message)
      names += ["messages/\(index)", "messages/end"]
    }
    let output = try repository.git(["interpret-trailers", "--parse"] + options + names)
    let groups = lines(output[...]).split(separator: mark, omittingEmptySubsequences: false)
    return groups.dropLast().map { $0.map(trailer) }
  }

  /// Asks `git log`, of commits that have these messages to the byte.
  static func log(_ messages: [[UInt8]]) throws -> [Logged] {
    let repository = try TemporaryRepository(bare: true)
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
      Logged(
        subject: String(decoding: fields[$0], as: UTF8.self),
        trailers: lines(fields[$0 + 1]).map(trailer))
    }
  }

  /// Lines as text; split as bytes, since "\r\n" is one character.
  private static func lines(_ bytes: ArraySlice<UInt8>) -> [String] {
    bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A line of git's output as a trailer.
  static func trailer(_ line: String) -> Trailer {
    let bytes = Array(line.utf8)
    let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
    return Trailer(
      key: String(decoding: bytes[..<colon], as: UTF8.self),
      value: String(decoding: bytes[colon...].dropFirst(2), as: UTF8.self))
  }
}
