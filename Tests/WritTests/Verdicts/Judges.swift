import Foundation
import Writ
import WritGit
import WritPolicy
import WritTesting

/// The four who judge, each by its own entry point of the library.
enum Judge: String, CaseIterable, Sendable {
  case apply, client, push, verify
}

struct Judges {
  let world: PolicyWorld
  /// Whether a judge is to overlook a finding: how the test is tested.
  var overlooks: (Judge, Finding) -> Bool = { _, _ in false }

  private func reasons(_ findings: [Finding], _ judge: Judge) -> Set<String> {
    Set(
      findings.filter { !overlooks(judge, $0) }.map {
        "\($0.code.rawValue) \($0.rule ?? "-") \($0.path ?? "-") \($0.pointer ?? "-")"
      })
  }

  /// What the server says when the commits are pushed to the protected branch.
  func push(_ change: Change) throws -> Said {
    guard let tip = change.commits.last else { return Said() }
    let reference = PushedReference("refs/heads/main".utf8, from: world.base, to: tip)
    let verdict = try world.ledger().judgePush([reference])
    var said = Said()
    for item in verdict.findings {
      let reasons = reasons([item.finding], .push)
      if !reasons.isEmpty { said.refused[item.commit ?? "reference", default: []] += reasons }
    }
    return said
  }

  /// What the audit says of them once they are there.
  func verify(_ change: Change) throws -> Said {
    guard let tip = change.commits.last else { return Said() }
    var request = VerifyRequest()
    request.range = "\(world.base)..\(tip)"
    request.usesCache = false
    let report = try world.ledger().verify(request)
    var said = Said()
    for problem in report.problems {
      let reasons = problem.missing.isEmpty ? reasons(problem.findings, .verify) : ["missing"]
      if !reasons.isEmpty { said.refused[problem.commit?.hex ?? "-", default: []] += reasons }
    }
    return said
  }

  /// What the client's hook says when git is about to make each of them.
  func client(_ change: Change) throws -> Said {
    var said = Said()
    try world.head("main")
    for id in change.commits {
      let commit = try world.objects.commit(id)
      try world.point("main", at: commit.parents.first ?? world.base)
      try world.forget("MERGE_HEAD")
      if commit.parents.count > 1 {
        let others = commit.parents.dropFirst().map { "\($0.hex)\n" }.joined()
        try Files.write(world.repository.path + "/.git/MERGE_HEAD", others.utf8)
      }
      try world.repository.git("read-tree", commit.tree.hex)
      // The client's clock is what git would write into the commit.
      let ledger = try world.ledger(at: commit.committer.seconds)
      // What the commit has is what git made of the message.
      var cleaning = MessageCleaning()
      cleaning.mode = "verbatim"
      let verdict = try ledger.judgeStaged(message: commit.message, cleaned: cleaning)
      let reasons = reasons(verdict.verdict.findings, .client)
      if !reasons.isEmpty { said.refused[id.hex] = reasons }
    }
    try world.reset()
    return said
  }

  /// What `apply` says of the same change; nil where it cannot be asked for.
  func apply(_ change: Change) throws -> Said? {
    guard var request = change.request else { return nil }
    request.isDryRun = true
    var said = Said()
    do {
      _ = try world.ledger().apply(request)
    } catch let error as LedgerError where error.kind == .refused || error.kind == .held {
      let reasons = reasons(error.findings, .apply)
      if error.findings.isEmpty || !reasons.isEmpty { said.refused["apply"] = reasons }
    }
    return said
  }
}

extension Set {
  static func += (left: inout Set, right: Set) { left.formUnion(right) }
}
