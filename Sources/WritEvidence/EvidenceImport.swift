import WritJSON
public import WritPolicy

/// Reads result files of other tools, and of writ itself, as evidence.
public enum EvidenceImport {
  /// What the content says, in the form that gates read.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - kind: what it must be; nil to tell by the content.
  ///   - digest: of the bytes, where it is known already.
  public static func summary(
    of bytes: [UInt8], kind: EvidenceKind? = nil, digest: Digest? = nil
  ) throws(EvidenceError) -> EvidenceSummary {
    let content = try Content(bytes, kind)
    var summary = try content.summary()
    if content.kind != .summary {
      summary.sources = [.init(digest: digest ?? Digest(of: bytes), size: bytes.count)]
    }
    return summary
  }

  /// The kind that the first bytes of a large file show, where it can be read piece by piece.
  public static func streamingKind(ofHead head: [UInt8]) -> EvidenceKind? {
    switch Recognition.lines(head, isWhole: false) {
    case .csv: .csv
    case .ndjson: .ndjson
    default: nil
    }
  }
}

/// A file whose kind is known.
private enum Content {
  case document(JSONDocument, EvidenceKind)
  case text([UInt8], EvidenceKind)

  var kind: EvidenceKind {
    switch self {
    case .document(_, let kind), .text(_, let kind): kind
    }
  }

  init(_ bytes: [UInt8], _ wanted: EvidenceKind?) throws(EvidenceError) {
    guard !bytes.isEmpty else { throw EvidenceError(.empty, "The file is empty.") }
    switch wanted {
    case .csv?, .ndjson?, .junit?: self = .text(bytes, wanted ?? .csv)
    case .lmEval? where Recognition.lines(bytes, isWhole: true) == .lmEval:
      self = .text(bytes, .lmEval)
    case let wanted?: self = try Content(json: bytes, wanted)
    case nil: self = try Content(recognising: bytes)
    }
  }

  private init(recognising bytes: [UInt8]) throws(EvidenceError) {
    if let kind = Recognition.lines(bytes, isWhole: true) {
      self = .text(bytes, kind)
      return
    }
    guard Recognition.looksLikeJSON(bytes) else { throw Recognition.unknown }
    let document = try Content.parse(bytes)
    guard let kind = Recognition.kind(of: document.root) else { throw Recognition.unknown }
    self = .document(document, kind)
  }

  private init(json bytes: [UInt8], _ wanted: EvidenceKind) throws(EvidenceError) {
    guard Recognition.looksLikeJSON(bytes) else {
      throw EvidenceError(.wrongKind, "The content is not a \(wanted.rawValue) result: no JSON.")
    }
    let document = try Content.parse(bytes)
    guard wanted == .json || Recognition.isA(wanted, document.root) else {
      let found = Recognition.kind(of: document.root).map { "it looks like \($0.rawValue)" }
      throw EvidenceError(
        .wrongKind, "The content is not a \(wanted.rawValue) result.",
        hint: found ?? "its members are not those of that tool's output")
    }
    self = .document(document, wanted)
  }

  private static func parse(_ bytes: [UInt8]) throws(EvidenceError) -> JSONDocument {
    do throws(JSONError) {
      return try JSONDocument(parsing: bytes, limits: JSONLimits(bytes: JSONLimits.largest))
    } catch {
      let column = error.column.map { " at column \($0)" } ?? ""
      throw EvidenceError(
        .syntax, "The content is not strict JSON\(column): \(error.message)", line: error.line,
        hint: error.hint)
    }
  }

  func summary() throws(EvidenceError) -> EvidenceSummary {
    switch self {
    case .document(let document, .summary):
      do throws(PolicyError) {
        return try EvidenceSummary(document.value)
      } catch {
        throw EvidenceError(.syntax, error.message, hint: error.hint)
      }
    case .document(let document, .json):
      return EvidenceSummary(
        kind: EvidenceKind.json.rawValue, recordedAt: nil, groups: [], document: document.value)
    case .document(let document, let kind):
      var builder = SummaryBuilder()
      try Recognition.reader(of: kind)?.read(document.root, into: &builder)
      return try builder.summary(kind)
    case .text(let bytes, .junit): return try JUnitReport.read(bytes)
    case .text(let bytes, let kind):
      var stream = StreamingImport(kind)
      try stream.feed(bytes)
      return try stream.finish()
    }
  }
}
