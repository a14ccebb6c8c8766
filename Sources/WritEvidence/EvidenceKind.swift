/// The kinds of results that can be read.
public enum EvidenceKind: String, Sendable, CaseIterable {
  /// A summary that writ made before.
  case summary = "writ-summary"
  /// A report of `writ bench`, or of the tool that it follows.
  case bench = "writ-bench"
  /// hyperfine's `--export-json`.
  case hyperfine
  /// k6's `--summary-export`, or what its `handleSummary` is given.
  case k6
  /// The result file of `vllm bench serve`.
  case vllm
  /// GuideLLM's benchmark report.
  case guidellm
  /// llmperf's summary, or its results one by one.
  case llmperf
  /// The results or the samples of EleutherAI's lm-evaluation-harness.
  case lmEval = "lm-eval"
  /// promptfoo's JSON output.
  case promptfoo
  /// JUnit's XML report.
  case junit
  /// Observations in rows and columns (RFC 4180).
  case csv
  /// Observations as JSON objects, one on a line.
  case ndjson
  /// Any JSON document, which conditions read as it is; only by name.
  case json

  /// The names, for messages.
  public static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
