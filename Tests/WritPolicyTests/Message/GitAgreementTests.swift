import Testing
import WritPolicy

@Suite struct GitAgreementTests {
  @Test(arguments: [1, 2] as [UInt64])
  func `no hostile message is strict unless all of git's readers agree with ours`(
    seed: UInt64
  ) throws {
    var hostile = HostileMessages(seed: seed)
    let messages = (0..<150).flatMap { _ in [hostile.soup(), hostile.spoiled(), hostile.noise()] }
    var strict: [[UInt8]] = []
    for (message, git) in zip(messages, try GitReaders.log(messages)) {
      let reading = CommitMessage.read(message)
      #expect(reading.message.trailers == git.trailers, note(message))
      guard reading.isStrict else { continue }
      strict.append(message)
      #expect(reading.message.subject == git.subject, note(message))
    }
    // The test would say nothing if hardly any message were strict, or hardly any were not.
    #expect((50...400).contains(strict.count), "\(strict.count) are strict")
    try expectAgreement(of: strict)
  }

  @Test func `a composed message reads back in every reader as what was composed`() throws {
    var inputs = HostileInputs(seed: 7)
    var composed: [(message: CommitMessage, bytes: [UInt8])] = []
    for _ in 0..<500 {
      let input = inputs.message()
      do throws(MessageError) {
        let bytes = try CommitMessage.compose(
          subject: input.subject, body: input.body, trailers: input.trailers)
        composed.append((input, bytes))
      } catch {
        #expect(!error.problems.isEmpty)
      }
    }
    #expect((150...350).contains(composed.count), "\(composed.count) were composed")
    for (one, git) in zip(composed, try GitReaders.log(composed.map(\.bytes))) {
      let reading = CommitMessage.read(one.bytes)
      #expect(reading.isStrict)
      #expect(reading.message.body == one.message.body)
      #expect(reading.message.trailers == one.message.trailers)
      #expect(git.trailers == one.message.trailers)
      #expect(git.subject == reading.message.subject)
      #expect(reading.message.subject.unicodeScalars.count <= 72)
    }
    try expectAgreement(of: composed.prefix(100).map(\.bytes))
  }

  /// Both ways of `git interpret-trailers` give the trailers that writ gives.
  private func expectAgreement(of messages: [[UInt8]]) throws {
    let parsed = try GitReaders.interpret(messages)
    let undivided = try GitReaders.interpret(messages, "--no-divider")
    for (index, message) in messages.enumerated() {
      let trailers = CommitMessage.read(message).message.trailers
      #expect(parsed[index] == trailers && undivided[index] == trailers, note(message))
    }
  }

  private func note(_ message: [UInt8]) -> Comment {
    Comment(rawValue: String(decoding: message, as: UTF8.self).debugDescription)
  }
}
