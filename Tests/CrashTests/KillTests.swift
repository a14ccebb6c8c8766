import Foundation
import Testing
import WritTesting

/// The process is killed, or one call of the system fails, anywhere in a command.
///
/// Afterwards the state is the old one or the new one, and the next command makes everything right.
@Suite(.enabled(if: Strace.isUsable)) struct KillTests {
  /// A command that is ready to run, and what it does when it is left alone.
  private struct Rehearsal {
    let workshop: Workshop
    let arguments: [String]
    let calls: [SystemCall]
    let trees: (before: String, after: String)

    init(_ scenario: Scenario) throws {
      workshop = try Workshop()
      arguments = try scenario.prepare(workshop)
      calls = try Strace.calls(arguments, in: workshop)
      let done = try Workshop(copying: workshop)
      try done.writ(arguments)
      trees = (try Verdict.tree(workshop), try Verdict.tree(done))
    }
  }

  @Test(arguments: Scenario.all)
  func `A kill at any call leaves the old state or the new one, and the next command is right`(
    _ scenario: Scenario
  ) throws {
    let rehearsal = try Rehearsal(scenario)
    let calls = Extent.sample(rehearsal.calls, 3, salt: "kill \(scenario.name)")
    for call in calls {
      let workshop = try Workshop(copying: rehearsal.workshop)
      _ = try Strace.run(rehearsal.arguments, in: workshop, "signal=SIGKILL", at: call)
      try Verdict(
        scenario: scenario, workshop: workshop, arguments: rehearsal.arguments,
        trees: rehearsal.trees, comment: "killed at \(call)"
      ).check()
    }
    print("\(scenario.name): killed at \(calls.count) of \(rehearsal.calls.count) calls")
  }

  @Test(arguments: Scenario.all)
  func `A call that fails is told, and changes nothing or is finished later`(
    _ scenario: Scenario
  ) throws {
    let rehearsal = try Rehearsal(scenario)
    let faults = rehearsal.calls.flatMap { call in
      ["ENOSPC", "EIO", "EACCES"].map { (call: call, error: $0) }
    }
    let chosen = Extent.sample(faults, 3, salt: "fail \(scenario.name)")
    for (call, error) in chosen {
      let workshop = try Workshop(copying: rehearsal.workshop)
      let outcome = try Strace.run(
        rehearsal.arguments, in: workshop, "error=\(error)", at: call)
      let comment: Comment = "\(error) at \(call): \(outcome.status) \(outcome.errorText)"
      // An object that cannot be read may make the verdict impossible.
      #expect([0, 1, 6].contains(outcome.status), comment)
      #expect(outcome.status == 0 || outcome.errorText.contains("error: "), comment)
      try checkTold(outcome, try Verdict.tree(workshop), rehearsal, comment)
      try Verdict(
        scenario: scenario, workshop: workshop, arguments: rehearsal.arguments,
        trees: rehearsal.trees, comment: comment
      ).check()
    }
    print("\(scenario.name): failed \(chosen.count) of \(faults.count) calls")
  }

  /// An error whose change is made all the same says so.
  private func checkTold(
    _ outcome: ProcessOutcome, _ tree: String, _ rehearsal: Rehearsal, _ comment: Comment
  ) throws {
    let isMade = tree == rehearsal.trees.after && tree != rehearsal.trees.before
    guard outcome.status != 0, isMade, rehearsal.arguments.first != "init" else { return }
    let told = ["The commit is made", "The command was carried out"]
    #expect(told.contains { outcome.errorText.contains($0) }, comment)
  }
}
