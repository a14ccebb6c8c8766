import Foundation
import Glibc
import Testing
import WritTesting

/// The cache of keys, plans and rolled-back values may be in any state: what writ answers stays
/// what the history says.
struct FactCacheTests {
  /// A repository in which a key was used, a plan was applied and a value was rolled back.
  private struct Ledger {
    let workshop: Workshop
    let cache: String

    static let keyed = ["apply", "--set", "rollout/planner#/canary_pct=5", "--key", "set-5"]

    init() throws {
      workshop = try Workshop()
      try workshop.populate()
      cache = workshop.path + "/.git/writ/facts.sqlite"
      let out = ["--out", "../plan.json"]
      try workshop.writ(["plan", "--set", "limits/other#/value=2"] + out)
      try workshop.writ(["apply", "../plan.json"])
      try workshop.writ(["apply", "--set", "limits/other#/value=3"])
      let last = try #require(try workshop.git("tag").split(separator: "\n").last)
      try workshop.writ(["rollback", "--undo", String(last.dropFirst(11))])
    }

    private init(_ workshop: Workshop) {
      self.workshop = workshop
      cache = workshop.path + "/.git/writ/facts.sqlite"
    }

    func copy() throws -> Ledger { Ledger(try Workshop(copying: workshop)) }

    /// The answers that rest on facts; each is asked of a cache in the state that it is in now.
    func check(_ comment: Comment) throws {
      let tip = try workshop.git("rev-parse", "main")
      let again = try workshop.attempt(Ledger.keyed + ["--evidence", "load=../evidence.json"])
      #expect(again.outputText.hasPrefix("Applied before as "), "\(again.errorText): \(comment)")
      let plan = try workshop.attempt(["apply", "../plan.json"])
      #expect(plan.status == 5 && plan.errorText.contains("applied before"), comment)
      let held = try workshop.attempt(["apply", "--set", "limits/other#/value=3"])
      #expect(held.status == 4, "\(held.errorText): \(comment)")
      #expect(try workshop.git("rev-parse", "main") == tip, comment)
      let id = try #require(try workshop.git("tag").split(separator: "\n").first).dropFirst(11)
      try workshop.writ(["show", String(id)])
    }

    /// The single answers in turn, so that each meets the damage first.
    func checkEach(_ comment: Comment, damage: (Ledger) throws -> Void) throws {
      try damage(self)
      try check(comment)
      let bytes = try Files.read(cache)
      #expect(bytes.starts(with: "SQLite format 3\0".utf8), "not built anew: \(comment)")
    }
  }

  @Test func `A cache with any byte changed gives no other answers`() throws {
    let ledger = try Ledger()
    let whole = try Files.read(ledger.cache)
    var generator = SplitMix(state: Extent.seed)
    for _ in 0..<(Extent.isExhaustive ? 400 : 8) {
      var bytes = whole
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      let count = min(Int.random(in: 1...600, using: &generator), bytes.count - place)
      for index in place..<(place + count) {
        bytes[index] = UInt8.random(in: 0...255, using: &generator)
      }
      try ledger.checkEach("\(count) bytes at \(place)") { try Files.write($0.cache, bytes) }
    }
  }

  @Test func `Entries that were changed or removed on purpose are noticed`() throws {
    let ledger = try Ledger()
    // Every stored digest of a fact gets another byte, wherever it stands, one at a time.
    let whole = try Files.read(ledger.cache)
    let facts = whole.indices.filter { index in
      // An entry begins with its kind, and 37 bytes on the next begins or the bucket ends.
      (1...5).contains(whole[index]) && whole.count > index + 37
    }
    for index in Extent.sample(facts, 4, salt: "entries") {
      var bytes = whole
      bytes[index + 3] ^= 0xFF
      try ledger.checkEach("entry at \(index)") { try Files.write($0.cache, bytes) }
    }
  }

  @Test(arguments: [0, 1, 15, 100, 4_095, 4_096, 8_000, 16_384])
  func `A cache that was cut off is built anew`(length: Int) throws {
    let ledger = try Ledger()
    let bytes = try Files.read(ledger.cache)
    try ledger.checkEach("cut to \(length)") {
      try Files.write($0.cache, bytes.prefix(min(length, bytes.count - 1)))
    }
  }

  @Test func `A cache of another version, another repository or another format is built anew`()
    throws
  {
    let ledger = try Ledger()
    let bytes = try Files.read(ledger.cache)
    try ledger.checkEach("version") {
      var other = bytes
      // SQLite keeps the user version at this place.
      other[63] = 77
      try Files.write($0.cache, other)
    }
    try ledger.checkEach("format") { try Files.write($0.cache, Array("{}\n".utf8)) }
    let stranger = try Ledger()
    try ledger.checkEach("another repository") {
      try Files.write($0.cache, try Files.read(stranger.cache))
    }
    try ledger.checkEach("a journal of something else") {
      try Files.write($0.cache + "-journal", (0..<9_000).map { UInt8(truncatingIfNeeded: $0) })
    }
  }

