import WritJSON
import WritPolicy

/// Tells the kind of a file by its content.
enum Recognition {
  /// The kinds that are one JSON document, in the order in which they are tried.
  private static let readers: [(EvidenceKind, any (ResultReader & Sendable).Type)] = [
    (.hyperfine, HyperfineResult.self), (.llmperf, LLMPerfResult.self), (.vllm, VLLMResult.self),
    (.guidellm, GuideLLMResult.self), (.k6, K6Result.self), (.promptfoo, PromptfooResult.self),
    (.lmEval, LMEvalResult.self), (.bench, BenchReport.self),
  ]

  static func reader(of kind: EvidenceKind) -> (any ResultReader.Type)? {
    readers.first { $0.0 == kind }?.1
  }

  static func isA(_ kind: EvidenceKind, _ root: JSONNode) -> Bool {
    kind == .summary ? isSummary(root) : reader(of: kind)?.recognises(root) == true
  }

  static func kind(of root: JSONNode) -> EvidenceKind? {
    isSummary(root) ? .summary : readers.first { $0.1.recognises(root) }?.0
  }

  private static func isSummary(_ root: JSONNode) -> Bool {
    root["type"]?.stringValue == EvidenceSummary.type
  }

  static func looksLikeJSON(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first(where: { $0 > 0x20 }) else { return false }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  /// The kind of what is read line by line: XML, JSON lines or a table; nil when it is none.
  ///
  /// - Parameter isWhole: whether these are all bytes of the file.
  static func lines(_ bytes: [UInt8], isWhole: Bool) -> EvidenceKind? {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let first = bytes[start...].first(where: { $0 > 0x20 }) else { return nil }
    if first == UInt8(ascii: "<") { return .junit }
    if first == UInt8(ascii: "{") { return jsonLines(bytes[start...]) }
    return isTable(bytes[start...], isWhole: isWhole) ? .csv : nil
  }

  /// The first line is a whole object and there is another line.
  private static func jsonLines(_ bytes: ArraySlice<UInt8>) -> EvidenceKind? {
    guard let end = bytes.firstIndex(of: 0x0A),
      bytes[end...].contains(where: { $0 > 0x20 })
    else { return nil }
    do throws(JSONError) {
      let root = try JSONDocument(parsing: Array(bytes[..<end])).root
      guard root.kind == .object else { return nil }
      return LMEvalSamples.recognises(root) ? .lmEval : .ndjson
    } catch {
      return nil
    }
  }

  /// The first lines are text with one number of commas, at least one.
  private static func isTable(_ bytes: ArraySlice<UInt8>, isWhole: Bool) -> Bool {
    let head = bytes.prefix(1 << 16)
    var lines = head.split(separator: 0x0A, omittingEmptySubsequences: true).prefix(5)
    if head.count < bytes.count || !isWhole, lines.count > 1 { lines = lines.dropLast() }
    guard lines.count > 1, lines.allSatisfy({ String(validating: $0, as: UTF8.self) != nil }) else {
      return false
    }
    // Commas in quotation marks part no fields; such lines are left for the reader to judge.
    let plain = lines.filter { !$0.contains(UInt8(ascii: "\"")) }
    let counts = Set(plain.map { line in line.count { $0 == UInt8(ascii: ",") } })
    return plain.isEmpty
      ? lines.first?.contains(UInt8(ascii: ",")) == true
      : counts.count == 1 && counts.first != 0
  }

  static var unknown: EvidenceError {
    EvidenceError(
      .unknownKind, "The content is of no kind of result that is known.",
      hint: "known: \(EvidenceKind.names); name one with --kind, or write a CSV of observations")
  }
}
