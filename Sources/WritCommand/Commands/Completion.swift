import ArgumentParser

struct Completion: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion", abstract: "Print a completion script for a shell.")

  @Argument(help: "bash, zsh or fish.")
  var shell: String

  func run() throws {
    guard let kind = CompletionShell(rawValue: shell) else {
      throw UsageError("There is no completion for '\(shell)'.", hint: "bash, zsh or fish")
    }
    Output.line(WritCommand.completionScript(for: kind))
  }
}
