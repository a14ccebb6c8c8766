import Testing
import WritPolicy

@Suite struct ForgeNotesTests {
  private static let one = String(repeating: "a1", count: 20)
  private static let two = String(repeating: "b2", count: 20)

  @Test func `the sentence of git revert names the commit`() throws {
    let note = RevertNote(of: Array("Revert \"X\"\n\nThis reverts commit \(Self.one).\n".utf8))
    #expect(note?.commit == Self.one)
    #expect(note?.mainline == nil)
  }

  @Test func `for a merge it names the parent too`() throws {
    let text =
      "Revert\n\nThis reverts commit \(Self.one), reversing\nchanges made to \(Self.two).\n"
    let note = RevertNote(of: Array(text.utf8))
    #expect(note?.commit == Self.one)
    #expect(note?.mainline == Self.two)
  }

  @Test(arguments: [
    "This reverts commit abc1234.", "This reverts commit \(one)", "This reverts commit \(one)0.",
    "This reverts commit \(one), reversing\nchanges made to abc.",
    "This reverts commit \(one), reversing", " This reverts commit \(one).",
    "This reverts commit \(one.uppercased()).", "Reverts group/repository#7",
    "This reverts commit \(one).\n\nThis reverts commit \(two).",
  ])
  func `other words are text`(_ text: String) {
    #expect(RevertNote(of: Array("Revert\n\n\(text)\n".utf8)) == nil)
  }

  @Test func `a message that names two records is a joined one`() {
    let line = "Writ-Record: evidence/x/record.json sha256:0\n"
    #expect(!CommitMessage.joinsRecords(Array("Raise it\n\n\(line)".utf8)))
    #expect(!CommitMessage.joinsRecords(Array("Raise it\n\n  \(line)\n\(line)".utf8)))
    #expect(CommitMessage.joinsRecords(Array("Raise it\n\n\(line)\n* Lower it\n\n\(line)".utf8)))
  }
}
