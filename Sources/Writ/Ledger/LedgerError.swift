public import WritPolicy

/// A refusal or failure of the ledger: what, why, and how to mend it.
public struct LedgerError: Error, Sendable {
  /// What a caller, or the exit status, tells apart.
  public enum Kind: String, Sendable {
    /// The request cannot be understood or names what is not there.
    case usage
    /// A rule says no, or a check failed.
    case refused
    /// A gate, or an earlier rollback, holds the change up.
    case held
    /// Someone else changed the same values, or holds a lock: plan again or try again.
    case conflict
    /// Part of what a verdict needs is missing.
    case unverifiable
    /// Something around writ failed.
    case failure
  }

  /// One value on which two changes disagree.
  public struct Conflict: Sendable, Equatable {
    /// The document.
    public let document: String
    /// The value, as a JSON Pointer.
    public let pointer: String
    /// A sentence on what was expected and what was found.
    public let message: String
  }

  /// What a caller tells apart.
  public let kind: Kind
  /// A stable word for the cause, such as `stale-plan`.
  public let code: String
  /// A full sentence.
  public let message: String
  /// The command or text that mends it.
  public let hint: String?
  /// Every reason of a refusal.
  public var findings: [Finding] = []
  /// Every value in conflict.
  public var conflicts: [Conflict] = []

  /// Makes an error from its parts.
  public init(_ kind: Kind, _ code: String, _ message: String, hint: String? = nil) {
    self.kind = kind
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// The error for a commit that nobody would have made.
  static let noIdentity = LedgerError(
    .usage, "no-identity", "Git does not know who you are, so no commit can be made.",
    hint: "run 'git config --global user.name NAME' and 'git config --global user.email MAIL'")

  /// The error for a verdict that says no.
  static func refused(_ verdict: Verdict) -> LedgerError {
    let count = verdict.findings.count
    let reasons = count == 1 ? "one reason" : "\(count) reasons"
    var error =
      verdict.isOnlyHeld
      ? LedgerError(.held, "held", "The change is held up, for \(reasons).")
      : LedgerError(.refused, "refused", "The change is refused, for \(reasons).")
    error.findings = verdict.findings
    return error
  }

  /// The error for values on which two changes disagree.
  static func conflict(_ message: String, _ conflicts: [Conflict], hint: String) -> LedgerError {
    var error = LedgerError(.conflict, "conflict", message, hint: hint)
    error.conflicts = conflicts
    return error
  }
}
