import Foundation

/// The words of one command, variables put in.
struct ScriptArguments {
  let line: ScriptLine
  let isNegated: Bool
  let words: [String]

  /// The words, when there are as many as the command takes.
  func exactly(_ count: Int) throws -> [String] {
    guard words.count == count else { throw ScriptError("the command takes \(count) words") }
    return words
  }

  func atLeast(_ count: Int) throws -> [String] {
    guard words.count >= count else {
      throw ScriptError("the command takes \(count) words or more")
    }
    return words
  }

  /// Refuses `!` where it means nothing.
  func notNegated() throws {
    if isNegated { throw ScriptError("the command cannot be negated") }
  }
}

/// What a script can do.
enum ScriptCommand: String, CaseIterable {
  case exec, exits, stdin, stdout, stderr, grep, capture, cmp, cmpenv
  case env, cd, mkdir, cp, rm, exists, fsck, applied, skip, serve, start, stop

  /// Which word behind the command is a regular expression.
  var patternIndex: Int? {
    switch self {
    case .stdout, .stderr, .grep: 0
    case .capture: 1
    default: nil
    }
  }

  func perform(_ arguments: ScriptArguments, on run: inout ScriptRun) throws {
    switch self {
    case .exec, .exits, .stdin, .fsck, .applied:
      try ScriptPrograms.perform(self, arguments, on: &run)
    case .stdout, .stderr, .grep, .capture: try ScriptPatterns.perform(self, arguments, on: &run)
    case .cmp, .cmpenv: try ScriptComparison.perform(self, arguments, on: &run)
    case .env, .cd, .mkdir, .cp, .rm, .exists, .skip:
      try ScriptFiles.perform(self, arguments, on: &run)
    case .serve: try ScriptServers.serve(arguments, on: &run)
    case .start: try ScriptServers.start(arguments, on: &run)
    case .stop: try ScriptServers.stop(arguments, on: &run)
    }
  }
}

/// Commands that run programs.
enum ScriptPrograms {
  /// What a script may run; anything else would tie it to the machine.
  private static let allowed: Set<String> = [
    "git", "writ", "sh", "cat", "mkdir", "rm", "cp", "mv", "chmod", "ln", "ls", "touch", "printf",
    "echo", "head", "tail", "wc", "sort", "sed", "find", "test", "true", "false", "ssh-keygen",
    "env", "sleep", "kill", "chown", "bash", "dd", "truncate", "sha256sum", "diff", "grep", "seq",
    "tr", "cut", "curl",
  ]

  static func perform(
    _ command: ScriptCommand, _ arguments: ScriptArguments, on run: inout ScriptRun
  ) throws {
    switch command {
    case .stdin:
      try arguments.notNegated()
      run.input = try run.contents(arguments.exactly(1)[0])
    case .fsck:
      try arguments.notNegated()
      try fsck(arguments.words, on: &run)
    case .exits:
      try arguments.notNegated()
      let words = try arguments.atLeast(2)
      guard let status = Int32(words[0]) else { throw ScriptError("\(words[0]) is no status") }
      let found = try execute(Array(words.dropFirst()), on: &run)
      if found != status { throw ScriptError("the program ended with \(found), not \(status)") }
    case .applied:
      try arguments.notNegated()
      try applied(arguments.words.first ?? ".", on: &run)
    default:
      let status = try execute(arguments.atLeast(1), on: &run)
      if status == 0, arguments.isNegated { throw ScriptError("the program did not fail") }
      if status != 0, !arguments.isNegated {
        throw ScriptError("the program ended with \(status)")
      }
    }
  }

