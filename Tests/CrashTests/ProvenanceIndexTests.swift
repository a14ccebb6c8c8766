import Foundation
import Glibc
import Testing
import WritTesting

/// The index of provenance may be in any state: what writ answers stays what the history says.
struct ProvenanceIndexTests {
  /// A repository with some history, and the answers that it must give.
  private struct Ledger {
    let workshop: Workshop
    let answers: [String]
    var index: String { workshop.path + "/.git/writ/provenance.sqlite" }

    static let questions = [
      ["trace", "rollout/planner#/canary_pct", "--format", "json"],
      ["blame", "limits/other", "--format", "json"], ["pr", "7", "--format", "json"],
      ["log", "--key", "set-5", "--format", "json"],
    ]

    init() throws {
      let workshop = try Workshop()
      try workshop.populate()
      for number in 0..<12 {
        try workshop.writ(
          ["apply", "--set", "limits/other#/v\(number)=[\(number), {\"id\": \"x\"}]", "--pr", "7"])
      }
      self.workshop = workshop
      answers = try Ledger.questions.map { try workshop.writ($0) }
    }

    private init(_ workshop: Workshop, _ answers: [String]) {
      self.workshop = workshop
      self.answers = answers
    }

    func copy() throws -> Ledger { Ledger(try Workshop(copying: workshop), answers) }

    /// Asks everything again; what is told on standard error does not matter.
    func check(_ comment: Comment) throws {
      for (question, answer) in zip(Ledger.questions, answers) {
        let outcome = try workshop.attempt(question)
        #expect(outcome.status == 0, "\(question) \(comment): \(outcome.errorText)")
        #expect(
          outcome.outputText.trimmingCharacters(in: .newlines) == answer, "\(question) \(comment)")
      }
    }

