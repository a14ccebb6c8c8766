import Writ

/// The hooks that git runs for every commit, whether it touches policy or not.
enum ClientHook: String {
  case preCommit = "pre-commit"
  case prepareCommitMessage = "prepare-commit-msg"
  case commitMessage = "commit-msg"

  /// Runs `hook NAME ARGUMENT...` as git calls it, and returns false for anything else.
  ///
  /// The parser builds its tables before it reads a word, which takes longer than the judgement of
  /// most commits. Git's calls hold plain arguments and no options, so they need no parser.
  static func runPlainly(_ arguments: [String]) throws -> Bool {
    guard arguments.first == "hook", arguments.count > 1,
      let hook = ClientHook(rawValue: arguments[1]),
      !arguments.dropFirst(2).contains(where: { $0.hasPrefix("-") }),
      hook.counts.contains(arguments.count - 2)
    else { return false }
    try hook.run(Array(arguments.dropFirst(2)), nil)
    return true
  }

  /// How many arguments git gives.
  private var counts: ClosedRange<Int> {
    switch self {
    case .preCommit: 0...0
    case .prepareCommitMessage: 1...3
    case .commitMessage: 1...1
    }
  }

  /// Runs the hook.
  func run(_ arguments: [String], _ common: ReportOptions?) throws {
    common?.begin("hook \(rawValue)")
    let ledger = try Ledger.open(recovering: false)
    let format = common?.format ?? .text
    switch self {
    case .preCommit:
      try ledger.forgetAmending()
      try HookText.finish(try ledger.judgeStagedFiles(), format)
    case .prepareCommitMessage:
      let git = CallingGit.parent()
      try ledger.noteAmending(
        source: git.isAmending ? "commit" : arguments.dropFirst().first,
        commit: git.isAmending ? "HEAD" : arguments.dropFirst(2).first)
      if git.commitsWithoutMessageHook { try judge(arguments[0], ledger, format) }
    case .commitMessage: try judge(arguments[0], ledger, format)
    }
  }

  private func judge(_ file: String, _ ledger: Ledger, _ format: ReportFormat) throws {
    let verdict = try ledger.judgeStaged(message: try Input.bytes(file, limit: 16 << 20))
    try ledger.forgetAmending()
    try HookText.finish(verdict, format)
  }
}
