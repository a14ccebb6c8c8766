import WritJSON
import WritPolicy

/// The results of lm-evaluation-harness; one group for each task.
enum LMEvalResult: ResultReader {
  static func recognises(_ root: JSONNode) -> Bool {
    guard let results = root["results"], results.kind == .object,
      root.has("versions") || root.has("configs") || root.has("n-shot")
    else { return false }
    return results.members.allSatisfy { $0.value.kind == .object }
  }

  static func read(_ root: JSONNode, into builder: inout SummaryBuilder) throws(EvidenceError) {
    guard let results = try Fields(root, "the results").object("results") else {
      throw EvidenceError(.syntax, "There are no results.")
    }
    builder.note(timeIn: root["date"])
    for task in results.members {
      let group = try builder.newGroup(task.key)
      let samples = root["n-samples"]?[task.key]
      let count = (samples?["effective"] ?? samples?["original"])?.intValue
      builder.addRuns(ok: count ?? 1, group: group)
      if count == nil {
        builder.note("'\(task.key.shortened)' does not tell its number of samples.")
      }
      for member in task.value.members {
        guard member.key != "samples" else { continue }
        guard let value = member.value.doubleValue else {
          // "N/A" stands where nothing was worked out.
          continue
        }
        try builder.add(single: value, member.key, unit: nil, count: count, group: group)
      }
    }
  }
}

/// The samples of lm-evaluation-harness: one JSON object for each, with what its metrics say of it.
struct LMEvalSamples {
  private var lines = LineBlocks()
  private var builder = SummaryBuilder()

  static func recognises(_ line: JSONNode) -> Bool {
    line.has("doc_id") && (line.has("filtered_resps") || line.has("resps"))
  }

  mutating func feed(_ piece: [UInt8]) throws(EvidenceError) {
    if let block = try lines.add(piece) { try take(block) }
  }

  mutating func finish() throws(EvidenceError) -> EvidenceSummary {
    if let block = lines.last() { try take(block) }
    return try builder.summary(.lmEval)
  }

  private mutating func take(_ block: LineBlocks.Block) throws(EvidenceError) {
    try block.forEachLine { (range, line) throws(EvidenceError) in
      try take(try block.node(range, line), line)
    }
  }

  private mutating func take(_ row: JSONNode, _ line: Int) throws(EvidenceError) {
    let group = try builder.group(SummaryBuilder.only)
    guard let id = row["doc_id"].map({ $0.stringValue ?? $0.sourceText }) else {
      throw EvidenceError(.syntax, "The sample has no doc_id.", line: line)
    }
    var verdict: Bool?
    for name in Self.metricNames(row) {
      guard let value = row[name]?.doubleValue else { continue }
      let metric = try builder.metric(name, unit: nil, line: line)
      try builder.add(value, metric: metric, group: group, line: line)
      if verdict == nil, value == 0 || value == 1 { verdict = value == 1 }
    }
    builder.addRuns(ok: 1, group: group)
    guard let verdict else { return }
    builder.add(
      CaseResult(id: id, passed: verdict ? 1 : 0, failed: verdict ? 0 : 1), group: group)
  }

  /// The metrics that the sample names, or all numbers beside it in older files.
  private static func metricNames(_ row: JSONNode) -> [String] {
    if let named = row["metrics"], named.kind == .array {
      return named.elements.compactMap(\.stringValue)
    }
    return row.members.filter { $0.value.kind == .number && $0.key != "doc_id" }.map(\.key)
  }
}
