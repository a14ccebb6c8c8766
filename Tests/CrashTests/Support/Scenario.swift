import Foundation
import Testing
import WritTesting

/// A command that something happens to, and the repository that it works on.
struct Scenario: Sendable, CustomTestStringConvertible {
  let name: String
  /// Makes the repository and gives the arguments of the command.
  let prepare: @Sendable (Workshop) throws -> [String]
  var isBare = false
  /// Whether there is no repository before the command.
  var isFirst = false
  /// Whether the command makes an apply on the branch that its key tells from others.
  var hasKey = true
  /// How many automatic checkpoints the rules keep.
  var kept = Int.max

  var testDescription: String { name }

  static let all = [
    Scenario(name: "apply in a work tree") { workshop in
      try workshop.populate()
      return change
    },
    Scenario(
      name: "apply in a bare repository",
      prepare: { workshop in
        try workshop.populate(bare: true)
        return change
      }, isBare: true),
    Scenario(name: "apply of edits in the work tree") { workshop in
      try workshop.populate()
      try edit(workshop)
      return ["apply", "--key", "K"]
    },
    Scenario(name: "rollback to a checkpoint") { workshop in
      try workshop.populate()
      let checkpoint = try workshop.git("tag").split(separator: "\n")[1]
      return ["rollback", "--to", String(checkpoint), "--key", "K"]
    },
    Scenario(name: "rollback of one apply") { workshop in
      try workshop.populate()
      let last = try #require(try workshop.git("tag").split(separator: "\n").last)
      return ["rollback", "--undo", String(last.dropFirst(11)), "--key", "K"]
    },
    Scenario(
      name: "apply that retires packed checkpoints",
      prepare: { workshop in
        try workshop.populate()
        try keep(2, workshop)
        try workshop.git("pack-refs", "--all")
        return change
      }, kept: 2),
    Scenario(
      name: "adoption of a repository",
      prepare: { workshop in
        try history(workshop)
        return ["init"]
      }, hasKey: false),
    Scenario(
      name: "a new repository", prepare: { _ in ["init"] }, isFirst: true, hasKey: false),
    Scenario(
      name: "a checkpoint by name",
      prepare: { workshop in
        try workshop.populate()
        return ["checkpoint", "create", "named"]
      }, hasKey: false),
    Scenario(
      name: "proposal",
      prepare: { workshop in
        try workshop.populate()
        return change + ["--propose"]
      }, hasKey: false),
    Scenario(name: "recovery of an apply that was committed") { workshop in
      try workshop.populate()
      try kill(workshop, at: "rename") { $0.text.contains("planner.json") }
      return change
    },
    Scenario(name: "recovery of an apply that was not committed") { workshop in
      try workshop.populate()
      try kill(workshop, at: "rename") { $0.text.contains("heads/main.lock") }
      return change
    },
  ]

  private static let change = [
    "apply", "--set", "rollout/planner#/canary_pct=9", "--key", "K", "--evidence",
    "bench=../evidence.json",
  ]

  private static func edit(_ workshop: Workshop) throws {
    let policies = workshop.path + "/policies"
    let path = policies + "/rollout/planner.json"
    let text = String(decoding: try Files.read(path), as: UTF8.self)
    try Files.write(
      path, text.replacingOccurrences(of: "_pct\": 6", with: "_pct\": 9").utf8)
    try Files.write(policies + "/rollout/new/extra.json", "{\"canary_pct\": 1}\n".utf8)
    try FileManager.default.removeItem(atPath: policies + "/limits/resources.json")
  }

  private static func keep(_ count: Int, _ workshop: Workshop) throws {
    let path = workshop.path + "/governance/rules.json"
    let text = String(decoding: try Files.read(path), as: UTF8.self)
    try Files.write(
      path, text.replacingOccurrences(of: "\"keep\": 1000", with: "\"keep\": \(count)").utf8)
    let trailers =
      "Actor: A <a@b.c>\nApproval-Ref: x\nRationale: y\nReview-By: \(Workshop.reviewBy)"
    try workshop.git("commit", "-qam", "Keep less\n\n\(trailers)")
  }

  /// A repository with policies and a hook of its own.
  private static func history(_ workshop: Workshop) throws {
    try workshop.git("init", "--quiet")
    try Files.write(workshop.path + "/policies/limits/other.json", "{\"value\": 1}\n".utf8)
    try workshop.git("add", ".")
    try workshop.git("commit", "--quiet", "--message", "First")
    let hook = workshop.path + "/.git/hooks/commit-msg"
    try Files.write(hook, "#!/bin/sh\nexit 0\n".utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
  }

  /// Kills the change of `all` at the last call that fits.
  private static func kill(
    _ workshop: Workshop, at name: String, _ fits: (SystemCall) -> Bool
  ) throws {
    let calls = try Strace.calls(change, in: workshop)
    let found = calls.last { $0.name.hasPrefix(name) && fits($0) }
    let call = try #require(found, "\(calls)")
    _ = try Strace.run(change, in: workshop, "signal=SIGKILL", at: call)
  }
}
