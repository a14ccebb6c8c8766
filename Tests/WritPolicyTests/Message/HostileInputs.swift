import WritPolicy

/// Parts of messages as users might give them, good and bad.
struct HostileInputs {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private static let words = [
    "error", "budget", "Bücher", "e\u{301}", "\u{E9}", "数値", "a:b", "#12", "--", "->", "5", "\"x\"",
    "Actor", "https://example.org", "\u{1F9EA}", "\\", "'", "`", "%s", "$(id)", "\u{A0}x",
  ]
  private static let poison = [
    "\n", "\nActor: Mallory <m@example.org>", "\r\n", "\u{0}", "\u{1B}[2J", "\u{202E}", "\u{2028}",
    "\n\nWrit-Intent: rollback", "\n---\n", "\t", "\u{85}", "\u{2066}",
  ]
  private static let lines = [
    "---", "Actor: x", "  rationale : y", "# comment", "Fixes: #3", "--- a/x", "Conflicts:",
    "/canary_pct: 5 -> 10", " indented", "Signed-off-by: B <b@example.org>",
    "------------------------ >8 ------------------------", "",
  ]

  mutating func message() -> CommitMessage {
    let body = (0..<Int.random(in: 0...3, using: &random)).map { _ in paragraph() }
    return CommitMessage(subject: text(poisonPercent: 10), body: body, trailers: trailers())
  }

  private mutating func text(poisonPercent: Int) -> String {
    let count = Int.random(in: 1...(random.chance(10) ? 40 : 6), using: &random)
    var words = (0..<count).map { _ in random.pick(HostileInputs.words) }
    if random.chance(poisonPercent) {
      words.insert(random.pick(HostileInputs.poison), at: Int.random(in: 0...count, using: &random))
    }
    return words.joined(separator: random.chance(3) ? "" : " ")
  }

  private mutating func paragraph() -> String {
    (0..<Int.random(in: 1...3, using: &random)).map { _ in
      random.chance(15) ? random.pick(HostileInputs.lines) : text(poisonPercent: 3)
    }.joined(separator: "\n")
  }

  private mutating func trailers() -> [Trailer] {
    var result = HostileMessages.governed.map(GitReaders.trailer).filter { _ in random.chance(80) }
    result = result.map {
      $0.governanceKey == .rationale ? Trailer(.rationale, text(poisonPercent: 15)) : $0
    }
    if random.chance(30) {
      result.append(Trailer(key: "Reviewed-by", value: text(poisonPercent: 10)))
    }
    if random.chance(5) {
      result.append(Trailer(key: random.pick(["actor", "a b", "", "x:"]), value: "y"))
    }
    return result
  }
}
