import WritGit
import WritJSON
import WritPolicy
import WritSignature

/// An in-toto Statement v1 that is made for others to read.
struct ExportedStatement {
  /// What it is about: in-toto's resource descriptors.
  let subject: [JSONValue]
  /// What kind of predicate it has, as a URI.
  let predicateType: String
  /// What it says.
  let predicate: JSONValue
  var isFailure = false

  /// The predicate of an apply, with its version.
  static let apply = "urn:writ:apply:v1"
  /// The predicate of a gate's decision, with its version.
  static let decision = "urn:writ:decision:v1"
  /// The predicate of SLSA's provenance.
  static let provenance = "https://slsa.dev/provenance/v1"
  /// The predicate of SLSA's verification summary.
  static let verificationSummary = "https://slsa.dev/verification_summary/v1"

  /// The payload: the canonical form, so that the same statement is always the same bytes.
  func payload() throws -> [UInt8] {
    let document: JSONValue = [
      "_type": .string(InTotoStatement.type), "subject": .array(subject),
      "predicateType": .string(predicateType), "predicate": predicate,
    ]
    return try document.canonicalBytes(numbers: .exact)
  }
}

/// What in-toto calls a resource descriptor.
enum Resource {
  static func commit(_ id: String, named name: String = "commit") -> JSONValue {
    ["name": .string(name), "digest": ["gitCommit": .string(id)]]
  }

  static func tree(_ id: ObjectID, named name: String) -> JSONValue {
    ["name": .string(name), "digest": ["gitTree": .string(id.hex)]]
  }

  static func blob(_ id: String, named name: String) -> JSONValue {
    ["name": .string(name), "digest": ["gitBlob": .string(id)]]
  }

  static func artifact(_ item: EvidenceItem, of record: Record) -> JSONValue {
    [
      "name": .string("\(Record.folder(record.id))/\(item.name)"),
      "mediaType": .string(item.mediaType), "digest": ["sha256": .string(item.digest.hex)],
    ]
  }
}
