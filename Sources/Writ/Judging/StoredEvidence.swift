import WritGit
import WritPolicy

/// The artifacts that records name, held against the files of a candidate.
struct StoredEvidence {
  /// The artifacts; of two with one name that of the newest record.
  private(set) var documents: [EvidenceDocument] = []
  /// The artifacts that are not what their record says.
  private(set) var findings: [Finding] = []
  /// The content of the artifacts of each record, by its id.
  private var contents: [ULID: [(name: String, bytes: [UInt8])]] = [:]

  /// The content of the artifacts that a record names.
  func contents(of record: Record) -> [(name: String, bytes: [UInt8])] {
    contents[record.id] ?? []
  }

  /// - Parameter reads: whether a condition looks at artifacts.
  init(of records: [Record], _ candidate: Candidate, _ objects: ObjectDatabase, reads: Bool) throws
  {
    for record in records {
      for item in record.evidence {
        let path = GitPath(Record.folder(record.id)).appending(item.name)
        guard let bytes = try StoredEvidence.content(item, path, candidate, objects) else {
          findings.append(StoredEvidence.mismatch(item, path, record))
          continue
        }
        if record.decision != nil { contents[record.id, default: []].append((item.name, bytes)) }
        documents.removeAll { $0.item.name.utf8.elementsEqual(item.name.utf8) }
        documents.append(
          EvidenceDocument(
            item, document: reads ? EvidenceDocument.document(item, bytes) : nil))
      }
    }
  }

  /// The content of an artifact, or nil when it is not what the record says.
  private static func content(
    _ item: EvidenceItem, _ path: GitPath, _ candidate: Candidate, _ objects: ObjectDatabase
  ) throws -> [UInt8]? {
    guard let entry = try candidate.file(path), entry.mode.isFile,
      try objects.header(entry.id).size == item.size
    else { return nil }
    let bytes = try objects.content(of: entry.id, as: .blob)
    return Digest(of: bytes) == item.digest ? bytes : nil
  }

  private static func mismatch(_ item: EvidenceItem, _ path: GitPath, _ record: Record) -> Finding {
    Finding(
      .recordMismatch, path: path.description,
      "The artifact '\(item.name)' is missing or not the one that the record "
        + "\(Record.path(record.id)) names.",
      mend: "evidence is never edited: make the change with 'writ apply --evidence'")
  }
}
