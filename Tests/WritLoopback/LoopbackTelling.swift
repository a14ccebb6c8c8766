import WritJSON

/// How an answer is told: in which protocol, in which pieces, with what around them.
struct LoopbackTelling {
  let mode: LoopbackMode
  let model: String
  let form: Form
  let pace: Int

  /// By which call an answer was asked for.
  enum Form {
    /// Ollama's `/api/generate`.
    case generate
    /// Ollama's `/api/chat`.
    case message
    /// `/v1/chat/completions`.
    case events
  }

  private var isChat: Bool { form == .events }

  /// The steps of an answer.
  func steps(_ text: String) -> [LoopbackStep] {
    let pieces = LoopbackTelling.pieces(text)
    if mode == .whole, isChat { return LoopbackModels.json(200, document(text, pieces.count)) }
    let type = isChat ? "text/event-stream" : "application/x-ndjson"
    var steps: [LoopbackStep] = [.head(200, [("Content-Type", type)])]
    if mode == .llama, isChat {
      steps += LoopbackLlama.events(model, pieces).flatMap { lines(self.text($0)) }
      return steps + lines("[DONE]") + [.end]
    }
    if mode == .slow { steps.append(.pause(milliseconds: 60)) }
    if mode == .thinking { steps += lines(part("", thought: "Let me see. ")) }
    for (index, piece) in pieces.enumerated() {
      if index == 1, let fault = fault(piece) { return steps + fault }
      steps += lines(part(piece, thought: nil))
      if pace > 0 { steps.append(.pause(milliseconds: pace)) }
    }
    return steps + ending(pieces.count)
  }

  /// Some characters at a time.
  private static func pieces(_ text: String) -> [String] {
    var result: [String] = []
    var rest = Array(text.unicodeScalars)[...]
    while !rest.isEmpty {
      result.append(String(String.UnicodeScalarView(rest.prefix(12))))
      rest = rest.dropFirst(12)
    }
    return result
  }

  /// What goes wrong at the second piece, where something does.
  private func fault(_ piece: String) -> [LoopbackStep]? {
    let good = lines(part(piece, thought: nil))
    switch mode {
    case .malformed: return lines("{\"choices\": [") + [.end]
    case .nan:
      return lines("{\"choices\":[{\"delta\":{}}],\"response\":\"\",\"done\":NaN}") + [.end]
    case .truncated: return good + [.cut]
    case .broken: return lines("{\"error\":\"the runner has stopped\"}") + [.end]
    case .stall: return [.stall]
    case .ended: return good + (isChat ? [.bytes(Array(":\n\n".utf8))] : []) + [.end]
    case .endless:
      guard case .bytes(let bytes)? = good.first else { return [.stall] }
      return [.forever(bytes, milliseconds: 1)]
    default: return nil
    }
  }

  private func part(_ text: String, thought: String?) -> String {
    var value: JSONValue
    if isChat {
      var delta: JSONObject = ["content": .string(text)]
      delta["reasoning_content"] = thought.map(JSONValue.string)
      value = [
        "id": "chatcmpl-1", "object": "chat.completion.chunk", "model": .string(model),
        "choices": [["index": 0, "delta": .object(delta), "finish_reason": .null]],
        "system_fingerprint": "b0",
      ]
    } else {
      var object: JSONObject = ["model": .string(model), "created_at": "2026-01-01T00:00:00Z"]
      var answer: JSONObject = form == .message ? ["role": "assistant"] : [:]
      answer[form == .message ? "content" : "response"] = .string(text)
      answer["thinking"] = thought.map(JSONValue.string)
      if form == .message {
        object["message"] = .object(answer)
      } else {
        for (key, value) in answer { object[key] = value }
      }
      object["done"] = false
      value = .object(object)
    }
    return String(decoding: value.serialized(indent: nil), as: UTF8.self).oneLine
  }

  /// A line of the stream, in the writing of the mode.
  private func lines(_ data: String) -> [LoopbackStep] {
    let end = mode == .crlf ? "\r\n" : "\n"
    var text = isChat ? "data: \(data)\(end)\(end)" : "\(data)\(end)"
    if mode == .chatty, isChat {
      text = ": keep-alive\(end)\(end)id: 7\(end)retry: 100\(end)event: message\(end)\(text)"
      text += "data: {\"object\":\"ping\"}\(end)\(end)"
    }
    let bytes = Array(text.utf8)
    return mode == .bytewise ? bytes.map { .bytes([$0]) } : [.bytes(bytes)]
  }

  private func ending(_ count: Int) -> [LoopbackStep] {
    if mode == .unfinished { return [.end] }
    let sign = mode == .negative ? -1 : 1
    guard isChat else {
      var last: JSONObject = ["model": .string(model), "done": true, "done_reason": "stop"]
      last[form == .message ? "message" : "response"] =
        form == .message ? ["role": "assistant", "content": ""] : ""
      if mode != .uncounted {
        last["prompt_eval_count"] = .number(JSONNumber(sign * 11))
        last["eval_count"] = .number(JSONNumber(sign * count))
        last["eval_duration"] = .number(JSONNumber(sign * 2_000_000))
        last["total_duration"] = .number(JSONNumber(sign * 3_000_000))
      }
      return lines(text(.object(last))) + [.end]
    }
    var last: JSONObject = [
      "choices": [["index": 0, "delta": [:], "finish_reason": "stop"]]
    ]
    if mode == .timings {
      last["timings"] = [
        "prompt_n": 11, "prompt_ms": 1, "predicted_n": .number(JSONNumber(count)),
        "predicted_ms": 2,
      ]
    }
    var steps = lines(text(.object(last)))
    if ![.uncounted, .timings].contains(mode) { steps += lines(text(usage(sign * count))) }
    if mode != .undone { steps += lines("[DONE]") }
    return steps + [.end]
  }

  private func usage(_ count: Int) -> JSONValue {
    [
      "choices": [],
      "usage": ["prompt_tokens": 11, "completion_tokens": .number(JSONNumber(count))],
    ]
  }

  private func document(_ text: String, _ count: Int) -> JSONValue {
    [
      "object": "chat.completion", "model": .string(model),
      "choices": [
        [
          "index": 0, "message": ["role": "assistant", "content": .string(text)],
          "finish_reason": "stop",
        ]
      ],
      "usage": ["prompt_tokens": 11, "completion_tokens": .number(JSONNumber(count))],
    ]
  }

  private func text(_ value: JSONValue) -> String {
    String(decoding: value.serialized(indent: nil), as: UTF8.self).oneLine
  }
}

extension String {
  /// The text without the line end that a serializer puts behind it.
  fileprivate var oneLine: String {
    String(String.UnicodeScalarView(unicodeScalars.filter { $0 != "\n" && $0 != "\r" }))
  }
}
