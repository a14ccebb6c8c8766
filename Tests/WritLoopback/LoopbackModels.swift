import Synchronization
import WritJSON

/// A server of models that speaks Ollama's API and the OpenAI-compatible one.
public final class LoopbackModels: Sendable {
  private let installed: [String]
  private let token: String?
  /// How long a piece of an answer takes, in milliseconds.
  private let pace: Int
  /// Models and prompts that were asked for before.
  private let seen = Mutex<Set<[UInt8]>>([])
  private let pulled = Mutex<[String]>([])
  /// How many requests are still told that the model is being loaded.
  private let loading: Mutex<Int>

  /// Takes the models and what they ask for.
  public init(_ installed: [String], token: String? = nil, pace: Int = 0, loading: Int = 0) {
    self.installed = installed
    self.loading = Mutex(loading)
    self.token = token
    self.pace = pace
  }

  /// Answers a request.
  public func answer(_ request: LoopbackRequest) -> [LoopbackStep] {
    let isLoading = loading.withLock { rest in
      rest -= 1
      return rest >= 0
    }
    if isLoading {
      return LoopbackModels.json(
        503, ["error": ["code": 503, "message": "Loading model", "type": "unavailable_error"]])
    }
    if let token, request.authorization != "Bearer \(token)" {
      return LoopbackModels.json(
        401, ["error": ["message": .string("wrong key: \(request.authorization ?? "none")")]])
    }
    let models = installed + pulled.withLock { $0 }
    switch (request.method, request.path) {
    case ("GET", "/api/version"): return LoopbackModels.json(200, ["version": "0.0.0-loopback"])
    case ("GET", "/api/tags"):
      return LoopbackModels.json(
        200, ["models": .array(models.map { ["name": .string($0), "size": 1_000_000] })])
    case ("GET", "/v1/models"): return LoopbackModels.json(200, LoopbackLlama.listing(models))
    case ("POST", "/api/pull"): return pull(request)
    case ("POST", "/api/generate"): return generate(request, models, .generate)
    case ("POST", "/api/chat"): return generate(request, models, .message)
    case ("POST", "/v1/chat/completions"): return generate(request, models, .events)
    default: return LoopbackModels.json(404, ["error": "no such path"])
    }
  }

  private func pull(_ request: LoopbackRequest) -> [LoopbackStep] {
    guard let name = LoopbackModels.value(request.body)["model"]?.stringValue,
      !name.hasPrefix("missing")
    else { return LoopbackModels.json(500, ["error": "pull model manifest: file does not exist"]) }
    pulled.withLock { $0.append(name) }
    return LoopbackModels.json(200, ["status": "success"])
  }

  private func generate(
    _ request: LoopbackRequest, _ models: [String], _ form: LoopbackTelling.Form
  ) -> [LoopbackStep] {
    let body = LoopbackModels.value(request.body)
    let model = body["model"]?.stringValue ?? ""
    let prompt =
      body["prompt"]?.stringValue
      ?? body["messages"]?.arrayValue?.last?["content"]?.stringValue ?? ""
    guard models.contains(where: { $0 == model || LoopbackLlama.alias(of: $0) == model }) else {
      return LoopbackModels.json(404, ["error": .string("model '\(model)' not found")])
    }
    let mode = LoopbackMode(model: model)
    if let failure = refusal(mode, model, prompt, request) { return failure }
    let text = LoopbackAnswers.text(of: mode, to: prompt)
    return LoopbackTelling(mode: mode, model: model, form: form, pace: pace).steps(text)
  }

  private func refusal(
    _ mode: LoopbackMode, _ model: String, _ prompt: String, _ request: LoopbackRequest
  ) -> [LoopbackStep]? {
    let isFirst = seen.withLock { $0.insert(Array("\(model) \(prompt)".utf8)).inserted }
    switch mode {
    case .busy where isFirst:
      return LoopbackModels.json(429, ["error": "too many requests"], [("Retry-After", "0.01")])
    case .flaky where isFirst: return LoopbackModels.json(503, ["error": "loading model"])
    case .failing: return LoopbackModels.json(500, ["error": "out of memory"])
    case .leaking:
      return LoopbackModels.json(
        403, ["error": .string("not with \(request.authorization ?? "no key")")])
    case .overlong: return LoopbackLlama.overlong
    case .html: return LoopbackModels.page
    default: return nil
    }
  }

  /// A page such as a proxy puts in the place of an answer.
  public static let page: [LoopbackStep] = [
    .head(200, [("Content-Type", "text/html; charset=utf-8")]),
    .bytes(Array("<!doctype html>\n<html><body>Sign in</body></html>\n".utf8)), .end,
  ]

  static func json(
    _ status: Int, _ value: JSONValue, _ fields: [(name: String, value: String)] = []
  ) -> [LoopbackStep] {
    let bytes = value.serialized(indent: nil)
    return [
      .head(
        status,
        fields + [("Content-Type", "application/json"), ("Content-Length", "\(bytes.count)")]),
      .bytes(bytes), .end,
    ]
  }

  static func value(_ bytes: [UInt8]) -> JSONValue {
    do throws(JSONError) {
      return try JSONDocument(parsing: bytes).value
    } catch {
      return .null
    }
  }
}

/// What models say.
enum LoopbackAnswers {
  /// The answer of a model to a prompt.
  ///
  /// Of a prompt that has `Repeat: `, the answer is what stands behind it; of one that asks for
  /// `action_items`, an extraction of the content; of any other, the prompt itself.
  static func text(of mode: LoopbackMode, to prompt: String) -> String {
    switch mode {
    case .weak: return "ok"
    case .silent: return ""
    default: break
    }
    if let range = prompt.firstRange(of: "Repeat: ") { return String(prompt[range.upperBound...]) }
    guard prompt.contains("action_items"), let range = prompt.firstRange(of: "content:\n") else {
      return prompt
    }
    let object: JSONValue = [
      "summary": .string(String(prompt[range.upperBound...])), "entities": ["a file"],
      "risks": ["none that the text tells of"], "action_items": ["read it again in a year"],
    ]
    return String(decoding: object.serialized(indent: nil), as: UTF8.self)
  }
}
