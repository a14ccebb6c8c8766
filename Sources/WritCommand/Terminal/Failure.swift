import ArgumentParser
import Glibc
import Writ
import WritEvidence
import WritExpression
import WritGit
import WritJSON
import WritPolicy
import WritSchema
import WritServer
import WritTrials

/// An error in the form in which people and programs get it.
struct Failure {
  let status: ExitStatus
  let code: String
  let message: String
  var hint: String?
  var findings: [Finding] = []
  var conflicts: [LedgerError.Conflict] = []
  /// How the command is used, for a command line that was not understood.
  var usage = ""

  /// Set by `--format json` before anything can fail.
  nonisolated(unsafe) static var format = Format.text
  /// The command that runs, for JSON.
  static var command: String {
    get { begun ?? named }
    set { begun = newValue }
  }
  nonisolated(unsafe) private static var begun: String?
  nonisolated(unsafe) private static var words: [String] = []

  /// Learns from the words as given how an error is to be told that comes before they are parsed.
  static func expect(_ words: [String]) {
    self.words = words
    for (index, word) in words.enumerated() {
      let next = index + 1 < words.count ? words[index + 1] : ""
      if word == "--format=json" || (word == "--format" && next == "json") { format = .json }
    }
  }

  /// The command that the words as given name.
  private static var named: String {
    guard let verb = words.first(where: { !$0.hasPrefix("-") }),
      let known = WritCommand.configuration.subcommands.first(where: { $0._commandName == verb })
    else { return "writ" }
    let inner = known.configuration.subcommands.map { $0._commandName }
    guard let name = words.first(where: { inner.contains($0) }) else { return verb }
    return "\(verb) \(name)"
  }

  /// Prints the error and ends the process with its status.
  static func report(_ error: any Error, parser: (some ParsableCommand).Type) -> Never {
    // Help and version are "errors" of the parser that end well.
    if Failure(error) == nil, parser.exitCode(for: error).isSuccess {
      parser.exit(withError: error)
    }
    let failure = Failure(error) ?? Failure(parsing: error, parser)
    failure.print()
    Output.flush()
    Glibc.exit(failure.status.rawValue)
  }

  init?(_ error: any Error) {
    switch error {
    case let error as LedgerError:
      status = ExitStatus(error.kind)
      (code, message, hint) = (error.code, error.message, error.hint)
      (findings, conflicts) = (error.findings, error.conflicts)
    case let error as GitError:
      status = ExitStatus(error.code)
      (code, message, hint) = (error.code.rawValue, error.message, error.hint)
    case let error as PolicyError:
      status = error.code == .name ? .usage : .refused
      (code, message, hint) = (error.code.rawValue, error.message, error.hint)
    case let error as MessageError:
      status = .usage
      code = "message-form"
      message = error.problems.map(\.sentence).joined(separator: " ")
      hint = error.problems.first?.hint
    case let error as JSONError:
      status = .usage
      (code, message, hint) = (error.code.rawValue, error.message, error.hint)
    case let error as SchemaError:
      status = .usage
      (code, message, hint) = (error.code.rawValue, error.message, error.hint)
    case let error as ExpressionError:
      status = error.kind == .evaluation ? .failure : .usage
      (code, message, hint) = (error.code.rawValue, error.message, error.hint)
    case let error as EvidenceError:
      status = .usage
      (code, message, hint) = (error.code.rawValue, error.message, error.hint)
    case let error as TrialError:
      status = ExitStatus(error.code)
      (code, message, hint) = (error.code.rawValue, error.placed, error.hint)
    case let error as UnfinishedRun:
      status = .failure
      (code, message, hint) = ("bench-unfinished", error.message, error.hint)
    case let error as ServerFailure:
      status = .failure
      (code, message) = ("server", error.message)
    case let error as ServerError:
      status = error.code == .address ? .failure : .usage
      (code, message, hint) = (error.code.rawValue, error.message, error.hint)
    case let error as UsageError:
      status = .usage
      (code, message, hint) = ("usage", error.message, error.hint)
    default: return nil
    }
  }

  /// What went wrong, in a sentence for a report.
  static func sentence(_ error: any Error) -> String { Failure(error)?.message ?? "\(error)" }

  /// A command line that the parser did not understand.
  private init(parsing error: any Error, _ parser: (some ParsableCommand).Type) {
    status = .usage
    code = "usage"
    message = parser.message(for: error)
    let full = parser.fullMessage(for: error)
    let rest = full.split(separator: "\n").filter {
      !$0.hasPrefix("Error: ") && !message.contains($0)
    }
    usage = rest.joined(separator: "\n")
  }

  func print() {
    Output.message("error: \(message)")
    for finding in findings where finding.message != message {
      Output.message("  - \(finding.message)")
      Output.message("    mend: \(finding.mend)")
    }
    for conflict in conflicts {
      let place =
        conflict.pointer.isEmpty ? conflict.document : "\(conflict.document)#\(conflict.pointer)"
      Output.message("  - \(place): \(conflict.message)")
    }
    if let hint { Output.message("hint: \(hint)") }
    if !usage.isEmpty { Output.message(usage) }
    if Failure.format == .json { Output.json(Failure.command, json) }
  }

  private var json: JSONObject {
    var error: JSONObject = [
      "code": .string(code), "message": .string(message),
      "exitStatus": .number(JSONNumber(Int(status.rawValue))),
    ]
    error["hint"] = hint.map(JSONValue.string)
    error["findings"] = .array(findings.map(\.json))
    error["conflicts"] = .array(
      conflicts.map {
        [
          "policy": .string($0.document), "pointer": .string($0.pointer),
          "message": .string($0.message),
        ]
      })
    return ["error": .object(error)]
  }
}
