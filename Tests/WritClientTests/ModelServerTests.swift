import Testing
import WritClient
import WritLoopback
import WritTrials

/// Both protocols against a server over the loopback interface.
@Suite struct ModelServerTests {
  /// A protocol that models are asked by.
  enum Wire: CaseIterable {
    case ollama, ollamaChat, openAI

    func server(_ client: HTTPClient) -> any ModelServer {
      switch self {
      case .ollama: OllamaServer(client)
      case .ollamaChat: OllamaServer(client, isChat: true)
      case .openAI: OpenAIServer(client)
      }
    }
  }

  private func ask(
    _ model: String, _ wire: Wire, prompt: String = "Repeat: der Fluß, 大きい, \u{1F680} and more",
    timeout: Double = ample, token: String? = nil, limit: Int = 1 << 20
  ) async throws -> Generation {
    let models = LoopbackModels([model])
    let server = try LoopbackServer { models.answer($0) }
    defer { server.stop() }
    let client = HTTPClient(
      try ServerAddress(server.url), Network(), token: try token.map { try BearerToken($0) },
      timeout: timeout, limit: limit)
    return try await wire.server(client).generate(
      GenerationRequest(model: model, prompt: prompt, outputLimit: 64))
  }

  private func failure(
    _ model: String, _ wire: Wire, timeout: Double = ample, token: String? = nil,
    limit: Int = 1 << 20
  ) async throws -> ServerFailure? {
    do {
      _ = try await ask(model, wire, timeout: timeout, token: token, limit: limit)
      return nil
    } catch let failure as ServerFailure {
      return failure
    }
  }

  private static let answering = [
    "good", "crlf", "chatty", "bytewise", "uncounted", "timings", "thinking", "whole", "undone",
    "negative",
  ]

  @Test(
    "What a server adds to the protocol, or leaves out, changes no answer",
    arguments: answering, Wire.allCases)
  func answers(mode: String, wire: Wire) async throws {
    let answer = try await ask("\(mode):1b", wire)
    #expect(answer.text == "der Fluß, 大きい, \u{1F680} and more")
    #expect(answer.wall > 0)
    #expect(answer.doneReason == "stop")
    if mode != "whole" || wire != .openAI {
      let first = try #require(answer.pieces.first)
      #expect(first > 0 && first <= answer.wall)
      #expect(answer.pieces == answer.pieces.sorted())
    }
  }

  @Test(
    "Tokens are the server's count, or nothing when it does not count", arguments: Wire.allCases)
  func tokens(wire: Wire) async throws {
    #expect(try await ask("good:1b", wire).outputTokens == 3)
    #expect(try await ask("good:1b", wire).promptTokens == 11)
    #expect(try await ask("uncounted:1b", wire).outputTokens == nil)
    // A count below zero is no count.
    #expect(try await ask("negative:1b", wire).outputTokens == nil)
    #expect(try await ask("negative:1b", wire).evaluation >= 0)
    #expect(try await ask("timings:1b", .openAI).outputTokens == 3)
    #expect(try await ask("timings:1b", .openAI).evaluation == 0.002)
  }

  @Test("An answer of llama.cpp's server is read with its counts, its times and why it ended")
  func llama() async throws {
    let answer = try await ask("llama:1b", .openAI)
    #expect(answer.text == "der Fluß, 大きい, \u{1F680} and more")
    #expect(answer.doneReason == "length")
    #expect(answer.promptTokens == 22)
    #expect(answer.outputTokens == 3)
    #expect(answer.evaluation == 0.002372)
    #expect(abs(answer.totalAPI - 0.003038) < 1e-12)
    // The piece with nothing but the role is none; thinking aloud is one.
    #expect(answer.pieces.count == 4)
  }

  @Test("The models of llama.cpp's server have the other names that it answers by")
  func aliases() async throws {
    let models = LoopbackModels(["llama:1b", "good:1b"])
    let server = try LoopbackServer { models.answer($0) }
    defer { server.stop() }
    let wire = OpenAIServer(HTTPClient(try ServerAddress(server.url), Network(), timeout: ample))
    let found = try await wire.models()
    #expect(found.map(\.name) == ["llama:1b", "good:1b"])
    #expect(found.map(\.aliases) == [["llama:1b", "llama:alias"], []])
    #expect(ModelMatrix.isInstalled("llama:alias", among: found))
    #expect(!ModelMatrix.isInstalled("good:alias", among: found))
    _ = try await wire.generate(
      GenerationRequest(model: "llama:alias", prompt: "Repeat: a", outputLimit: 4))
  }

