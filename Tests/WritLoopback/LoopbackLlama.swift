import WritJSON

/// What llama.cpp's server says, as its version 0.5.0 (0c1e570) said it.
enum LoopbackLlama {
  /// A second name under which a model of that server answers; nil for other models.
  static func alias(of model: String) -> String? {
    LoopbackMode(model: model) == .llama ? "llama:alias" : nil
  }

  /// The models, in OpenAI's form and beside it in Ollama's, with members that nobody asked for.
  static func listing(_ models: [String]) -> JSONValue {
    let data = models.map { model -> JSONValue in
      guard let alias = alias(of: model) else { return ["id": .string(model)] }
      return [
        "id": .string(model), "aliases": [.string(model), .string(alias)], "tags": [],
        "object": "model", "created": 1_795_301_982, "owned_by": "llamacpp",
        "meta": [
          "vocab_type": 1, "n_vocab": 362, "n_ctx": 1_024, "n_ctx_train": 2_048, "n_embd": 64,
          "n_params": 128_576, "size": 514_304, "ftype": "all F32",
        ],
      ]
    }
    guard models.contains(where: { alias(of: $0) != nil }) else { return ["data": .array(data)] }
    let others = models.map { model -> JSONValue in
      [
        "name": .string(model), "model": .string(model), "modified_at": "", "size": "",
        "digest": "", "type": "model", "description": "", "tags": [""],
        "capabilities": ["completion"], "parameters": "",
      ]
    }
    return ["models": .array(others), "object": "list", "data": .array(data)]
  }

  /// The events of an answer; the last piece of text has been cut off by the limit.
  static func events(_ model: String, _ pieces: [String]) -> [JSONValue] {
    let count = pieces.count
    let deltas: [JSONValue] =
      [["role": "assistant", "content": .null], ["reasoning_content": "Let me see."]]
      + pieces.map { ["content": .string($0)] }
    var usage = event(model, [])
    usage["usage"] = [
      "completion_tokens": .number(JSONNumber(count)), "prompt_tokens": 22,
      "total_tokens": .number(JSONNumber(count + 22)),
      "prompt_tokens_details": ["cached_tokens": 21],
    ]
    usage["timings"] = [
      "cache_n": 21, "prompt_n": 1, "prompt_ms": 0.666, "prompt_per_token_ms": 0.666,
      "prompt_per_second": 1501.5015015015015, "predicted_n": .number(JSONNumber(count)),
      "predicted_ms": 2.372, "predicted_per_token_ms": 0.05785365853658536,
      "predicted_per_second": 17284.9915682968,
    ]
    return deltas.map { .object(event(model, [choice($0, .null)])) }
      + [.object(event(model, [choice([:], "length")])), .object(usage)]
  }

  private static func choice(_ delta: JSONValue, _ reason: JSONValue) -> JSONValue {
    ["finish_reason": reason, "index": 0, "delta": delta]
  }

  private static func event(_ model: String, _ choices: [JSONValue]) -> JSONObject {
    [
      "choices": .array(choices), "created": 1_795_301_982,
      "id": "chatcmpl-SowQbxgIBpwkZornqw1QkqIWzCq6YADe", "model": .string(model),
      "system_fingerprint": "b1-0c1e570", "object": "chat.completion.chunk",
    ]
  }

  /// The answer to a prompt with more tokens than the context has.
  static let overlong = LoopbackModels.json(
    400,
    [
      "error": [
        "code": 400,
        "message": .string(
          "request (24020 tokens) exceeds the available context size (1024 tokens), try "
            + "increasing it"),
        "type": "exceed_context_size_error", "n_prompt_tokens": 24_020, "n_ctx": 1_024,
      ]
    ])
}
