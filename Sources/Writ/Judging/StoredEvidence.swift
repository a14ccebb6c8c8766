import WritGit
import WritJSON
import WritPolicy

/// The artifacts that records name, held against the files of a candidate.
struct StoredEvidence {
  /// The artifacts that are what their record says; of two with one name that of the newest record.
  private(set) var documents: [EvidenceDocument] = []
  /// The same for each record by itself.
  private(set) var documentsByRecord: [[EvidenceDocument]] = []
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
      var own: [EvidenceDocument] = []
      for item in record.evidence {
        let path = GitPath(Record.folder(record.id)).appending(item.name)
        // The audit of the record looks at every artifact; who asks for none reads none again.
        guard reads || record.decision != nil else {
          own.append(EvidenceDocument(item, document: nil))
          continue
        }
        guard let bytes = try StoredEvidence.content(item, path, candidate, objects) else {
          continue
        }
        if record.decision != nil { contents[record.id, default: []].append((item.name, bytes)) }
        own.append(EvidenceDocument(item, document: EvidenceDocument.document(item, bytes)))
      }
      documentsByRecord.append(own)
      if reads {
        documents.removeAll { old in own.contains { $0.item.name.hasSameBytes(as: old.item.name) } }
      }
      documents += own
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
}
