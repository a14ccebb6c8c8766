import ArgumentParser
import WritClient
import WritTrials

/// A protocol that model servers speak.
enum ServerProtocol: String, ExpressibleByArgument, CaseIterable {
  case ollama, openai
  case ollamaChat = "ollama-chat"
}

/// Which model server is asked, and how.
struct ServerOptions: ParsableArguments {
  @Option(
    name: [.customLong("server-url"), .customLong("ollama-url")],
    help: ArgumentHelp(
      "The model server (WRIT_BENCH_URL; http://127.0.0.1:11434, or port 8080 for openai).",
      valueName: "URL"))
  var url: String?

  @Option(name: .customLong("protocol"), help: "The API that the server speaks.")
  var wire = ServerProtocol.ollama

  @Option(help: "The variable of the environment that has the server's key.")
  var apiKeyEnv = "WRIT_BENCH_API_KEY"

  @Flag(help: "Send the key to another machine although the connection is not encrypted.")
  var sendKeyUnencrypted = false

  @Option(help: ArgumentHelp("Trust these certificates, in PEM.", valueName: "FILE"))
  var caFile: String?

  @Option(
    name: [.customLong("timeout"), .customLong("timeout-seconds")],
    help: "How long one answer may take, in seconds.")
  var timeout = 300.0

  /// The address of the server.
  private var address: String {
    let standard = wire == .openai ? "http://127.0.0.1:8080" : "http://127.0.0.1:11434"
    return url ?? Environment.value("WRIT_BENCH_URL") ?? standard
  }

  /// The server, and the network that it is reached by.
  func connect() throws -> (server: any ModelServer, network: Network) {
    guard timeout.isFinite, timeout > 0, timeout <= 86_400 else {
      throw UsageError("--timeout is a number of seconds greater than 0.")
    }
    let network = Network(authorities: caFile)
    let client = HTTPClient(
      try ServerAddress(address), network,
      token: try Self.token(apiKeyEnv, for: address, isAllowedPlain: sendKeyUnencrypted),
      timeout: timeout)
    return switch wire {
    case .openai: (OpenAIServer(client), network)
    case .ollama: (OllamaServer(client), network)
    case .ollamaChat: (OllamaServer(client, isChat: true), network)
    }
  }

  /// Asks what the server is and has; one that is getting ready is waited for, at most a minute.
  func introduction(
    of server: any ModelServer, _ network: Network
  ) throws -> (version: String, models: [InstalledModel]) {
    let patience = min(timeout, 60)
    return try network.ask { () async throws(ServerFailure) in
      try await server.introduction(patience: patience, sleep: Network.sleep) { failure in
        Output.message("note: Waiting for the server. \(Printable.line(failure.message))")
      }
    }
  }

  /// The key of a variable; nil when there is none.
  static func token(
    _ variable: String, for address: String, isAllowedPlain: Bool
  ) throws -> BearerToken? {
    guard let text = Environment.value(variable) else { return nil }
    let place = try ServerAddress(address)
    guard place.isEncrypted || place.isLoopback || isAllowedPlain else {
      throw UsageError(
        "The key in \(variable) would go to \(place.origin) where everyone on the way can read it.",
        hint: "use https, or say --send-key-unencrypted")
    }
    do throws(TrialError) {
      return try BearerToken(text)
    } catch {
      throw UsageError("\(variable): \(error.message)", hint: error.hint)
    }
  }
}

extension Network {
  /// Asks a server something, and waits for the answer; Ctrl-C breaks it off.
  func ask<Value: Sendable>(
    _ question: @escaping @Sendable () async throws(ServerFailure) -> Value
  ) throws -> Value {
    let result = try wait(
      { () async -> Result<Value, ServerFailure> in
        do throws(ServerFailure) {
          return .success(try await question())
        } catch {
          return .failure(error)
        }
      }, started: { Interruption.onRequest($0) })
    return try result.get()
  }
}
