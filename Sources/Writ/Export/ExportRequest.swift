import WritPolicy
import WritSchema

/// What `writ export` is asked for.
public struct ExportRequest: Sendable {
  /// A kind of statement.
  public enum Kind: Sendable {
    /// Statements about applies, the decisions of gates and approvals, with predicates of writ's own.
    case inToto
    /// A verification summary of a commit and its history (SLSA, verification_summary v1).
    case verificationSummary
    /// Where an apply comes from (SLSA, provenance v1).
    case provenance
  }

  /// What is wanted.
  public var kind: Kind
  /// An apply's id, a revision, or `A..B`; nil stands for what is checked out.
  public var target: String?
  /// The repository's URI; its first commit names it where none is given.
  public var source: String?
  /// Whether statements are put into signed envelopes.
  public var isSigned = false
  /// The key to sign with; nil for the one that git's settings name.
  public var key: String?

  /// A request for the commit that is checked out, unsigned.
  public init(_ kind: Kind) { self.kind = kind }

  /// Refuses what is no URI for statements, and no URI reference for events.
  ///
  /// - Parameter mayBeRelative: whether it is for events: CloudEvents takes a reference.
  public static func checkSource(_ text: String, mayBeRelative: Bool) throws {
    let isGood =
      mayBeRelative ? !text.isEmpty && URISyntax.isReference(text) : URISyntax.isURI(text)
    guard !isGood else { return }
    throw LedgerError(
      .usage, "export-source",
      "--source '\(text.oneLine)' is no URI\(mayBeRelative ? " reference" : "") by RFC 3986.",
      hint: "write one such as git+https://example.org/policy, or leave --source out")
  }
}

/// One line of an export: a Statement, or an envelope around one.
public struct ExportedLine: Sendable {
  /// The JSON document, on one line and without its end.
  public let bytes: [UInt8]
  /// Whether it says that something failed.
  public var isFailure = false
}
