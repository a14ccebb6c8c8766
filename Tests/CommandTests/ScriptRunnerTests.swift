import Testing
import WritTesting

/// What the runner does with scripts that fail; scripts that pass are under Scripts.
@Suite struct ScriptRunnerTests {
  private func run(_ text: String) throws -> Script.Outcome {
    let folder = try TemporaryFolder("script-runner")
    try folder.write("test.txtar", text.utf8)
    return try Script(path: folder.path + "/test.txtar").run()
  }

  private func failure(of text: String) -> String {
    do {
      return "no failure: \(try run(text))"
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    ("exec false", "the program ended with 1"),
    ("! exec true", "the program did not fail"),
    ("exits 3 sh -c 'exit 4'", "the program ended with 4, not 3"),
    ("exits x true", "x is no status"),
    ("! exits 3 true", "the command cannot be negated"),
    ("exec true\nstdout .", "stdout has no `.`"),
    ("exec echo a\n! stdout a", "stdout has `a`"),
    ("exec echo a\ncapture X (b)", "stdout has no `(b)`"),
    ("exec python3 -c pass", "scripts run only"),
    ("exec git no-such-verb", "the program ended with 1"),
    ("frobnicate", "there is no such command"),
    ("exec echo 'x", "a quote has no end"),
    ("exec echo $NOWHERE", "$NOWHERE is not set"),
    ("exec echo ${x", "a variable in braces has no end"),
    ("exists x", "there is no x"),
    ("! exists x\n-- x --\n", "x exists"),
    ("cmp x y\n-- x --\na\nb\n-- y --\na\nc\n", "from line 2:\n- c\n+ b"),
    ("! cmp x x\n-- x --\n", "are the same"),
    ("cmp x y\n-- x --\n", "there is no file y"),
    ("cd x", "there is no folder x"),
    ("env x", "sets no variable"),
    ("skip unless luck", "takes data, writ, root or user"),
    ("-- ../x --\n", "outside of the archive"),
    (
      "exec git init -q\nexec sh -c 'mkdir -p .git/objects/ab; echo x > .git/objects/ab/cd'\nfsck",
      "the repository is not sound"
    ),
  ])
  func `a script that fails says why`(text: String, message: String) {
    #expect(failure(of: text).contains(message), "\(failure(of: text))")
  }

  @Test func `a failure shows the line, the command and both outputs`() {
    let report = failure(of: "# first\n\nexec sh -c 'echo out; echo err >&2; exit 2'\n")
    #expect(report.contains("test.txtar:3: exec sh -c"))
    #expect(report.contains("[stdout]\nout\n[stderr]\nerr\n"))
  }

  @Test func `updating rewrites the file that differs and nothing else`() throws {
    let folder = try TemporaryFolder("script-update")
    let text = "exec echo new\ncmp stdout a\n-- a --\nold\n-- b --\nold\n"
    try folder.write("test.txtar", text.utf8)
    let path = folder.path + "/test.txtar"
    #expect(throws: ScriptFailure.self) { try Script(path: path).run(updating: false) }
    #expect(try Script(path: path).run(updating: true) == .passed)
    let updated = "exec echo new\ncmp stdout a\n-- a --\nnew\n-- b --\nold\n"
    #expect(try folder.read("test.txtar") == Array(updated.utf8))
    #expect(try Script(path: path).run(updating: false) == .passed)
  }

  @Test func `a golden file is compared, and rewritten on demand`() throws {
    let folder = try TemporaryFolder("golden")
    let test = folder.path + "/Test.swift"
    func compare(_ text: String, updating: Bool) throws {
      try assertGolden("a.txt", text.utf8, updating: updating, filePath: test)
    }
    #expect(throws: GoldenMismatch.self) { try compare("x\n", updating: false) }
    try compare("x\n", updating: true)
    try compare("x\n", updating: false)
    #expect(throws: GoldenMismatch.self) { try compare("y\n", updating: false) }
  }

  @Test func `a skip ends the script`() throws {
    #expect(try run("skip not today\nexec false\n") == .skipped("not today"))
  }

  @Test func `a program that takes too long is killed with its children`() throws {
    let folder = try TemporaryFolder("slow")
    var process = Subprocess(
      "sh", ["-c", "sleep 30 & wait"], environment: ["PATH": "/usr/bin:/bin"],
      directory: folder.path)
    process.timeout = 0.2
    let outcome = try process.run()
    #expect(outcome.timedOut && outcome.status == 137)
  }

  @Test func `large output and input neither hang nor lose a byte`() throws {
    let folder = try TemporaryFolder("large")
    var process = Subprocess(
      "cat", [], environment: ["PATH": "/usr/bin:/bin"], directory: folder.path)
    process.input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
    #expect(try process.run().output == process.input)
  }

  @Test func `a program sees nothing of the machine's git settings`() throws {
    let repository = try TemporaryRepository()
    let settings = try repository.run("git", ["config", "--list", "--show-scope"]).outputText
    #expect(!settings.contains("system\t"))
    #expect(settings.contains("global\tuser.name=Test User"))
    let names = try repository.run("env", []).outputText.split(separator: "\n")
      .filter { $0.hasPrefix("GIT_") }.map { $0.prefix { $0 != "=" } }
    #expect(names.sorted() == ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_TERMINAL_PROMPT"])
  }
}
