internal import WritJSON
public import WritTrials

/// A server that speaks the OpenAI-compatible API.
public struct OpenAIServer: ModelServer {
  private let client: HTTPClient

  /// Takes a connection; an address that ends in `/v1`, as clients of this API are often given it,
  /// means the same as one without.
  public init(_ client: HTTPClient) { self.client = client }

  private func path(_ rest: String) -> String {
    client.address.path.hasSuffix("/v1") ? rest : "/v1" + rest
  }

  /// The address.
  public var url: String { client.address.text }

  /// Asks `/health`, as the API has no version to ask for.
  ///
  /// - Throws: while the server says that it is not ready, as llama.cpp does until it has loaded its
  ///   model; a server that has no such path says nothing by it.
  public func version() async throws(ServerFailure) -> String {
    let (answer, bytes) = try await client.whole(HTTPRequest("GET", "/health"))
    if answer.status == 503 {
      throw client.withoutSecret(FailureReading.status(answer, HTTPClient.message(bytes)))
    }
    return "openai-compatible"
  }

  /// Asks `/v1/models`.
  public func models() async throws(ServerFailure) -> [InstalledModel] {
    let answer = try await client.json(
      introducing: path("/models"), of: "the OpenAI-compatible API")
    guard let models = answer["data"]?.arrayValue else {
      throw ServerFailure(.malformed, "The server does not list its models as OpenAI does.")
    }
    return models.compactMap { model in
      model["id"]?.stringValue.map { name in
        // llama.cpp tells under which other names it answers.
        let aliases = model["aliases"]?.arrayValue ?? []
        return InstalledModel(name: name, aliases: aliases.compactMap(\.stringValue))
      }
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
        HTTPRequest("POST", path("/chat/completions"), body: body.serialized(indent: nil))
      ) { (answer, bytes, seconds) async throws(ServerFailure) in
        try await stream.take(bytes, answer, seconds)
      }
      return try await stream.finish(answer, seconds)
    } catch {
      throw client.withoutSecret(error)
    }
  }
}
