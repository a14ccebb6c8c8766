import ArgumentParser
import Writ
import WritGit
import WritJSON

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a policy repository, or adopt an existing one.",
    discussion: """
      Adds governance/ from a template in one commit on top of what is there, and installs the \
      hooks. A new repository gets the template's sample policies too. Nothing is rewritten.
      """)

  @Option(help: "The template: \(Template.names.joined(separator: ", ")).")
  var template = "default"

  @Flag(help: "Make a repository without a work tree, as on a server.")
  var bare = false

  @Argument(help: "The folder; made when it does not exist.")
  var folder = "."

  @OptionGroup var signing: SigningOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.begin("init")
    let template = try Template(named: template)
    let (repository, isNew) = try openOrCreate()
    let outcome = try Ledger(repository, .process).adopt(
      template, signing: signing.choice)
    if common.isJSON { return Output.json("init", json(outcome, isNew)) }
    print(outcome, repository, isNew)
  }

  private func openOrCreate() throws -> (Repository, isNew: Bool) {
    do {
      let found = try Repository.open(at: folder)
      guard !bare || found.isBare else {
        throw UsageError("The repository has a work tree, so --bare does not fit.")
      }
      return (found, false)
    } catch let error as GitError where error.code == .notARepository {
      try Ledger.requireIdentity(.process)
      try Ledger.requireSigning(signing.choice)
      let branch = try Repository.defaultBranch()
      return (try Repository.create(at: folder, bare: bare, branch: branch), true)
    }
  }

  private func print(_ outcome: AdoptionOutcome, _ repository: Repository, _ isNew: Bool) {
    if let commit = outcome.commit {
      let place = repository.workTree ?? repository.gitDirectory
      Output.line("\(isNew ? "Made" : "Adopted") \(place) (\(outcome.branch.shortBranch))")
      Output.line("  commit  \(commit.prefix(10))")
      for file in outcome.files { Output.line("  added   \(file)") }
    } else {
      Output.line("Adopted before; nothing to commit.")
    }
    for hook in outcome.hooks { Output.line("  hook    \(hook.name) (\(hook.outcome.rawValue))") }
    if let problem = outcome.hookProblem { Output.message("note: \(problem)") }
    for problem in outcome.unreadable {
      Output.message(
        "note: a policy is not strict JSON, and must become so when it is changed: \(problem)")
    }
  }

  private func json(_ outcome: AdoptionOutcome, _ isNew: Bool) -> JSONObject {
    var object: JSONObject = [
      "branch": .string(outcome.branch), "new": .bool(isNew),
      "files": .array(outcome.files.map(JSONValue.string)),
      "hooks": .array(
        outcome.hooks.map {
          ["name": .string($0.name), "outcome": .string($0.outcome.rawValue)]
        }),
      "unreadable": .array(outcome.unreadable.map(JSONValue.string)),
    ]
    object["hookProblem"] = outcome.hookProblem.map(JSONValue.string)
    object["commit"] = outcome.commit.map(JSONValue.string)
    return object
  }
}

extension String {
  /// `main` for `refs/heads/main`.
  var shortBranch: String { hasPrefix("refs/heads/") ? String(dropFirst(11)) : self }
}
