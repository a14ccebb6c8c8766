internal import WritJSON
public import WritTrials

/// A server that speaks the OpenAI-compatible API.
public struct OpenAIServer: ModelServer {
  private let client: HTTPClient

  /// Takes a connection.
  public init(_ client: HTTPClient) { self.client = client }

  /// The address.
  public var url: String { client.address.text }

  /// The API has no version to ask for.
  public func version() async throws(ServerFailure) -> String {
    _ = try await models()
    return "openai-compatible"
  }

  /// Asks `/v1/models`.
  public func models() async throws(ServerFailure) -> [InstalledModel] {
    let answer = try await client.json(HTTPRequest("GET", "/v1/models"))
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
    let stream = EventStream()
    do throws(ServerFailure) {
      let (answer, seconds) = try await client.exchange(
        HTTPRequest("POST", "/v1/chat/completions", body: body.serialized(indent: nil))
      ) { (answer, bytes, seconds) async throws(ServerFailure) in
        try await stream.take(bytes, answer, seconds)
      }
      return try await stream.finish(answer, seconds)
    } catch {
      throw client.withoutSecret(error)
    }
  }
}
