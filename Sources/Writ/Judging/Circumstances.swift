import WritGit
import WritJSON
import WritPolicy

/// What the judge is told of a change besides the change and what it says about itself.
struct Circumstances {
  /// The artifacts, with their content where conditions read it.
  var evidence: [EvidenceDocument] = []
  /// The approvals that were found, those that do not hold among them.
  var approvals: [Approval] = []
  /// Whether approvals may still come.
  var approvalsComeLater = false
  /// The answers of the gates that rules ask.
  var gates: [GateAnswer] = []
  /// The signature; nil while there is no commit yet that could bear one.
  var signature: CommitSignature? = .unsigned
}

extension Proposal {
  /// A change in its circumstances.
  init(
    intent: Intent, documents: [DocumentChange], metadata: Metadata, now: Instant,
    isProvenRollback: Bool, _ circumstances: Circumstances
  ) {
    self.init(
      intent: intent, documents: documents, metadata: metadata, now: now,
      isProvenRollback: isProvenRollback)
    evidence = circumstances.evidence
    approvals = circumstances.approvals
    approvalsComeLater = circumstances.approvalsComeLater
    gates = circumstances.gates
    signature = circumstances.signature
  }
}

extension EvidenceDocument {
  /// An artifact on its way into the ledger.
  ///
  /// - Parameter reads: whether a condition looks at artifacts.
  init(_ input: EvidenceInput, reads: Bool) {
    self.init(
      input.item, document: reads ? EvidenceDocument.document(input.item, input.bytes) : nil)
  }

  /// The content of an artifact that says to be JSON, or nil when it is not strict JSON: then a
  /// condition that looks at it has no answer.
  static func document(_ item: EvidenceItem, _ bytes: [UInt8]) -> JSONValue? {
    guard item.mediaType == "application/json" else { return nil }
    do throws(JSONError) {
      return try JSONDocument(parsing: bytes).value
    } catch {
      return nil
    }
  }
}
