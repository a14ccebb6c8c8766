import Testing
import WritPolicy

@Suite struct ComposeTests {
  private func subject(of text: String) throws -> String {
    let trailer = Trailer(.rationale, "why")
    let bytes = try CommitMessage.compose(subject: text, body: [], trailers: [trailer])
    return CommitMessage.read(bytes).message.subject
  }

  @Test(arguments: [
    ("rollout/planner: canary_pct 5 -> 10", "rollout/planner: canary_pct 5 -> 10"),
    ("  padded  ", "padded"),
    ("two\nlines\r\n", "two\\nlines\\r\\n"),
    ("esc\u{1B}[2J \u{202E}x", "esc\\u{1b}[2J \\u{202e}x"),
    ("actor: limit 1 -> 2", "policy actor: limit 1 -> 2"),
    ("--- a", "policy --- a"),
    ("#12", "policy #12"),
    (
      "; ------------------------ >8 ------------------------",
      "; ------------------------ >8 ------------------------."
    ),
  ])
  func `a subject is made safe, not refused`(given: String, expected: String) throws {
    #expect(try subject(of: given) == expected)
  }

  @Test func `a long subject keeps its start and its end`() throws {
    let long = "rollout/planner: " + String(repeating: "x", count: 100) + " 5 -> 10"
    let short = try subject(of: long)
    #expect(short.unicodeScalars.count == 72)
    #expect(short.hasPrefix("rollout/planner: ") && short.hasSuffix(" 5 -> 10"))
    #expect(short.contains("..."))
  }

  @Test func `shortening never cuts a character in two`() throws {
    let family = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}"
    let short = try subject(of: String(repeating: family, count: 40))
    #expect(short.unicodeScalars.count <= 72)
    #expect(short.replacing(family, with: "") == "...")
  }

  @Test(arguments: [
    "", "a\n\nb", "a\n", "Actor: x", "ok\n  rationale : y", "---", "a\u{0}b", "a\u{202E}b", "a\tb",
    "x\n--- y", "# ------------------------ >8 ------------------------",
  ])
  func `a paragraph that could change the meaning of the message is refused`(text: String) {
    #expect(throws: MessageError.self) {
      try CommitMessage.compose(
        subject: "s", body: [text], trailers: [Trailer(.rationale, "why")])
    }
  }

  @Test func `a body that would be read as trailers is refused when there are none`() {
    #expect(throws: MessageError.self) {
      try CommitMessage.compose(subject: "s", body: ["Fixes: #1"], trailers: [])
    }
  }

  @Test func `every bad value is told, not only the first`() {
    let trailers = [Trailer(.actor, "x"), Trailer(.rationale, "a\nb"), Trailer(.reviewBy, "soon")]
    let error = #expect(throws: MessageError.self) {
      try CommitMessage.compose(subject: "s", body: [], trailers: trailers)
    }
    #expect(error?.problems.map(\.key) == [.actor, .rationale, .reviewBy])
  }

  @Test func `an empty subject is refused`() {
    #expect(throws: MessageError.self) {
      try CommitMessage.compose(subject: " ", body: [], trailers: [])
    }
  }
}
