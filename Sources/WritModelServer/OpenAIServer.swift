internal import WritJSON
public import WritTrials

/// A server that speaks the OpenAI-compatible API.
public struct OpenAIServer: ModelServer {
  private let client: HTTPClient
  private let headers: [(name: String, value: String)]

  /// Takes a connection and the key, which is sent and never shown.
  public init(_ client: HTTPClient, key: String?) {
    self.client = client
    headers = key.map { [("Authorization", "Bearer \($0)")] } ?? []
  }

  /// The address.
  public var url: String { client.address.text }

  /// The API has no version to ask for.
  public func version() async throws(ServerFailure) -> String {
    _ = try await models()
    return "openai-compatible"
  }

  /// Asks `/v1/models`.
  public func models() async throws(ServerFailure) -> [InstalledModel] {
    let answer = try await client.json(HTTPRequest("GET", "/v1/models", headers: headers))
    guard let models = answer["data"]?.arrayValue else {
      throw ServerFailure(.malformed, "The server does not list its models as OpenAI does.")
    }
    return models.compactMap { model in
      model["id"]?.stringValue.map { InstalledModel(name: $0) }
    }
  }

  /// Asks `/v1/chat/completions` for an answer in pieces.
  public func generate(
    _ request: GenerationRequest
  ) async throws(ServerFailure) -> Generation {
    let body: JSONValue = [
      "model": .string(request.model),
      "messages": [["role": "user", "content": .string(request.prompt)]], "temperature": 0,
      "max_tokens": .number(JSONNumber(request.outputLimit)), "stream": true,
      "stream_options": ["include_usage": true],
    ]
    let reader = OpenAIStream()
    let (answer, seconds) = try await client.exchange(
      HTTPRequest(
        "POST", "/v1/chat/completions", headers: headers, body: body.serialized(indent: nil))
    ) { (answer, bytes, seconds) async throws(ServerFailure) in
      try await reader.take(bytes, answer, seconds)
    }
    return try await reader.finish(answer, seconds)
  }
}

/// Reads the events of an answer (server-sent events), or the document of a server that sends it whole.
private actor OpenAIStream {
  private var lines = StreamLines()
  private var found = Generation()
  private var isDone = false
  private var whole: [UInt8] = []

  func take(_ bytes: [UInt8], _ answer: HTTPAnswer, _ seconds: Double) throws(ServerFailure) {
    guard answer.status == 200, answer.mediaType == "text/event-stream" else {
      return whole += bytes
    }
    for line in lines.add(bytes) { try read(line, answer, seconds) }
  }

  private func read(
    _ line: [UInt8], _ answer: HTTPAnswer, _ seconds: Double
  ) throws(ServerFailure) {
    guard line.starts(with: "data:".utf8) else {
      // Comments, and fields that this API does not use.
      if line.first == UInt8(ascii: ":") || line.starts(with: "event:".utf8) { return }
      throw FailureReading.malformed(line, answer, "a line is no event.")
    }
    let data = line.dropFirst(5).drop { $0 == 0x20 }
    if data.elementsEqual("[DONE]".utf8) {
      isDone = true
      return
    }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONDocument(parsing: Array(data)).value
    } catch {
      throw FailureReading.malformed(Array(data), answer, error.message)
    }
    try add(value, answer, seconds, member: "delta")
  }

  private func add(
    _ value: JSONValue, _ answer: HTTPAnswer, _ seconds: Double, member: String
  ) throws(ServerFailure) {
    if let error = value["error"], !error.isNull {
      let told = error["message"]?.stringValue ?? error.stringValue ?? "no message"
      throw ServerFailure(.malformed, "The server broke off with an error: \(told.oneLine).")
    }
    guard let choices = value["choices"]?.arrayValue else {
      throw FailureReading.malformed([], answer, "an event has no 'choices'.")
    }
    if let text = choices.first?[member]?["content"]?.stringValue, !text.isEmpty {
      found.text += text
      found.pieces.append(seconds)
    }
    if let reason = choices.first?["finish_reason"]?.stringValue { found.doneReason = reason }
    if let usage = value["usage"], !usage.isNull {
      found.promptTokens = max(0, usage["prompt_tokens"]?.intValue ?? 0)
      found.outputTokens = max(0, usage["completion_tokens"]?.intValue ?? 0)
    }
  }

  func finish(_ answer: HTTPAnswer, _ seconds: Double) throws(ServerFailure) -> Generation {
    guard answer.status == 200 else {
      throw FailureReading.status(answer, HTTPClient.message(whole))
    }
    if answer.mediaType == "text/event-stream" {
      if let last = lines.last { try read(last, answer, seconds) }
      guard isDone || found.doneReason != nil else {
        throw ServerFailure(.truncated, "The answer ended without saying that it is done.")
      }
    } else {
      try readWhole(answer, seconds)
    }
    found.wall = seconds
    if let first = found.pieces.first, seconds > first { found.evaluation = seconds - first }
    return found
  }

  private func readWhole(_ answer: HTTPAnswer, _ seconds: Double) throws(ServerFailure) {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONDocument(parsing: whole).value
    } catch {
      throw FailureReading.malformed(whole, answer, error.message)
    }
    try add(value, answer, seconds, member: "message")
    // An answer that came whole has no first piece.
    found.pieces = []
  }
}
