/// One reason why a change is refused.
public struct Finding: Sendable, Equatable {
  /// What was violated, stable across versions.
  public enum Code: String, Sendable, CaseIterable {
    case metadataMissing = "metadata-missing"
    case metadataForm = "metadata-form"
    case reviewDatePast = "review-date-past"
    case reviewDateTooFar = "review-date-too-far"
    case automation
    case signature
    case approvals
    case separationOfDuty = "separation-of-duty"
    case freeze
    case gateMissing = "gate-missing"
    case gateNotBound = "gate-not-bound"
    case gateHold = "gate-hold"
    case schema
    case limit
    case condition
    case undecided
    case notStrictJSON = "not-strict-json"
    case documentName = "document-name"
    case rulesForm = "rules-form"
    case gateForm = "gate-form"
    case recordMismatch = "record-mismatch"
    case recordBase = "record-base"
    case recordReused = "record-reused"
    case evidenceMismatch = "evidence-mismatch"
    case trailerMismatch = "trailer-mismatch"
    case trailersUnreadable = "trailers-unreadable"
    case planMismatch = "plan-mismatch"
    case checkpointMismatch = "checkpoint-mismatch"
    case applyMissing = "apply-missing"
    case gapUnsigned = "gap-unsigned"
    case signersForm = "signers-form"
    case approvalMismatch = "approval-mismatch"
    case rollbackUnproved = "rollback-unproved"
    case messageGrammar = "message-grammar"
    case protectedReference = "protected-reference"
    case specialFile = "special-file"
    case rolledBackValue = "rolled-back-value"
    case commitTime = "commit-time"
    case changeTooLarge = "change-too-large"

    /// Whether it only holds a change up, so that the same change may pass on another day.
    public var onlyHolds: Bool { self == .gateHold || self == .rolledBackValue }
  }

  /// What was violated.
  public let code: Code
  /// The rule, or nil when it is writ's own.
  public let rule: String?
  /// The file, or nil when it is about the whole change.
  public let path: String?
  /// The value, as a JSON Pointer.
  public let pointer: String?
  /// A full sentence that names what was found.
  public private(set) var message: String
  /// What mends it where the change is made by a command.
  public private(set) var mend: String
  /// Where in `governance/rules.json` it is asked, as a JSON Pointer; nil when it is writ's own.
  public var requirement: String?
  /// The id of the condition, where it is one and has one.
  public var condition: String?
  /// The line of the file, from 1, where it is known.
  public var line: Int?
  /// The column in code points, from 1, where it is known.
  public var column: Int?
  /// What mends it where the change is a commit with a message, when that is something else.
  private let mendInCommit: String?

  /// Makes a finding from its parts.
  public init(
    _ code: Code, rule: String? = nil, path: String? = nil, pointer: String? = nil,
    _ message: String, mend: String, inCommit: String? = nil
  ) {
    self.code = code
    self.rule = rule
    self.path = path
    self.pointer = pointer
    self.message = message
    self.mend = mend
    mendInCommit = inCommit
  }

  /// The finding that rules, or another document of governance, cannot be used.
  public init(unreadable path: String, _ error: PolicyError) {
    self.init(
      .rulesForm, path: path, pointer: error.pointer, error.message,
      mend: error.hint ?? "correct \(path)")
    (line, column) = (error.line, error.column)
  }

  /// The finding of rules that ask since the commit comes to another line, where it lands.
  public var whereItLands: Finding {
    var copy = self
    copy.message +=
      " So ask the rules of the line to which a merge brings the commit, which are not those it was "
      + "made under."
    copy.mend = "make the change again on that line, or \(mend)"
    return copy
  }

  /// The finding as a hook tells it: options of a command mend no commit.
  public var ofCommit: Finding {
    var copy = self
    copy.mend = mendInCommit ?? mend
    return copy
  }
}
