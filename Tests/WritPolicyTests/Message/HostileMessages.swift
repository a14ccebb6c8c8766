import WritPolicy

/// Messages made to set git's readers against each other.
struct HostileMessages {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private static let digest = "sha256:" + String(repeating: "0a", count: 32)
  private static let id = "01hzzzzzzzzzzzzzzzzzzzzzzz"
  static let governed = [
    "Actor: Ada Lovelace <ada@example.org>", "Approval-Ref: https://example.org/7",
    "Rationale: the error budget is intact", "Review-By: 2030-01-31", "Pull-Request: #7",
    "Writ-Intent: expand", "Writ-Record: evidence/\(id)/record.json \(digest)",
    "Writ-Decision: promote \(digest)", "Writ-Evidence: bench.json \(digest)",
    "Writ-Checkpoint: checkpoint/\(id)", "Writ-Key: deploy/7",
  ]
  private static let foreign = [
    "Signed-off-by: Bob <bob@example.org>", "Co-authored-by: Eve <eve@example.org>",
    "Change-Id: I0123", "Fixes:#12", "Bug : 43", "https://example.org/x", "Empty:",
    "(cherry picked from commit 0123456789)", "Signed-off-by:", "-dash: x", "ok: yes: no",
  ]
  private static let hostile = [
    "---", "--- ", "---\t", "--- a/file", "---------", " ---", "--", "----",
    "# a comment", "#", "# ------------------------ >8 ------------------------",
    "; ------------------------ >8 ------------------------", "Conflicts:", "\tpolicies/a.json",
    " continued", "  ", "\t", "\r", "text\r", "plain words", "Note that: this is prose",
    "actor: Mallory <m@example.org>", "ACTOR: x", " Actor: Mallory <m@example.org>",
    "Actor:x", "Actor : x", "Actor:", "Rationale: ", "Writ-Intent: nonsense", "=: x", ": x",
    "a\u{202E}b", "Actor\u{200B}: x", "\u{FF21}ctor: x", "Actor\u{FF1A} x", "e\u{301}: x",
    "a\u{0}b", "Actor: a\u{0}b", "v\u{B}t", "Actor: \u{85}x", "x\u{2028}Actor: y", "diff --git",
    "\u{FEFF}Actor: x", "Actor: Ada <ada@example.org> ", "Key with space: x", "a\u{7F}",
  ]

  /// A message out of nothing but such lines.
  mutating func soup() -> [UInt8] {
    var lines: [String] = []
    for _ in 0..<Int.random(in: 1...10, using: &random) {
      let pools = [HostileMessages.governed, HostileMessages.foreign, HostileMessages.hostile]
      if random.chance(25) { lines.append("") }
      lines.append(random.chance(15) ? "Some words" : random.pick(random.pick(pools)))
    }
    return finished(lines)
  }

  /// A message out of the characters and words at which readers turn.
  mutating func noise() -> [UInt8] {
    let pieces = [
      "\n", "\n", "\n\n", " ", ":", ": ", "-", "---", "#", "a", "a: b", "\t", "\r\n",
      "Conflicts:\n",
      "Signed-off-by: ", "(cherry picked from commit ", "Actor: a <b>", "Rationale: r", "Writ-Key",
    ]
    let count = Int.random(in: 1...14, using: &random)
    return Array((0..<count).map { _ in random.pick(pieces) }.joined().utf8)
  }

  /// A good message with some lines or bytes changed.
  mutating func spoiled() -> [UInt8] {
    var lines = ["rollout/planner: canary_pct 5 -> 10", "", "The budget is intact.", ""]
    lines += HostileMessages.governed.filter { _ in random.chance(70) }
    lines += HostileMessages.foreign.prefix(3).filter { _ in random.chance(30) }
    for _ in 0..<Int.random(in: 0...2, using: &random) { spoil(&lines) }
    var bytes = finished(lines)
    if random.chance(15), !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      bytes[place] = random.pick([0x00, 0x0A, 0x0D, 0x20, 0x3A, 0x80, 0xFF, 0x23, 0x2D])
    }
    return bytes
  }

  private mutating func spoil(_ lines: inout [String]) {
    let place = Int.random(in: 0..<lines.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: lines.insert(random.pick(HostileMessages.hostile), at: place)
    case 1: lines.append(random.pick(HostileMessages.hostile + [""]))
    case 2: lines.remove(at: place)
    case 3: lines.insert(lines[place], at: Int.random(in: 0...lines.count, using: &random))
    default: lines.insert("", at: place)
    }
    if lines.isEmpty { lines = ["x"] }
  }

  private mutating func finished(_ lines: [String]) -> [UInt8] {
    var lines = lines
    // On a message with both, `git interpret-trailers` 2.39 may never end.
    if lines.contains(where: { $0.hasPrefix("---") }) { lines.removeAll { $0.contains(">8") } }
    let end = random.pick(["\n", "\n", "\n", "", "\n\n", "\n \n", "\n# c\n"])
    return Array((lines.joined(separator: "\n") + end).utf8)
  }
}
