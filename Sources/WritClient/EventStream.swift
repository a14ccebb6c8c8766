internal import WritJSON
internal import WritTrials

/// Reads an answer of the OpenAI-compatible API: server-sent events, or one document of a server
/// that does not stream.
///
/// What real servers add is passed over: comments, blank lines, other fields, events without
/// choices, members that nobody asked for. What counts as an answer is not: at least one event with
/// a choice, and the word that it is done.
actor EventStream {
  private var lines = StreamLines()
  private var found = ChatAnswer()
  private var isDone = false
  private var whole: [UInt8] = []
  /// Whether the answer comes in events; nil until that is known.
  private var isStreamed: Bool?

  func take(_ bytes: [UInt8], _ answer: HTTPAnswer, _ seconds: Double) throws(ServerFailure) {
    guard answer.status == 200 else { return whole += bytes }
    if isStreamed == nil { isStreamed = EventStream.isStreamed(bytes, answer) }
    guard isStreamed == true else { return whole += bytes }
    for line in lines.add(bytes) { try read(line, answer, seconds) }
  }

  /// A document begins with a brace, whatever the server calls it; nil while there are only blanks.
  private static func isStreamed(_ bytes: [UInt8], _ answer: HTTPAnswer) -> Bool? {
    guard let first = bytes.first(where: { $0 > 0x20 }) else { return nil }
    if first == UInt8(ascii: "{") { return false }
    return answer.mediaType == "text/event-stream" || first == UInt8(ascii: "d")
      || first == UInt8(ascii: ":")
  }

  private func read(
    _ line: [UInt8], _ answer: HTTPAnswer, _ seconds: Double
  ) throws(ServerFailure) {
    let name = line.prefix { $0 != UInt8(ascii: ":") }
    let data = line.dropFirst(name.count + 1).drop { $0 == 0x20 }
    switch String(decoding: Array(name), as: UTF8.self) {
    case "data": try readData(Array(data), answer, seconds)
    case "error":
      let told = HTTPClient.message(Array(data)) ?? String(decoding: Array(data), as: UTF8.self)
      throw ServerFailure(.malformed, "The server broke off with an error: \(told.oneLine).")
    case "", "event", "id", "retry": return
    default: throw FailureReading.malformed(line, answer, "a line is no event.")
    }
  }

  private func readData(
    _ data: [UInt8], _ answer: HTTPAnswer, _ seconds: Double
  ) throws(ServerFailure) {
    if data.isEmpty { return }
    if data.elementsEqual("[DONE]".utf8) { return isDone = true }
    try found.add(FailureReading.json(data, answer), seconds, member: "delta")
  }

  func finish(_ answer: HTTPAnswer, _ seconds: Double) throws(ServerFailure) -> Generation {
    guard answer.status == 200 else {
      throw FailureReading.status(answer, HTTPClient.message(whole))
    }
    if isStreamed == true {
      if let last = lines.last { try read(last, answer, seconds) }
      guard isDone || found.doneReason != nil else {
        throw ServerFailure(.truncated, "The answer ended without saying that it is done.")
      }
    } else {
      try found.add(FailureReading.json(whole, answer), seconds, member: "message")
    }
    guard found.hasChoice else {
      throw FailureReading.malformed(whole, answer, "it has no 'choices'.")
    }
    return found.generation(seconds, isWhole: isStreamed != true)
  }
}

/// The parts of an answer, put together.
struct ChatAnswer {
  private var found = Generation()
  /// Whether there was a choice at all.
  private(set) var hasChoice = false

  var doneReason: String? { found.doneReason }

  mutating func add(
    _ value: JSONValue, _ seconds: Double, member: String
  ) throws(ServerFailure) {
    if let error = value["error"], !error.isNull {
      let told = HTTPClient.told(value) ?? "no message"
      throw ServerFailure(.malformed, "The server broke off with an error: \(told.oneLine).")
    }
    // With several choices the first is the answer; nobody asked for more.
    if let choice = value["choices"]?.arrayValue?.first(where: {
      $0["index"]?.intValue ?? 0 == 0
    }) {
      hasChoice = true
      add(choice[member], seconds)
      if let reason = choice["finish_reason"]?.stringValue { found.doneReason = reason }
    }
    if let usage = value["usage"] { addUsage(usage) }
    if let timings = value["timings"] { addTimings(timings) }
  }

  private mutating func add(_ part: JSONValue?, _ seconds: Double) {
    guard let part else { return }
    let text = part["content"]?.stringValue ?? ""
    let thought = part["reasoning_content"]?.stringValue ?? part["reasoning"]?.stringValue ?? ""
    // Thinking aloud is output that is waited for, and no part of the answer.
    if !text.isEmpty || !thought.isEmpty { found.pieces.append(seconds) }
    found.text += text
  }

  private mutating func addUsage(_ usage: JSONValue) {
    found.promptTokens = max(0, usage["prompt_tokens"]?.intValue ?? found.promptTokens)
    if let tokens = usage["completion_tokens"]?.intValue, tokens >= 0 {
      found.outputTokens = tokens
    }
  }

  /// What llama.cpp tells beside the usage, or in its place.
  private mutating func addTimings(_ timings: JSONValue) {
    if found.outputTokens == nil, let tokens = timings["predicted_n"]?.intValue, tokens >= 0 {
      found.outputTokens = tokens
      found.promptTokens = max(found.promptTokens, timings["prompt_n"]?.intValue ?? 0)
    }
    let evaluation = max(0, timings["predicted_ms"]?.doubleValue ?? 0) / 1_000
    found.evaluation = evaluation
    found.totalAPI = evaluation + max(0, timings["prompt_ms"]?.doubleValue ?? 0) / 1_000
  }

  /// The answer as a whole.
  ///
  /// - Parameter isWhole: whether it came in one piece, so that it has no first one.
  func generation(_ seconds: Double, isWhole: Bool) -> Generation {
    var result = found
    if isWhole { result.pieces = [] }
    result.wall = seconds
    if result.evaluation == 0, let first = result.pieces.first, seconds > first {
      result.evaluation = seconds - first
    }
    return result
  }
}
