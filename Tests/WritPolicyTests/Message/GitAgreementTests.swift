import Testing
import WritPolicy

@Suite struct GitAgreementTests {
  @Test(arguments: [1, 2] as [UInt64])
  func `no hostile message is strict unless all of git's readers agree with ours`(
    seed: UInt64
  ) throws {
    var hostile = HostileMessages(seed: seed)
    let messages = (0..<1_500).map { $0 % 2 == 0 ? hostile.soup() : hostile.spoiled() }
    var strict = 0
    for (message, git) in zip(messages, try GitReaders.read(messages)) {
      let reading = CommitMessage.read(message)
      #expect(reading.message.trailers == git.log, note(message))
      guard reading.isStrict else { continue }
      strict += 1
      #expect(git.parse == git.log && git.noDivider == git.log, note(message))
      #expect(reading.message.subject == git.subject, note(message))
    }
    // The test would say nothing if hardly any message were strict, or hardly any were not.
    #expect((200...1_200).contains(strict), "\(strict) are strict")
  }

  private func note(_ message: [UInt8]) -> Comment {
    Comment(rawValue: String(decoding: message, as: UTF8.self).debugDescription)
  }

  @Test func `a composed message reads back in every reader as what was composed`() throws {
    var inputs = HostileInputs(seed: 7)
    var composed: [(message: CommitMessage, bytes: [UInt8])] = []
    var refused = 0
    for _ in 0..<1_500 {
      let input = inputs.message()
      do throws(MessageError) {
        let bytes = try CommitMessage.compose(
          subject: input.subject, body: input.body, trailers: input.trailers)
        composed.append((input, bytes))
      } catch {
        refused += 1
        #expect(!error.problems.isEmpty)
      }
    }
    #expect(composed.count > 400 && refused > 400, "\(composed.count) composed")
    let readings = try GitReaders.read(composed.map(\.bytes))
    for (one, git) in zip(composed, readings) {
      let reading = CommitMessage.read(one.bytes)
      #expect(reading.isStrict)
      #expect(reading.message.body == one.message.body)
      for trailers in [reading.message.trailers, git.parse, git.noDivider, git.log] {
        #expect(trailers == one.message.trailers)
      }
      #expect(git.subject == reading.message.subject)
      #expect(reading.message.subject.unicodeScalars.count <= 72)
    }
  }
}
