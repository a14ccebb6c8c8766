import WritGit
import WritJSON
import WritPolicy

/// What a commit says about itself: by its record where it brought one, else by its trailers.
struct Statement {
  var metadata: Metadata
  var intent = Intent.apply
  var restores: String?
  var findings: [Finding] = []
  /// The records that the commit brought, oldest first.
  private(set) var records: [Record] = []

  init(of candidate: Candidate, in ledger: Ledger) throws {
    let reading = CommitMessage.read(candidate.message)
    metadata = Metadata(trailersOf: reading.message)
    intent = reading.message.value(of: .intent).flatMap(Intent.init(rawValue:)) ?? .apply
    restores = reading.message.value(of: .restores)
    records = try Statement.records(candidate, reading.message, ledger, &findings)
    if reading.message.isGoverned || records.isEmpty {
      findings += Statement.grammar(reading)
    }
    for record in records { hold(record, against: reading.message) }
    findings += try ledger.unrecorded(records, candidate)
  }

  /// What git's readers might disagree on is refused; a message without any governance key is
  /// only missing its metadata, which the rules tell.
  private static func grammar(_ reading: MessageReading) -> [Finding] {
    guard reading.mentionsGovernance else { return [] }
    return reading.problems.map { problem in
      let line = problem.line.map { "Line \($0) of the message: " } ?? ""
      return Finding(.messageGrammar, line + problem.sentence, mend: problem.hint)
    }
  }

  // MARK: Records

  private static func records(
    _ candidate: Candidate, _ message: CommitMessage, _ ledger: Ledger, _ findings: inout [Finding]
  ) throws -> [Record] {
    if let value = message.value(of: .record) {
      guard let record = try named(value, candidate, ledger, &findings) else { return [] }
      return [record]
    }
    guard !message.isGoverned else { return [] }
    return try squashed(candidate, ledger, &findings)
  }

  private static func named(
    _ value: String, _ candidate: Candidate, _ ledger: Ledger, _ findings: inout [Finding]
  ) throws -> Record? {
    let path = String(value.prefix { $0 != " " })
    guard GitPath(path).isRecord, let entry = try candidate.file(GitPath(path)) else {
      findings.append(
        Finding(
          .recordMismatch, path: path, "The trailer Writ-Record names a file that is not there.",
          mend: "keep the evidence folder in the commit, or remove the Writ trailers"))
      return nil
    }
    guard let read = try read(entry, path, ledger, &findings) else { return nil }
    if !value.hasSuffix(read.digest.description) {
      findings.append(
        Finding(
          .recordMismatch, path: path,
          "The record has the digest \(read.digest), and the trailer Writ-Record another.",
          mend: "a record is never edited: make the change with 'writ apply'"))
    }
    return read.record
  }

  /// Evidence folders that the first parent lacks: a squash merge lost the trailers.
  private static func squashed(
    _ candidate: Candidate, _ ledger: Ledger, _ findings: inout [Finding]
  ) throws -> [Record] {
    let parent = try candidate.parents.first.map { try ledger.snapshot($0) }
    var result: [Record] = []
    for (path, entry) in try candidate.evidence() where path.isRecord {
      if try parent?.entry(path) != nil { continue }
      if let read = try read(entry, path.description, ledger, &findings) {
        result.append(read.record)
      }
    }
    return result.sorted { $0.id < $1.id }
  }

  private static func read(
    _ entry: TreeEntry, _ path: String, _ ledger: Ledger, _ findings: inout [Finding]
  ) throws -> (record: Record, digest: Digest)? {
    do {
      let bytes = try ledger.objects.blob(entry.id, limit: Snapshot.documentLimit)
      let value = try Ledger.parse(bytes, path).value
      return (try Record(value), try Digest(of: value))
    } catch let error as PolicyError {
      findings.append(
        Finding(
          .recordMismatch, path: path, pointer: error.pointer, error.message,
          mend: error.hint ?? "make the change with 'writ apply'"))
    } catch let error as LedgerError where error.kind == .refused {
      findings += error.findings
    }
    return nil
  }

  /// The trailers are an index over the record, and the record is about this very change.
  private mutating func hold(_ record: Record, against message: CommitMessage) {
    let path = Record.path(record.id)
    for field in MetadataField.allCases {
      guard let trailer = message.value(of: field.key) else { continue }
      if record.metadata[field].map({ $0.utf8.elementsEqual(trailer.utf8) }) != true {
        findings.append(
          Finding(
            .recordMismatch, path: path,
            "The trailer \(field.key.rawValue) says '\(trailer)', and the record "
              + "'\(record.metadata[field] ?? "nothing")'.",
            mend: "keep the trailers as writ wrote them"))
      }
    }
    if !message.isGoverned || message.value(of: .intent) == nil {
      intent = record.intent
      restores = record.restores
    }
    for field in MetadataField.allCases where metadata[field] == nil {
      metadata[field] = record.metadata[field]
    }
  }
}
