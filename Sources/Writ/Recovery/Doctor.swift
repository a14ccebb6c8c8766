import WritGit
import WritPolicy

/// Something that is unfinished, orphaned or misconfigured.
public struct Ailment: Sendable {
  /// A stable word, such as `orphaned-checkpoint`.
  public let code: String
  /// A full sentence.
  public let message: String
  /// What mends it.
  public let mend: String
  /// Whether `writ doctor --fix` mended it.
  public var isMended = false
}

extension Ledger {
  /// Looks for what is unfinished, orphaned or misconfigured, and mends what it safely can.
  public func examine(fixing: Bool) throws -> [Ailment] {
    let lock = fixing ? try lock() : nil
    defer { withExtendedLifetime(lock) {} }
    var found = try unfinished(fixing)
    found += try hookAilments(fixing)
    found += try identityAilments()
    guard case .branch(let name, let tip?) = try repository.head() else {
      return found + [
        Ailment(
          code: "no-branch", message: "HEAD names no branch with a commit.",
          mend: repository.isBare
            ? "name the branch that has the rules: 'git symbolic-ref HEAD refs/heads/NAME'"
            : "check out the policy branch, or run 'writ init'")
      ]
    }
    let branch = Branch(name: name, tip: tip, isCheckedOut: true)
    found += try rulesAilments(branch)
    found += try checkpointAilments(branch, fixing)
    found += historyAilments()
    return found
  }

  private func unfinished(_ fixing: Bool) throws -> [Ailment] {
    if fixing {
      return try recover().map {
        Ailment(code: "unfinished-apply", message: $0, mend: "nothing", isMended: true)
      }
    }
    guard let lock = try lockIfIdle() else { return [] }
    defer { withExtendedLifetime(lock) {} }
    let (journals, damaged) = try Journal.all(in: repository)
    return journals.map {
      Ailment(
        code: "unfinished-apply", message: "Apply \($0.id) was begun and not finished.",
        mend: "run 'writ doctor --fix', or any command that writes")
    }
      + damaged.map {
        Ailment(
          code: "damaged-journal", message: "The journal '\($0)' cannot be read.",
          mend: "run 'writ doctor --fix'")
      }
      + (journals.isEmpty ? try leftovers() : []).map {
        Ailment(
          code: "leftover-file", message: "A command that was killed left '\($0)'.",
          mend: "run 'writ doctor --fix'")
      }
  }

  /// What a command that still runs has begun is no ailment.
  private func lockIfIdle() throws -> FileLock? {
    try FileSystem.makeFolder(repository.commonPath("writ"))
    return try FileLock.acquire(repository.commonPath("writ/lock"), waitingAtMost: 0)
  }

  private func hookAilments(_ fixing: Bool) throws -> [Ailment] {
    let missing = try missingHooks()
    if missing.isEmpty { return [] }
    var isMended = false
    var mend = "run 'writ hook install'"
    if fixing {
      do {
        _ = try installHooks()
        isMended = true
      } catch let error as LedgerError where error.kind == .refused {
        mend = error.hint ?? mend
      }
    }
    return missing.map {
      Ailment(
        code: "hook-missing", message: "The hook '\($0)' does not ask writ.", mend: mend,
        isMended: isMended)
    }
  }

  private func identityAilments() throws -> [Ailment] {
    guard try gitActor() == nil else { return [] }
    return [
      Ailment(
        code: "no-identity", message: "Git does not know who you are.",
        mend: "set user.name and user.email with 'git config'")
    ]
  }

  private func rulesAilments(_ branch: Branch) throws -> [Ailment] {
    do {
      guard let rules = try snapshot(branch.tip).rules() else {
        return [
          Ailment(
            code: "not-adopted", message: "The branch has no \(Rules.path).",
            mend: "run 'writ init'")
        ]
      }
      guard rules.protectedBranches.isEmpty else { return try judgeAilments(branch, rules) }
      return [
        Ailment(
          code: "nothing-protected", message: "The rules protect no branch.",
          mend: "name branches in 'protected' of \(Rules.path)")
      ]
    } catch let error as PolicyError {
      return [
        Ailment(code: "rules-form", message: error.message, mend: error.hint ?? "correct the rules")
      ]
    } catch let error as LedgerError where error.kind == .refused {
      return [Ailment(code: "rules-form", message: error.message, mend: "restore \(Rules.path)")]
    }
  }

  /// Where pushes arrive, the branch that `HEAD` names has the rules by which they are judged.
  private func judgeAilments(_ branch: Branch, _ rules: Rules) throws -> [Ailment] {
    let name = try repository.finalName(of: branch.name) ?? branch.name
    guard repository.isBare, !rules.protects(name) else { return [] }
    return [
      Ailment(
        code: "head-not-protected",
        message: "HEAD names \(name), which its own rules do not protect, so that whoever may push "
          + "may rewrite it.",
        mend: "name it in 'protected' of \(Rules.path), or let HEAD name the branch that has the "
          + "rules: 'git symbolic-ref HEAD refs/heads/NAME'")
    ]
  }

  private func historyAilments() -> [Ailment] {
    guard repository.isShallow else { return [] }
    return [
      Ailment(
        code: "shallow-clone", message: "The history was cut off by a shallow clone.",
        mend: "run 'git fetch --unshallow'")
    ]
  }
}
