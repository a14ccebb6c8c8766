import Foundation
import Glibc
import Testing
import WritTesting

/// The short file of the last applies may be in any state: what writ answers stays what the history
/// says.
struct RecentFactsTests {
  /// A repository in which a value was rolled back before some applies that the file tells of.
  private struct Ledger {
    let workshop: Workshop
    var recent: String { workshop.path + "/.git/writ/facts.recent" }

    static let keyed = ["apply", "--set", "rollout/planner#/canary_pct=5", "--key", "set-5"]

    init() throws {
      workshop = try Workshop()
      try workshop.populate()
      try workshop.writ(["apply", "--set", "limits/other#/value=3"])
      let last = try #require(try workshop.git("tag").split(separator: "\n").last)
      try workshop.writ(["rollback", "--undo", String(last.dropFirst(11))])
      try workshop.writ(["apply", "--set", "limits/other#/value=10"])
      try workshop.writ(Ledger.keyed + ["--evidence", "load=../evidence.json"])
      try workshop.writ(["apply", "--set", "limits/other#/value=11"])
    }

    private init(_ workshop: Workshop) { self.workshop = workshop }

    func copy() throws -> Ledger { Ledger(try Workshop(copying: workshop)) }

    func check(_ comment: Comment) throws {
      let tip = try workshop.git("rev-parse", "main")
      let held = try workshop.attempt(["apply", "--set", "limits/other#/value=3"])
      #expect(held.status == 4, "\(held.errorText): \(comment)")
      let again = try workshop.attempt(Ledger.keyed + ["--evidence", "load=../evidence.json"])
      #expect(again.outputText.hasPrefix("Applied before as "), "\(again.errorText): \(comment)")
      #expect(try workshop.git("rev-parse", "main") == tip, comment)
    }
  }

  @Test func `The file grows by an entry, and begins anew after a while`() throws {
    let ledger = try Ledger()
    let head = try Files.read(ledger.recent).count
    var sizes: [Int] = []
    for number in 0..<36 {
      try ledger.workshop.writ(["apply", "--set", "limits/other#/value=\(12 + number % 2)"])
      sizes.append(try Files.read(ledger.recent).count)
    }
    #expect(sizes[0] > head && sizes[1] > sizes[0])
    #expect(zip(sizes, sizes.dropFirst()).filter { $0 > $1 }.count == 1, "begins anew once")
    try ledger.check("after many")
  }

  @Test func `A file with any byte changed, or cut anywhere, gives no other answers`() throws {
    let ledger = try Ledger()
    let whole = try Files.read(ledger.recent)
    for place in Extent.sample(Array(whole.indices), 6, salt: "recent bytes") {
      var bytes = whole
      bytes[place] ^= 0x10
      let copy = try ledger.copy()
      try Files.write(copy.recent, bytes)
      try copy.check("byte \(place)")
      try Files.write(copy.recent, Array(whole.prefix(place)))
      try copy.check("cut to \(place)")
      // What is appended behind an entry that was torn is not lost.
      try copy.workshop.writ(["apply", "--set", "limits/other#/value=20", "--key", "behind"])
      let again = try copy.workshop.writ([
        "apply", "--set", "limits/other#/value=20", "--key", "behind",
      ])
      #expect(again.hasPrefix("Applied before as "), "cut to \(place)")
    }
  }

  @Test func `A file of an earlier state, or of another repository, gives no other answers`()
    throws
  {
    let ledger = try Ledger()
    let earlier = try Files.read(ledger.recent)
    let value = "limits/other#/value=12"
    try ledger.workshop.writ(["apply", "--set", value, "--key", "late"])
    let last = try #require(try ledger.workshop.git("tag").split(separator: "\n").last)
    try ledger.workshop.writ(["rollback", "--undo", String(last.dropFirst(11))])
    try Files.write(ledger.recent, earlier)
    let held = try ledger.workshop.attempt(["apply", "--set", value])
    #expect(held.status == 4, "\(held.errorText)")
    try ledger.check("earlier")
    let stranger = try Ledger()
    try Files.write(ledger.recent, try Files.read(stranger.recent))
    try ledger.check("another repository's")
    for path in [ledger.recent, ledger.workshop.path + "/.git/writ/facts.sqlite"] { unlink(path) }
    try ledger.check("none")
    try FileManager.default.createDirectory(
      atPath: ledger.recent, withIntermediateDirectories: false)
    try ledger.check("a folder in its place")
    try ledger.workshop.writ(["apply", "--set", "limits/other#/value=21"])
    try ledger.check("a folder in its place, after an apply")
  }

  @Test func `Branches that take turns are both told of`() throws {
    let ledger = try Ledger()
    let workshop = ledger.workshop
    try workshop.git("branch", "other")
    for number in 0..<4 {
      for branch in ["main", "other"] {
        try workshop.writ([
          "apply", "--branch", branch, "--set", "limits/other#/value=\(30 + number)", "--key",
          "\(branch)-\(number)",
        ])
      }
    }
    for branch in ["main", "other"] {
      for number in 0..<4 {
        let again = try workshop.attempt([
          "apply", "--branch", branch, "--set", "limits/other#/value=\(30 + number)", "--key",
          "\(branch)-\(number)",
        ])
        #expect(again.outputText.hasPrefix("Applied before as "), "\(branch) \(number)")
      }
      let held = try workshop.attempt([
        "apply", "--branch", branch, "--set", "limits/other#/value=3",
      ])
      #expect(held.status == 4, "\(branch): \(held.errorText)")
    }
  }
}