  private static func execute(_ words: [String], on run: inout ScriptRun) throws -> Int32 {
    guard let name = words.first, allowed.contains(name) else {
      throw ScriptError("scripts run only \(allowed.sorted().joined(separator: " "))")
    }
    var program = name
    if name == "writ" {
      guard let built = Places.program else { throw ScriptError("writ has not been built") }
      program = built
    }
    var process = Subprocess(
      program, Array(words.dropFirst()), environment: run.variables, directory: run.directory)
    process.input = run.input
    run.input = []
    run.lastCommand = words.joined(separator: " ")
    run.last = nil
    let outcome = try process.run()
    run.last = outcome
    if outcome.timedOut { throw ScriptError("the program ran out of time") }
    return outcome.status
  }

  /// The newest commit is an apply: the repository is sound, the work tree clean, and all of git's
  /// readers find the trailers that stand in the last paragraph.
  private static func applied(_ folder: String, on run: inout ScriptRun) throws {
    try fsck([folder], on: &run)
    func git(_ words: String..., input: [UInt8] = []) throws -> String {
      run.input = input
      guard try execute(["git", "-C", folder] + words, on: &run) == 0 else {
        throw ScriptError("git \(words.joined(separator: " ")) failed")
      }
      return run.text(of: .stdout)
    }
    if Files.exists(run.resolve(folder + "/.git")) {
      guard try git("status", "--porcelain").isEmpty else {
        throw ScriptError("the work tree is not clean")
      }
    }
    let parts = try git("log", "-1", "--format=%B%x00%(trailers)").split(separator: "\0")
    guard let message = parts.first, let log = parts.last else { return }
    let paragraphs = message.trimmingCharacters(in: .newlines).components(separatedBy: "\n\n")
    let written = (paragraphs.last ?? "") + "\n"
    guard written.contains("Writ-Record: ") else {
      throw ScriptError("the last paragraph of the message names no record")
    }
    let parsed = try git("interpret-trailers", "--parse", input: Array(message.utf8))
    for found in [log.trimmingCharacters(in: .newlines) + "\n", parsed]
    where found != written {
      throw ScriptError("git reads other trailers than stand there:\n\(found)")
    }
  }

  /// Every object whole, and not a word of complaint.
  private static func fsck(_ words: [String], on run: inout ScriptRun) throws {
    let folder = words.first ?? "."
    let status = try execute(
      ["git", "-C", folder, "fsck", "--strict", "--full", "--no-dangling", "--no-progress"],
      on: &run)
    guard status == 0, run.bytes(of: .stdout).isEmpty, run.bytes(of: .stderr).isEmpty else {
      throw ScriptError("the repository is not sound")
    }
  }
}

/// Commands that look for regular expressions, in which `^` and `$` stand for ends of lines.
enum ScriptPatterns {
  static func perform(
    _ command: ScriptCommand, _ arguments: ScriptArguments, on run: inout ScriptRun
  ) throws {
    switch command {
    case .grep:
      let words = try arguments.exactly(2)
      try expect(words[0], in: run.contents(words[1]), what: words[1], arguments.isNegated)
    case .capture:
      try arguments.notNegated()
      let words = try arguments.exactly(2)
      let text = run.text(of: .stdout)
      guard let match = try first(words[1], in: text), match.numberOfRanges > 1,
        let range = Range(match.range(at: 1), in: text)
      else { throw ScriptError("stdout has no `\(words[1])` with a group") }
      run.variables[words[0]] = String(text[range])
    default:
      guard let stream = ScriptRun.Stream(rawValue: command.rawValue) else { return }
      let pattern = try arguments.exactly(1)[0]
      try expect(pattern, in: run.bytes(of: stream), what: command.rawValue, arguments.isNegated)
    }
  }

  private static func expect(
    _ pattern: String, in bytes: [UInt8], what: String, _ isNegated: Bool
  ) throws {
    let isFound = try first(pattern, in: String(decoding: bytes, as: UTF8.self)) != nil
    if isFound == isNegated {
      throw ScriptError("\(what) \(isFound ? "has" : "has no") `\(pattern)`")
    }
  }

  private static func first(_ pattern: String, in text: String) throws -> NSTextCheckingResult? {
    let expression = try NSRegularExpression(pattern: pattern, options: [.anchorsMatchLines])
    return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text))
  }
}