  @Test("A server that has not the first path of its API is told to speak another")
  func otherProtocol() async throws {
    let server = try LoopbackServer { _ in
      let body = Array("{\"error\":{\"message\":\"File Not Found\",\"code\":404}}".utf8)
      return [.head(404, [("Content-Type", "application/json")]), .bytes(body), .end]
    }
    defer { server.stop() }
    for wire in Wire.allCases {
      let client = HTTPClient(try ServerAddress(server.url), Network(), timeout: ample)
      let failure = await #expect(throws: ServerFailure.self) {
        _ = try await wire.server(client).models()
      }
      #expect(failure?.kind == .status(404))
      #expect(failure?.message.contains("does not speak") == true)
      #expect(failure?.message.contains("--protocol") == true)
    }
  }

  @Test("Thinking aloud is waited for, and is no part of the answer", arguments: Wire.allCases)
  func thinking(wire: Wire) async throws {
    let answer = try await ask("thinking:1b", wire)
    #expect(!answer.text.contains("Let me see"))
    #expect(answer.pieces.count == 4)
  }

  @Test(
    "The first piece is timed when it comes, not when the answer ends", arguments: Wire.allCases)
  func firstPiece(wire: Wire) async throws {
    let answer = try await ask("slow:1b", wire)
    #expect(try #require(answer.pieces.first) >= 0.055)
  }

  @Test(
    "What is no answer is a failure that says what it was",
    arguments: [
      ("failing", "500: out of memory"), ("html", "a page (HTML)"), ("malformed", "protocol says"),
      ("nan", "protocol says"), ("truncated", "ended before the answer did"),
      ("unfinished", "without saying that it is done"), ("broken", "the runner has stopped"),
      ("busy", "429: too many requests"), ("flaky", "503: loading model"),
      ("overlong", "400: request (24020 tokens) exceeds the available context size (1024 tokens)"),
      ("ended", "without saying that it is done"),
    ], Wire.allCases)
  func failures(_ expected: (mode: String, words: String), wire: Wire) async throws {
    if wire == .openAI, expected.mode == "unfinished" || expected.mode == "truncated" {
      #expect(try await failure("\(expected.mode):1b", wire)?.kind == .truncated)
      return
    }
    let failure = try #require(try await failure("\(expected.mode):1b", wire))
    #expect(failure.message.contains(expected.words), "\(failure.message)")
  }

  @Test(
    "A stream without end, and one that falls silent, end at the deadline",
    arguments: ["endless", "stall"], Wire.allCases)
  func deadlines(mode: String, wire: Wire) async throws {
    #expect(try await failure("\(mode):1b", wire, timeout: 0.3)?.kind == .timeout)
  }

  @Test("A stream without end stops at the limit of its bytes", arguments: Wire.allCases)
  func limits(wire: Wire) async throws {
    #expect(try await failure("endless:1b", wire, limit: 4_096)?.kind == .tooLarge)
  }

  @Test("A key that a server repeats is not shown", arguments: Wire.allCases)
  func secrets(wire: Wire) async throws {
    let failure = try #require(try await failure("leaking:1b", wire, token: "sk-very-secret"))
    #expect(failure.kind == .status(403))
    #expect(!failure.message.contains("secret"))
    #expect(failure.message.contains("Bearer ***"))
  }

  @Test("A server asks how long to wait", arguments: Wire.allCases)
  func retryAfter(wire: Wire) async throws {
    let failure = try #require(try await failure("busy:1b", wire))
    #expect(failure.retryAfter == 0.01)
    #expect(failure.isTransient)
  }

  @Test("A model that is not there is told apart", arguments: Wire.allCases)
  func unknownModel(wire: Wire) async throws {
    let models = LoopbackModels(["good:1b"])
    let server = try LoopbackServer { models.answer($0) }
    defer { server.stop() }
    let client = HTTPClient(try ServerAddress(server.url), Network(), timeout: ample)
    let asked = wire.server(client)
    #expect(try await asked.models().map(\.name) == ["good:1b"])
    await #expect(throws: ServerFailure.self) {
      try await asked.generate(GenerationRequest(model: "x", prompt: "y", outputLimit: 1))
    }
  }

  @Test("A server that is loading its model is waited for, but not without end")
  func loading() async throws {
    let models = LoopbackModels(["good:1b"], loading: 3)
    let server = try LoopbackServer { models.answer($0) }
    defer { server.stop() }
    let client = HTTPClient(try ServerAddress(server.url), Network(), timeout: ample)
    let found = try await OpenAIServer(client).introduction(
      patience: 60, sleep: { _ in }, waiting: { #expect($0.message.contains("Loading model")) })
    #expect(found.models.map(\.name) == ["good:1b"])
    let never = LoopbackModels(["good:1b"], loading: 1_000_000)
    let other = try LoopbackServer { never.answer($0) }
    defer { other.stop() }
    let lost = HTTPClient(try ServerAddress(other.url), Network(), timeout: ample)
    let failure = await #expect(throws: ServerFailure.self) {
      try await OpenAIServer(lost).introduction(patience: 3, sleep: { _ in })
    }
    #expect(failure?.kind == .status(503))
  }

  @Test("An address with /v1 at its end means the same as one without")
  func versionedAddress() async throws {
    let models = LoopbackModels(["good:1b"])
    let server = try LoopbackServer { models.answer($0) }
    defer { server.stop() }
    let client = HTTPClient(try ServerAddress(server.url + "/v1/"), Network(), timeout: ample)
    let asked = OpenAIServer(client)
    #expect(try await asked.models().map(\.name) == ["good:1b"])
    let answer = try await asked.generate(
      GenerationRequest(model: "good:1b", prompt: "Repeat: yes", outputLimit: 8))
    #expect(answer.text == "yes")
  }

  @Test("A request ends when its task is cancelled", arguments: Wire.allCases)
  func cancellation(wire: Wire) async throws {
    let task = Task { try await failure("stall:1b", wire) }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    #expect(try await task.value?.kind == .cancelled)
  }
}
