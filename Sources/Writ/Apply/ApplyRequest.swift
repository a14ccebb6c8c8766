public import WritPolicy

/// An artifact on its way into the ledger.
public struct EvidenceInput: Sendable {
  /// Name, media type, size and digest.
  public let item: EvidenceItem
  /// The raw bytes.
  public let bytes: [UInt8]

  /// Takes an artifact; the media type follows from the name, or from the file's.
  ///
  /// - Throws: when the name cannot be used or the artifact is empty.
  public init(name: String, fileName: String, bytes: [UInt8]) throws {
    try EvidenceItem.checkName(name)
    guard !bytes.isEmpty else {
      throw LedgerError(
        .usage, "evidence-empty", "The artifact '\(name)' is empty, so it shows nothing.",
        hint: "give the file that the decision rests on")
    }
    let named = EvidenceItem.mediaType(of: name)
    let isNamed = named != "application/octet-stream"
    item = EvidenceItem(
      name: name, mediaType: isNamed ? named : EvidenceItem.mediaType(of: fileName),
      size: bytes.count, digest: Digest(of: bytes))
    self.bytes = bytes
  }
}

/// What `writ apply` is asked to do.
public struct ApplyRequest: Sendable {
  /// What to change.
  public var change: ChangeRequest
  /// The branch, or nil for the one that is checked out.
  public var branch: String?
  /// Why.
  public var intent = Intent.apply
  /// Who, on whose approval, why, until when.
  public var metadata = Metadata()
  /// The artifacts that the change rests on.
  public var evidence: [EvidenceInput] = []
  /// The signed approvals of the change.
  public var approvals: [ApprovalInput] = []
  /// Whether the commit and its checkpoint are signed.
  public var signing = SigningChoice.configured
  /// Whether to write to a branch of its own, for a pull request.
  public var isProposal = false
  /// Whether to stop before anything is written.
  public var isDryRun = false
  /// Why a value that was rolled back may come back, or nil.
  public var rollbackOverride: String?
  /// Decisions that gates gave of this plan before.
  public var decisions: [GateDecision] = []
  /// Why a gate's hold is not heeded, where the gate lets that be, or nil.
  public var gateOverride: String?
  /// What the caller let pass by name before it came here, for the record.
  public var overrides: [Record.Override] = []

  /// A request to make a change.
  public init(_ change: ChangeRequest) { self.change = change }
}

/// What became of a request.
public struct ApplyOutcome {
  /// How it ended.
  public enum Kind: String, Sendable {
    /// A commit was made.
    case applied
    /// A commit was made on a branch of its own.
    case proposed
    /// The same request was made before; nothing was done.
    case replayed
    /// Nothing would change; nothing was done.
    case unchanged
    /// A commit would be made.
    case wouldApply = "would-apply"
  }

  /// How it ended.
  public let kind: Kind
  /// The record, unless nothing changes.
  public let record: Record?
  /// The commit, when there is one.
  public let commit: String?
  /// The branch by its full name.
  public let branch: String
  /// The id of the `policies/` tree afterwards, when known.
  public var policiesTree: String?
  /// What could not be finished after the commit was made.
  public var unfinished: String?
  /// What a user may have meant to change and did not, one sentence each.
  public var notes: [String] = []
}
