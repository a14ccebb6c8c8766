import Foundation
import Testing
import WritTesting

/// What a repository must be like after something happened to a command, and after the next one.
struct Verdict {
  let scenario: Scenario
  let workshop: Workshop
  let arguments: [String]
  /// The `policies/` trees before and after the command when nothing happens to it.
  let trees: (before: String, after: String)
  /// What happened, for messages.
  let comment: Comment

  /// Old or new, sound, and after the next commands as if nothing had happened.
  func check() throws {
    if !scenario.isFirst { try checkState() }
    try checkNextCommands()
    if !scenario.isBare { try checkWorkTree() }
    try checkCheckpoints()
    #expect(try leftovers() == [], comment)
    try checkObjects()
    let examined = try workshop.attempt(["doctor"])
    #expect(examined.outputText == "All is well.\n", comment)
    try workshop.git("pack-refs", "--all")
  }

  private func checkState() throws {
    try checkObjects()
    let tree = try workshop.git("rev-parse", "main:policies")
    #expect(
      tree == trees.before || tree == trees.after, "policies/ is neither old nor new: \(comment)")
  }

  /// The `policies/` tree as it is.
  static func tree(_ workshop: Workshop) throws -> String {
    try workshop.run("git", ["rev-parse", "--verify", "--quiet", "main:policies"]).outputText
      .trimmingCharacters(in: .newlines)
  }

  private func checkObjects() throws {
    let outcome = try workshop.run("git", ["fsck", "--strict", "--no-dangling", "--no-progress"])
    #expect(outcome.status == 0 && outcome.outputText == "", "\(outcome.errorText): \(comment)")
  }

  private func checkNextCommands() throws {
    if !scenario.hasKey {
      // Adoption and proposals may be repeated; a name is taken when the first attempt made it.
      let again = try workshop.attempt(arguments)
      let isTaken = again.status == 3 && again.errorText.contains("exists, and is never moved")
      #expect(again.status == 0 || isTaken, "\(again.errorText): \(comment)")
    }
    let isOther = scenario.isFirst ? "rollout/planner#/canary_pct=3" : "limits/other#/value=31"
    let next = ["apply", "--set", isOther, "--key", "other"]
    let outcome = try workshop.attempt(next)
    #expect(outcome.status == 0, "\(outcome.errorText): \(comment)")
    #expect(try leftovers() == [], comment)
    guard scenario.hasKey else { return }
    for _ in 0..<2 {
      let retry = try workshop.attempt(arguments)
      #expect(retry.status == 0, "\(retry.errorText): \(comment)")
    }
    let made = try workshop.git("log", "--all", "--format=%H", "--grep=^Writ-Key: K$")
    #expect(made.split(separator: "\n").count == 1, "applied not exactly once: \(comment)")
  }

  private func checkWorkTree() throws {
    #expect(try workshop.git("status", "--porcelain", "--ignored") == "", comment)
    let kept = try workshop.git("ls-tree", "-r", "--name-only", "main", "evidence/")
    let there = try workshop.run("find", ["evidence", "-type", "f"]).outputText
    #expect(
      there.split(separator: "\n").sorted() == kept.split(separator: "\n").sorted(), comment)
  }

  /// Every apply that says so has its checkpoint, and no other is there.
  private func checkCheckpoints() throws {
    let format = "--format=%(trailers:key=Writ-Checkpoint,valueonly,separator=%x20)"
    let said = try workshop.git("log", "main", format).split(separator: "\n")
      .filter { !$0.isEmpty }.prefix(scenario.kept)
    let there = try workshop.git("tag").split(separator: "\n").filter { !$0.hasSuffix("named") }
    #expect(said.sorted() == there.sorted(), comment)
  }

  /// Locks, temporary files and journals.
  ///
  /// Objects that were begun are git's to prune.
  private func leftovers() throws -> [String] {
    let files = try workshop.run("find", [".", "-type", "f"]).outputText.split(separator: "\n")
    return files.map(String.init).filter { path in
      path.hasSuffix(".lock") || path.hasSuffix(".new") || path.contains("index.writ")
        || path.contains("/writ/journal/") || path.contains("_git2_") && !path.contains("/objects/")
    }
  }
}
