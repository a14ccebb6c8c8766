import Testing
import WritPolicy

struct MessageCase: Decodable, Sendable, CustomTestStringConvertible {
  let note: String
  let message: String
  let problems: [String]
  let trailers: [String]?
  var testDescription: String { note }
}

struct ValueCase: Decodable, Sendable, CustomTestStringConvertible {
  let note: String
  let key: String
  let value: String
  let code: String?
  var testDescription: String { "\(note): \(value.prefix(40))" }
}

@Suite struct MessageCaseTests {
  @Test(arguments: CaseFile.load("messages", of: MessageCase.self))
  func `a message has the problems that its case names`(_ one: MessageCase) {
    let reading = CommitMessage.read(Array(one.message.utf8))
    #expect(reading.problems.map(\.code.rawValue) == one.problems)
    if let trailers = one.trailers {
      #expect(reading.message.trailers.map(\.description) == trailers)
    }
    for problem in reading.problems {
      #expect(problem.line != nil || problem.code == .emptyMessage)
      #expect(problem.sentence.hasSuffix(".") && problem.hint.hasSuffix("."))
    }
  }

  @Test(arguments: CaseFile.load("values", of: ValueCase.self))
  func `a value is judged as its case says`(_ one: ValueCase) throws {
    let key = try #require(GovernanceKey(rawValue: one.key))
    let problem = key.check(one.value)
    #expect(problem?.code.rawValue == one.code)
    #expect(problem == nil || problem?.key == key)
    // What may be written reads back; what may not is refused by the writer with the same code.
    do throws(MessageError) {
      let trailer = Trailer(key, one.value)
      let bytes = try CommitMessage.compose(subject: "s", body: [], trailers: [trailer])
      #expect(one.code == nil && CommitMessage.read(bytes).message.trailers == [trailer])
    } catch {
      #expect(error.problems.map(\.code.rawValue) == [one.code])
    }
  }

  @Test func `bytes that are not UTF-8 are a problem of their line`() {
    let reading = CommitMessage.read(Array("s\n\n".utf8) + [0xC3, 0x28, 0x0A])
    #expect(reading.problems.map(\.code) == [.invalidUTF8])
    #expect(reading.problems.first?.line == 3)
  }

  @Test func `a message of a million carriage returns gives a bounded report`() {
    let reading = CommitMessage.read(Array(repeating: [0x0D, 0x0A], count: 20_000).flatMap { $0 })
    #expect(reading.problems.count == 100)
  }

  @Test func `the parts of a message are told apart`() {
    let text = "rollout: x\n\nFirst.\nSecond.\n\n\nThird.\n\nRationale: why\nX: y\n"
    let reading = CommitMessage.read(Array(text.utf8))
    #expect(reading.message.subject == "rollout: x")
    #expect(reading.message.body == ["First.\nSecond.", "Third."])
    #expect(reading.message.value(of: .rationale) == "why")
    #expect(reading.message.missing(of: GovernanceKey.metadata).count == 3)
    #expect(reading.mentionsGovernance && reading.message.isGoverned)
  }

  @Test func `trailers that differ by composition of letters differ`() {
    #expect(Trailer(.rationale, "\u{E9}") != Trailer(.rationale, "e\u{301}"))
    #expect(Set([Trailer(.rationale, "\u{E9}"), Trailer(.rationale, "e\u{301}")]).count == 2)
  }
}
