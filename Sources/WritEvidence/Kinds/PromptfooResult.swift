import WritJSON
import WritPolicy

/// promptfoo's JSON output; one group for each provider.
enum PromptfooResult: ResultReader {
  static func recognises(_ root: JSONNode) -> Bool {
    guard let results = root["results"], results.kind == .object else { return false }
    return results["results"]?.kind == .array && results.has("stats")
  }

  static func read(_ root: JSONNode, into builder: inout SummaryBuilder) throws(EvidenceError) {
    let output = try Fields(root["results"] ?? root, "promptfoo's results")
    builder.note(timeIn: output.node["timestamp"])
    guard let results = output.array("results") else {
      throw EvidenceError(.syntax, "promptfoo's output has no results.")
    }
    for (index, node) in results.elements.enumerated() {
      try read(try Fields(node, "a result"), index, &builder)
    }
  }

  private static func read(
    _ result: Fields, _ index: Int, _ builder: inout SummaryBuilder
  ) throws(EvidenceError) {
    let node = result.node
    let provider = node["provider"]?.stringValue ?? node["provider"]?["id"]?.stringValue
    let group = try builder.group(provider ?? SummaryBuilder.only)
    guard let passed = node["success"]?.boolValue else {
      throw EvidenceError(.syntax, "A result does not say whether it succeeded.", line: node.line)
    }
    let isError = isError(result, passed)
    builder.addRuns(ok: isError ? 0 : 1, failed: isError ? 1 : 0, group: group)
    builder.add(
      CaseResult(
        id: id(node, index), passed: passed ? 1 : 0, failed: passed ? 0 : 1,
        errors: isError ? 1 : 0), group: group)
    for (key, unit) in [("latencyMs", "ms"), ("score", nil), ("cost", "USD")] {
      let metric = try builder.metric(key, unit: unit)
      guard !isError, let value = try result.number(key) else {
        builder.declare(metric: metric, group: group)
        continue
      }
      try builder.add(value, metric: metric, group: group, line: node.line)
    }
    for score in result.object("namedScores")?.members.map(\.self) ?? [] where !isError {
      guard let value = score.value.doubleValue else { continue }
      let metric = try builder.metric("score:\(score.key)", unit: nil)
      try builder.add(value, metric: metric, group: group, line: node.line)
    }
  }

  /// An assertion that does not hold is a result; only what gave no answer at all failed.
  private static func isError(_ result: Fields, _ passed: Bool) -> Bool {
    if let reason = result.node["failureReason"]?.intValue { return reason == 2 }
    guard !passed, let error = result.node["error"], !error.isNull, error.stringValue != "" else {
      return false
    }
    // Older files put the reason of a failed assertion into the same member.
    return result.node["gradingResult"].map(\.isNull) ?? true
  }

  /// The test and the prompt, which stay the same from run to run.
  private static func id(_ node: JSONNode, _ index: Int) -> String {
    let label = node["testCase"]?["description"]?.stringValue
    guard let test = node["testIdx"]?.intValue else { return label ?? "result \(index)" }
    let prompt = node["promptIdx"]?.intValue ?? 0
    return (label ?? "test \(test)") + " / prompt \(prompt)"
  }
}
