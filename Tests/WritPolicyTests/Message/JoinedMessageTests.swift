import Testing
import WritPolicy

@Suite struct JoinedMessageTests {
  private static let trailers = "Actor: Ann <ann@example.org>\nWrit-Intent: pause"

  private func read(_ text: String) -> JoinedMessage { JoinedMessage(Array(text.utf8)) }

  @Test(arguments: [
    "Both (#7)\n\n* One\n\n\(trailers)\n\n* Two\n\n\(trailers)\n",
    "Both (#7)\n\n* One\n\n\(trailers)\n\n* Two\n\n\(trailers)\n\n---------\n\nCo-authored-by: B <b@x>\n",
    "Both\n\n    One\n\n    \(trailers.replacing("\n", with: "\n    "))\n\n  \(trailers.replacing("\n", with: "\n  "))\n",
    "Both\n \n\(trailers)\nSigned-off-by: B <b@x>\n\t\n\(trailers)",
  ])
  func `the trailers of each commit are read, indented or not`(_ text: String) {
    let joined = read(text)
    #expect(joined.unreadable == [])
    #expect(joined.blocks.count == 2)
    for block in joined.blocks {
      #expect(block.value(of: .actor) == "Ann <ann@example.org>")
      #expect(block.value(of: .intent) == "pause")
    }
  }

  @Test(arguments: [
    ("Writ-Intent: x\n", 1), ("One\n\nText\n\(trailers)\n", 3), ("One\n\n\(trailers)\n text\n", 5),
    ("One\n\n \(trailers)\n", 3), ("One\n\nactor: Ann <a@x>\n", 3),
    ("One\n\nActor : Ann <a@x>\n", 3),
    ("One\n\n\(trailers)\r\n", 4), ("One\n\nWrit-Intent: nothing\n", 3),
    ("One\n\n\(trailers)\nWrit-Intent: pause\n", 5), ("One\n\nTwo\u{0}\n\n\(trailers)\n", 3),
    ("One\n\nA\u{200B}ctor: Ann <a@x>\n", 3), ("One\n\nActor\u{FF1A} Ann <a@x>\n", 3),
  ])
  func `what looks like a trailer and is none is told, with its line`(_ text: String, line: Int) {
    let found = read(text).unreadable
    #expect(found.contains { $0.line == line }, "\(found)")
  }

  @Test func `a message without governance trailers holds none`() {
    for text in ["", "One\n", "One\n\nActors: many\n\nSigned-off-by: B <b@x>\n\tmore\n"] {
      #expect(read(text).blocks.isEmpty)
      #expect(read(text).unreadable == [])
    }
  }

  @Test func `a hostile message does not turn into an endless report`() {
    let text = "One\n" + String(repeating: "\nActor Ann\nActor:\n", count: 10_000)
    #expect(read(text).unreadable.count == 100)
  }
}
