/// A document of writ's own (rules, record, plan, metadata) that cannot be used, and why.
public struct PolicyError: Error, Sendable, Equatable {
  /// The kinds of failure that a caller can tell apart.
  public enum Code: String, Sendable {
    /// The document lacks a member, has one too many, or one of the wrong type or form.
    case form = "document-form"
    /// The document was made for another version of writ.
    case version = "document-version"
    /// A digest does not match what it stands for.
    case digest = "digest-mismatch"
    /// A name, path or value cannot be used.
    case name = "bad-name"
  }

  /// What kind of failure it is.
  public let code: Code
  /// A full sentence.
  public let message: String
  /// Where in the document, as a JSON Pointer; empty for the whole.
  public let pointer: String
  /// What to do about it.
  public let hint: String?

  /// Makes an error from its parts.
  public init(_ code: Code, _ message: String, pointer: String = "", hint: String? = nil) {
    self.code = code
    self.message = message
    self.pointer = pointer
    self.hint = hint
  }
}
