import Testing
import WritGit
import WritTesting

/// Other programs, started without a shell.
struct ProgramTests {
  @Test("Arguments arrive as they are, and outputs and status come back")
  func outcome() throws {
    let script = "printf '%s|' \"$@\"; echo first >&2; echo second >&2; exit 3"
    var told: [String] = []
    let outcome = try Program("/bin/sh").run(["-c", script, "sh", "a b", "$HOME;*", ""]) {
      told.append($0)
    }
    #expect(outcome.status == 3)
    #expect(String(decoding: outcome.output, as: UTF8.self) == "a b|$HOME;*||")
    #expect(told == ["first", "second"])
    #expect(outcome.errors == Array("first\nsecond\n".utf8))
  }

  @Test("A program has nothing to read, and its death by a signal is told")
  func ends() throws {
    #expect(try Program("cat").run([]).output.isEmpty)
    #expect(try Program("sh").run(["-c", "kill -KILL $$"]).status == 137)
  }

  @Test("Large outputs on both sides come whole, and more than the limit is an error")
  func limits() throws {
    let script = "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"
    let outcome = try Program("sh").run(["-c", script])
    #expect(outcome.output.count == 300_000)
    #expect(outcome.errors.count == 300_000)
    #expect(code { _ = try Program("sh").run(["-c", "cat /dev/zero"], limit: 1_000) } == .invalid)
  }

  @Test(
    "Relative paths and programs that are not there are refused",
    arguments: [
      "./x", "a/b", "", "no-such-program-here", "/no/such/program",
    ])
  func refused(name: String) {
    #expect(code { _ = try Program(name).run([]) } != nil)
  }

  @Test("A setting of the repository itself is not taken where it could name a program")
  func settings() throws {
    let fixture = try Fixture()
    try fixture.text("config", "gpg.ssh.defaultKeyCommand", "evil")
    let settings = try fixture.open().configuration()
    #expect(try settings.string("gpg.ssh.defaultkeycommand") == "evil")
    #expect(try settings.stringOutsideRepository("gpg.ssh.defaultkeycommand") == nil)
  }
}