  @Test func `Where no cache can be, the history answers`() throws {
    let ledger = try Ledger()
    try FileManager.default.removeItem(atPath: ledger.cache)
    try FileManager.default.createDirectory(
      atPath: ledger.cache, withIntermediateDirectories: false)
    try ledger.check("a folder in its place")
    rmdir(ledger.cache)
    symlink("/dev/full", ledger.cache)
    try ledger.check("a full device in its place")
    unlink(ledger.cache)
    // Processes of root may write anyway.
    chmod(Places.parent(ledger.cache), 0o555)
    defer { chmod(Places.parent(ledger.cache), 0o755) }
    if getuid() != 0 {
      let held = try ledger.workshop.attempt(["plan", "--set", "limits/other#/value=3"])
      #expect(held.outputText.contains("rolled back") || held.status == 4)
    }
  }

  @Test func `While another holds the cache locked, the history answers`() throws {
    let ledger = try Ledger()
    let descriptor = open(ledger.cache, O_RDWR)
    defer { close(descriptor) }
    // The bytes that SQLite locks, from "pending" to the last "shared" one.
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_start = 0x4000_0000
    lock.l_len = 512
    #expect(fcntl(descriptor, F_SETLK, &lock) == 0)
    try ledger.check("locked")
  }

  @Test func `A cache that is deleted again and again loses no key`() async throws {
    let ledger = try Ledger()
    let workshop = ledger.workshop
    let running = Flag()
    let deleting = Threaded.start {
      while running.isUp {
        for suffix in ["", "-journal"] { unlink(ledger.cache + suffix) }
        usleep(500)
      }
    }
    for number in 0..<8 {
      let command = ["apply", "--set", "limits/other#/value=\(10 + number / 2)"]
      try workshop.writ(command + ["--key", "again-\(number / 2)"])
    }
    running.lower()
    try await deleting.value
    for number in 0..<4 {
      let key = "--grep=^Writ-Key: again-\(number)$"
      #expect(try workshop.git("log", "--format=%H", key).split(separator: "\n").count == 1)
    }
    try ledger.check("after it was deleted")
  }

  @Test func `A history that was rewritten takes its facts with it`() throws {
    let ledger = try Ledger()
    let workshop = ledger.workshop
    let tip = try workshop.git("rev-parse", "main")
    let before = try workshop.git("rev-parse", "checkpoint/" + first(workshop))
    try workshop.git("reset", "--quiet", "--hard", before + "^{commit}")
    // The key belongs to a commit that is no more in the history.
    let command = Ledger.keyed + ["--evidence", "load=../evidence.json"]
    #expect(try workshop.writ(command).hasPrefix("Applied "))
    #expect(try workshop.writ(command).hasPrefix("Applied before as "))
    try workshop.git("reset", "--quiet", "--hard", tip)
    try ledger.check("back again")
    try workshop.git("reset", "--quiet", "--hard", before + "^{commit}")
    for tag in try workshop.git("tag").split(separator: "\n") {
      try workshop.git("tag", "--delete", String(tag))
    }
    try workshop.git("reflog", "expire", "--expire=now", "--all")
    try workshop.git("gc", "--quiet", "--prune=now")
    #expect(try workshop.writ(command).hasPrefix("Applied "))
    #expect(try workshop.writ(command).hasPrefix("Applied before as "))
  }

  private func first(_ workshop: Workshop) throws -> String {
    // The first tag precedes the first apply, the second one that with the key.
    String(try workshop.git("tag").split(separator: "\n")[1].dropFirst(11))
  }

  @Test func `What another branch says counts once it is merged`() throws {
    let ledger = try Ledger()
    let workshop = ledger.workshop
    try workshop.git("branch", "other")
    let command = ["apply", "--set", "limits/resources#/light/max_plans=2", "--key", "both"]
    #expect(try workshop.writ(command + ["--branch", "other"]).hasPrefix("Applied "))
    #expect(try workshop.writ(command).hasPrefix("Applied "))
    #expect(try workshop.writ(command).hasPrefix("Applied before as "))
    let late = ["apply", "--set", "limits/resources#/light/max_plans=3", "--key", "late"]
    #expect(try workshop.writ(late + ["--branch", "other"]).hasPrefix("Applied "))
    try workshop.git("merge", "--quiet", "-X", "theirs", "-m", "Merge", "other")
    let again = try workshop.attempt(late)
    #expect(again.status == 5 && again.errorText.contains("another request"), "\(again.errorText)")
    try ledger.check("after a merge")
  }

  @Test func `A record that cannot be read does not close the ledger`() throws {
    let ledger = try Ledger()
    let workshop = ledger.workshop
    let path = workshop.path + "/evidence/01m7yw50ykchsgj5cz0mhyhbwt/record.json"
    try Files.write(path, Array("{\"version\": 99}\n".utf8))
    try workshop.git("add", "evidence")
    try workshop.git("commit", "--quiet", "--no-verify", "-m", "Spoil\n\nWrit-Key: spoilt")
    try ledger.check("with a record of another version")
    let other = ["apply", "--set", "limits/other#/value=8", "--key"]
    #expect(try workshop.writ(other + ["fresh"]).hasPrefix("Applied "))
    try workshop.git("reset", "--quiet", "--hard", "HEAD~1")
    // A commit that changes nothing governed is no apply, so that it takes no key from one.
    #expect(try workshop.writ(other + ["spoilt"]).hasPrefix("Applied "))
  }
}
