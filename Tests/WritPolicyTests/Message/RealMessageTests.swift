import Foundation
import Testing
import WritPolicy
import WritTesting

private struct RealMessage: Decodable {
  let repo: String
  let commit: String
  let cls: String
  let message: String
  let parse: [String]
  let parse_no_divider: [String]

  static func all() throws -> [RealMessage] {
    guard let data = Places.sharedData else { return [] }
    return try Files.read(data + "/trailers/messages.jsonl").split(separator: 0x0A).map {
      try JSONDecoder().decode(RealMessage.self, from: Data($0))
    }
  }
}

@Suite(.enabled(if: Places.sharedData != nil, "the shared data is absent"))
struct RealMessageTests {
  @Test func `real messages give the trailers that git recorded`() throws {
    let messages = try RealMessage.all()
    #expect(messages.count > 300)
    for real in messages {
      let reading = CommitMessage.read(Array(real.message.utf8))
      let expected = real.parse_no_divider.map(GitReaders.trailer)
      #expect(reading.message.trailers == expected, "\(real.repo) \(real.commit)")
    }
  }

  @Test func `real messages are strict only where git's readers agree`() throws {
    var strict = 0
    let messages = try RealMessage.all()
    for real in messages {
      let reading = CommitMessage.read(Array(real.message.utf8))
      guard reading.isStrict else { continue }
      strict += 1
      #expect(real.parse == real.parse_no_divider, "\(real.repo) \(real.commit)")
    }
    #expect(strict * 2 > messages.count, "\(strict) of \(messages.count) are strict")
  }

  @Test func `real messages read as git on this machine reads them`() throws {
    let messages = try RealMessage.all().map { Array($0.message.utf8) }
    for (message, git) in zip(messages, try GitReaders.log(messages)) {
      #expect(CommitMessage.read(message).message.trailers == git.trailers)
    }
  }
}
