internal import WritJSON
public import WritTrials

/// A server that speaks Ollama's API.
public struct OllamaServer: ModelServer {
  private let client: HTTPClient
  private let isChat: Bool
  private let api = "Ollama's API"

  /// Takes a connection.
  ///
  /// - Parameter isChat: whether models are asked by `/api/chat` and not by `/api/generate`.
  public init(_ client: HTTPClient, isChat: Bool = false) {
    self.client = client
    self.isChat = isChat
  }

  /// The address.
  public var url: String { client.address.text }

  /// Asks `/api/version`.
  public func version() async throws(ServerFailure) -> String {
    let answer = try await client.json(introducing: "/api/version", of: api)
    guard let version = answer["version"]?.stringValue else {
      throw ServerFailure(.malformed, "The server does not say its version as Ollama does.")
    }
    return version.oneLine
  }

  /// Asks `/api/tags`.
  public func models() async throws(ServerFailure) -> [InstalledModel] {
    let answer = try await client.json(introducing: "/api/tags", of: api)
    guard let models = answer["models"]?.arrayValue else {
      throw ServerFailure(.malformed, "The server does not list its models as Ollama does.")
    }
    return models.compactMap { model in
      (model["name"] ?? model["model"])?.stringValue.map {
        InstalledModel(
          name: $0, size: model["size"]?.intValue, modified: model["modified_at"]?.stringValue)
      }
    }
  }

  /// Asks the server to fetch a model, and waits until it has.
  public func pull(_ model: String) async throws(ServerFailure) {
    let body: JSONValue = ["model": .string(model), "stream": false]
    let answer = try await client.json(
      HTTPRequest("POST", "/api/pull", body: body.serialized(indent: nil)))
    guard answer["status"]?.stringValue == "success" else {
      let told = answer["error"]?.stringValue ?? answer["status"]?.stringValue ?? "no status"
      throw client.withoutSecret(
        ServerFailure(.malformed, "The model was not fetched: \(told.oneLine)."))
    }
  }

  /// Asks `/api/generate`, or `/api/chat`, for an answer in pieces.
  public func generate(
    _ request: GenerationRequest
  ) async throws(ServerFailure) -> Generation {
    var body: JSONObject = ["model": .string(request.model)]
    if isChat {
      body["messages"] = [["role": "user", "content": .string(request.prompt)]]
    } else {
      body["prompt"] = .string(request.prompt)
    }
    body["stream"] = true
    body["options"] = [
      "temperature": 0, "num_predict": .number(JSONNumber(request.outputLimit)),
    ]
    let bytes = JSONValue.object(body).serialized(indent: nil)
    let stream = OllamaStream()
    do throws(ServerFailure) {
      let (answer, seconds) = try await client.exchange(
        HTTPRequest("POST", isChat ? "/api/chat" : "/api/generate", body: bytes)
      ) { (answer, bytes, seconds) async throws(ServerFailure) in
        try await stream.take(bytes, answer, seconds)
      }
      return try await stream.finish(answer, seconds)
    } catch {
      throw client.withoutSecret(error)
    }
  }
}

/// Reads the lines of an answer.
private actor OllamaStream {
  private var lines = StreamLines()
  private var found = Generation()
  private var isDone = false
  private var failed: [UInt8] = []

  func take(_ bytes: [UInt8], _ answer: HTTPAnswer, _ seconds: Double) throws(ServerFailure) {
    guard answer.status == 200 else { return failed += bytes }
    for line in lines.add(bytes) { try read(line, answer, seconds) }
  }

  private func read(
    _ line: [UInt8], _ answer: HTTPAnswer, _ seconds: Double
  ) throws(ServerFailure) {
    let value = try FailureReading.json(line, answer)
    if let error = value["error"], !error.isNull {
      let told = HTTPClient.told(value) ?? "no message"
      throw ServerFailure(.malformed, "The server broke off with an error: \(told.oneLine).")
    }
    guard let done = value["done"]?.boolValue else {
      throw FailureReading.malformed(line, answer, "a line has no 'done'.")
    }
    let message = value["message"]
    let text = value["response"]?.stringValue ?? message?["content"]?.stringValue ?? ""
    let thought = value["thinking"]?.stringValue ?? message?["thinking"]?.stringValue ?? ""
    found.text += text
    if !text.isEmpty || !thought.isEmpty {
      found.pieces.append(seconds)
    }
    guard done else { return }
    isDone = true
    found.doneReason = value["done_reason"]?.stringValue
    found.promptTokens = max(0, value["prompt_eval_count"]?.intValue ?? 0)
    found.outputTokens = value["eval_count"]?.intValue.flatMap { $0 >= 0 ? $0 : nil }
    found.totalAPI = max(0, value["total_duration"]?.doubleValue ?? 0) / 1e9
    found.evaluation = max(0, value["eval_duration"]?.doubleValue ?? 0) / 1e9
  }

  func finish(_ answer: HTTPAnswer, _ seconds: Double) throws(ServerFailure) -> Generation {
    guard answer.status == 200 else {
      throw FailureReading.status(answer, HTTPClient.message(failed))
    }
    if let last = lines.last { try read(last, answer, seconds) }
    guard isDone else {
      throw ServerFailure(.truncated, "The answer ended without saying that it is done.")
    }
    found.wall = seconds
    return found
  }
}
