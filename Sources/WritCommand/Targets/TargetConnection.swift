import Glibc
import Writ
import WritClient
import WritGit
import WritJSON
import WritPolicy
import WritTrials

/// The way to a target.
protocol TargetConnection {
  /// What the target has; nil where it has nothing yet.
  ///
  /// - Throws: when it cannot be asked, which is never taken for having anything.
  func read() throws -> JSONValue?

  /// Brings the target to what the branch says.
  func write(_ wanted: WantedState, _ differences: [JSONChange]) throws
}

enum TargetConnections {
  /// The way to a target, by the repository's list and this machine's own settings.
  ///
  /// Where files are and which programs run is never said by the repository or its own
  /// configuration: both come with whatever somebody unpacked.
  static func connect(_ wanted: WantedState, _ ledger: Ledger) throws -> any TargetConnection {
    let target = wanted.target
    switch target.kind {
    case .http(let endpoint): return try EndpointTarget(endpoint, target)
    case .file: return FileTarget(path: try setting("path", target, ledger))
    case .command:
      return CommandTarget(
        program: try Program(try setting("program", target, ledger)), target: target,
        ledger: ledger)
    }
  }

  private static func setting(
    _ key: String, _ target: Target, _ ledger: Ledger
  ) throws -> String {
    let name = "writ.target.\(target.name).\(key)"
    guard
      let value = try ledger.repository.configuration().stringOutsideRepository(name),
      value.hasPrefix("/")
    else {
      throw UsageError(
        "This machine does not say the \(key) of the target '\(target.name)'.",
        hint: "run 'git config --global \(name) /absolute/path'")
    }
    return value
  }

  /// The token of a target: `WRIT_TARGET_<NAME>_TOKEN`, letters in upper case and `_` for the rest.
  static func variable(of target: Target) -> String {
    let name = target.name.unicodeScalars.map { scalar -> Character in
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9") ~= scalar)
      return isPlain ? Character(String(scalar).uppercased()) : "_"
    }
    return "WRIT_TARGET_\(String(name))_TOKEN"
  }
}

/// An endpoint that serves the policy.
struct EndpointTarget: TargetConnection {
  private let endpoint: Target.Endpoint
  private let client: HTTPClient
  private let network: Network

  init(_ endpoint: Target.Endpoint, _ target: Target) throws {
    self.endpoint = endpoint
    network = Network()
    let token = try ServerOptions.token(
      TargetConnections.variable(of: target), for: endpoint.url, isAllowedPlain: false)
    client = HTTPClient(
      try ServerAddress(endpoint.url), network, token: token, timeout: Double(endpoint.timeout),
      limit: 1 << 20)
  }

  func read() throws -> JSONValue? {
    let answer = try ask(HTTPRequest("GET", endpoint.path))
    guard let value = answer.value(at: endpoint.read) else {
      throw ServerFailure(.malformed, "The answer has nothing at '\(endpoint.read)'.")
    }
    return value
  }

  func write(_ wanted: WantedState, _ differences: [JSONChange]) throws {
    var body = wanted.value
    if wanted.value.objectValue != nil {
      // The target changes the members that it is sent, and keeps the others.
      var members: JSONObject = [:]
      for change in differences {
        if let key = change.pointer.tokens.first { members[key] = wanted.value[key] }
      }
      members["source"] = "writ_sync"
      body = .object(members)
    }
    let answer = try ask(HTTPRequest("POST", endpoint.path, body: body.serialized(indent: nil)))
    guard answer["success"]?.boolValue != false else {
      throw ServerFailure(.malformed, "The target says that it did not succeed.")
    }
  }

  private func ask(_ request: HTTPRequest) throws -> JSONValue {
    let client = client
    return try network.ask { () async throws(ServerFailure) in try await client.json(request) }
  }
}

/// A file that holds the policy.
struct FileTarget: TargetConnection {
  let path: String

  func read() throws -> JSONValue? {
    guard let bytes = try FileSystem.read(path, limit: 64 << 20) else { return nil }
    do throws(JSONError) {
      return try JSONDocument(parsing: bytes).value
    } catch {
      // Whatever stands there is another thing than the branch says, and goes.
      return nil
    }
  }

  func write(_ wanted: WantedState, _ differences: [JSONChange]) throws {
    guard !FileSystem.isLink(path) else {
      throw GitError(
        .symbolicLink, "Cannot write '\(path)': it is a symbolic link.",
        hint: "name the file that it leads to")
    }
    try FileSystem.write(wanted.bytes, to: path, durable: true)
  }
}

/// A program that takes the policy from its standard input; what it was told last is recorded, as
/// it cannot be asked.
struct CommandTarget: TargetConnection {
  let program: Program
  let target: Target
  let ledger: Ledger

  func read() throws -> JSONValue? { nil }

  func write(_ wanted: WantedState, _ differences: [JSONChange]) throws {
    let folder = ledger.repository.commonPath("writ")
    try FileSystem.makeFolder(folder)
    let file = "\(folder)/target-\(wanted.digest.hex.prefix(16)).json"
    try FileSystem.write(wanted.bytes, to: file, mode: 0o600, durable: false)
    defer { unlink(file) }
    let outcome = try program.run([], input: file)
    guard outcome.status == 0 else {
      let told = String(decoding: outcome.errors.prefix(400), as: UTF8.self)
      throw GitError(
        .io, "The program '\(program.path)' ended with \(outcome.status): \(Printable.line(told))",
        hint: "mend it and run 'writ sync \(target.name)' again")
    }
  }
}
