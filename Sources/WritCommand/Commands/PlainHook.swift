import Writ

/// A call of a hook as git makes it, with plain arguments and no options.
///
/// The parser builds its tables before it reads a word, which takes longer than the judgement of
/// most commits and pushes. Git's calls need no parser.
enum PlainHook {
  /// Runs `hook NAME ARGUMENT...` as git calls it, and returns false for anything else.
  static func run(_ words: [String]) throws -> Bool {
    guard words.first == "hook", words.count > 1 else { return false }
    let arguments = Array(words.dropFirst(2))
    guard !arguments.contains(where: { $0.hasPrefix("-") }) else { return false }
    if let hook = ClientHook(rawValue: words[1]), hook.counts.contains(arguments.count) {
      try hook.run(arguments, nil)
      return true
    }
    if let hook = PushHook(rawValue: words[1]), hook.counts.contains(arguments.count) {
      try hook.run(arguments, nil)
      return true
    }
    return false
  }
}

/// The hooks that git runs for every commit, whether it touches policy or not: `git am` the last one
/// alone.
enum ClientHook: String {
  case preCommit = "pre-commit"
  case prepareCommitMessage = "prepare-commit-msg"
  case commitMessage = "commit-msg"
  case preApplyPatch = "pre-applypatch"

  /// How many arguments git gives.
  fileprivate var counts: ClosedRange<Int> {
    switch self {
    case .preCommit, .preApplyPatch: 0...0
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
      if git.commitsWithoutMessageHook { try judge(arguments[0], git, ledger, format) }
    case .commitMessage: try judge(arguments[0], .parent(), ledger, format)
    case .preApplyPatch:
      try ledger.forgetAmending()
      let encoding = CallingGit.parent().encoding
      try HookText.finish(try ledger.judgePatch(encoding: encoding), format)
    }
  }

  private func judge(
    _ file: String, _ git: CallingGit, _ ledger: Ledger, _ format: ReportFormat
  ) throws {
    let verdict = try ledger.judgeStaged(
      message: try Input.bytes(file, limit: 16 << 20), cleaned: git.cleaning,
      encoding: git.encoding)
    try ledger.forgetAmending()
    try HookText.finish(verdict, format)
  }
}

/// The hooks that git runs for every push, on the side that sends and on the one that receives.
enum PushHook: String {
  case prePush = "pre-push"
  case preReceive = "pre-receive"
  case update = "update"

  /// How many arguments git gives.
  fileprivate var counts: ClosedRange<Int> {
    switch self {
    case .prePush: 1...2
    case .preReceive: 0...0
    case .update: 3...3
    }
  }

  /// Runs the hook.
  func run(_ arguments: [String], _ common: ReportOptions?) throws {
    common?.begin("hook \(rawValue)")
    let references = try references(arguments)
    let ledger = try Ledger.open(recovering: false)
    let verdict =
      self == .prePush
      ? try ledger.judgePush(references, to: arguments[0]) : try ledger.judgePush(references)
    try HookText.finish(verdict, common?.format ?? .text)
  }

  private func references(_ arguments: [String]) throws -> [PushedReference] {
    switch self {
    case .prePush:
      try PushLines.read("source new reference old", PushedReference.init(pushed:))
    case .preReceive: try PushLines.read("old new reference", PushedReference.init(received:))
    case .update: [try PushLines.update(arguments)]
    }
  }
}