    /// Each question in turn is the first to meet the damage.
    func checkEach(_ comment: Comment, damage: () throws -> Void) throws {
      for (question, answer) in zip(Ledger.questions, answers) {
        try damage()
        let outcome = try workshop.attempt(question)
        #expect(
          outcome.outputText.trimmingCharacters(in: .newlines) == answer,
          "\(question) \(comment): \(outcome.errorText)")
      }
      let bytes = try Files.read(index)
      #expect(bytes.starts(with: "SQLite format 3\0".utf8), "not built anew: \(comment)")
    }
  }

  @Test func `An index with any byte changed gives no other answers`() throws {
    let ledger = try Ledger()
    let whole = try Files.read(ledger.index)
    var generator = SplitMix(state: Extent.seed)
    for _ in 0..<(Extent.isExhaustive ? 400 : 16) {
      var bytes = whole
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      let count = min(Int.random(in: 1...600, using: &generator), bytes.count - place)
      for index in place..<(place + count) {
        bytes[index] = UInt8.random(in: 0...255, using: &generator)
      }
      try ledger.checkEach("\(count) bytes at \(place)") { try Files.write(ledger.index, bytes) }
    }
  }

  @Test(arguments: [0, 1, 15, 100, 4_095, 4_096, 8_000, 16_384])
  func `An index that was cut off is built anew`(length: Int) throws {
    let ledger = try Ledger()
    let bytes = try Files.read(ledger.index)
    try ledger.checkEach("cut to \(length)") {
      try Files.write(ledger.index, bytes.prefix(min(length, bytes.count - 1)))
    }
  }

  @Test func `An index of another version, another repository or another format is built anew`()
    throws
  {
    let ledger = try Ledger()
    let bytes = try Files.read(ledger.index)
    try ledger.checkEach("a newer version") {
      var other = bytes
      // SQLite keeps the user version at this place.
      other[63] = 77
      try Files.write(ledger.index, other)
    }
    try ledger.checkEach("format") { try Files.write(ledger.index, Array("{}\n".utf8)) }
    let stranger = try Ledger()
    try ledger.checkEach("another repository") {
      try Files.write(ledger.index, try Files.read(stranger.index))
    }
    try ledger.checkEach("a log of something else") {
      try Files.write(ledger.index + "-wal", (0..<9_000).map { UInt8(truncatingIfNeeded: $0) })
    }
  }

  @Test func `Where no index can be, the history answers, and says so`() throws {
    let ledger = try Ledger()
    try FileManager.default.removeItem(atPath: ledger.index)
    try FileManager.default.createDirectory(
      atPath: ledger.index, withIntermediateDirectories: false)
    try ledger.check("a folder in its place")
    let told = try ledger.workshop.attempt(Ledger.questions[0])
    #expect(told.errorText.contains("The provenance index cannot be used"))
    rmdir(ledger.index)
    symlink("/dev/full", ledger.index)
    try ledger.check("a full device in its place")
    unlink(ledger.index)
    try ledger.check("mended")
    #expect(FileManager.default.fileExists(atPath: ledger.index))
  }

  @Test func `An index that may only be read is read`() throws {
    let ledger = try Ledger()
    let folder = Places.parent(ledger.index)
    chmod(ledger.index, 0o444)
    chmod(folder, 0o555)
    defer { chmod(folder, 0o755) }
    try ledger.check("read only")
  }

  @Test func `While another holds the index locked, the history answers`() throws {
    let ledger = try Ledger()
    let descriptor = open(ledger.index, O_RDWR)
    defer { close(descriptor) }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_start = 0x4000_0000
    lock.l_len = 512
    #expect(fcntl(descriptor, F_SETLK, &lock) == 0)
    try ledger.check("locked")
  }

  @Test func `A reader that stands still does not hold a writer up`() throws {
    let ledger = try Ledger()
    // Another process reads and does not end its transaction.
    let script = """
      import sqlite3, sys
      connection = sqlite3.connect(sys.argv[1], isolation_level=None)
      connection.execute("BEGIN")
      connection.execute("SELECT count(*) FROM block").fetchone()
      print("reading", flush=True)
      sys.stdin.read()
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, ledger.index]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    // It ends when nothing more can come.
    defer { try? input.fileHandleForWriting.close() }
    _ = output.fileHandleForReading.availableData
    try ledger.workshop.writ(["apply", "--set", "limits/other#/late=1", "--pr", "8"])
    let outcome = try ledger.workshop.attempt(["pr", "8", "--format", "json"])
    #expect(outcome.status == 0 && outcome.errorText.isEmpty, "\(outcome.errorText)")
  }

  @Test(.enabled(if: Strace.isUsable))
  func `A kill at any call of a question leaves an index that is right or is built anew`() throws {
    let ledger = try Ledger()
    let question = Ledger.questions[0]
    for state in ["missing", "behind"] {
      let start = try ledger.copy()
      if state == "missing" {
        try FileManager.default.removeItem(atPath: start.index)
      } else {
        try start.workshop.writ(["apply", "--set", "limits/zero#={}"])
      }
      let answers = try Ledger.questions.map { question in
        try Workshop(copying: start.workshop).writ(question)
      }
      let calls = try Strace.calls(question, in: try Workshop(copying: start.workshop))
      for call in Extent.sample(calls, 12, salt: "index \(state)") {
        let workshop = try Workshop(copying: start.workshop)
        _ = try Strace.run(question, in: workshop, "signal=SIGKILL", at: call)
        for (question, answer) in zip(Ledger.questions, answers) {
          let outcome = try workshop.attempt(question)
          #expect(
            outcome.outputText.trimmingCharacters(in: .newlines) == answer,
            "\(state), killed at \(call): \(outcome.errorText)")
        }
      }
    }
  }

  @Test func `Questions asked at the same time by many agree`() async throws {
    let ledger = try Ledger()
    for round in 0..<3 {
      if round == 1 { try FileManager.default.removeItem(atPath: ledger.index) }
      try ledger.workshop.writ(["apply", "--set", "limits/zero#={\"round\": \(round)}"])
      let outcomes = try await withThrowingTaskGroup(of: ProcessOutcome.self) { group in
        for _ in 0..<6 {
          group.addTask {
            try ledger.workshop.attempt(["trace", "limits/zero#/round", "--format", "json"])
          }
        }
        return try await group.reduce(into: [ProcessOutcome]()) { $0.append($1) }
      }
      #expect(outcomes.allSatisfy { $0.status == 0 })
      #expect(Set(outcomes.map(\.outputText)).count == 1)
    }
  }

  @Test func `A history that was rewritten takes its answers with it`() throws {
    let ledger = try Ledger()
    let workshop = ledger.workshop
    let tip = try workshop.git("rev-parse", "main")
    try workshop.git("reset", "--quiet", "--hard", "HEAD~4")
    let object = try workshop.writ(["trace", "limits/other", "--format", "json"])
    #expect(!object.contains("\"v11\""))
    try workshop.writ(["apply", "--set", "limits/other#/again=1", "--pr", "9"])
    #expect(try workshop.writ(["blame", "limits/other#/again"]).contains("#9"))
    try workshop.git("branch", "other")
    try workshop.git("reset", "--quiet", "--hard", tip)
    try ledger.check("back again")
    #expect(try workshop.writ(["blame", "limits/other#/again", "other"]).contains("#9"))
    try ledger.check("after another branch")
    try workshop.git("reset", "--quiet", "--hard", "other")
    try workshop.git("branch", "-D", "other")
    try workshop.git("reflog", "expire", "--expire=now", "--all")
    try workshop.git("gc", "--quiet", "--prune=now")
    #expect(try workshop.writ(["blame", "limits/other#/again"]).contains("#9"))
  }
}
