/// A signature, key, envelope or list of keys that cannot be read, and why.
public struct SignatureError: Error, Sendable, Equatable {
  /// The kinds of failure that a caller can tell apart.
  public enum Code: String, Sendable {
    /// The armor or the wire form of a signature is wrong.
    case signature = "signature-form"
    /// A public key or certificate is wrong.
    case key = "key-form"
    /// A DSSE envelope is wrong.
    case envelope = "envelope-form"
    /// An in-toto Statement is wrong.
    case statement = "statement-form"
    /// A list of allowed signers is wrong.
    case signers = "signers-form"
    /// A revocation list is wrong.
    case revocation = "revocation-form"
  }

  /// What kind of failure it is.
  public let code: Code
  /// A full sentence.
  public let message: String
  /// The line, counted from 1, in a file that has lines.
  public let line: Int?
  /// What to do about it.
  public let hint: String?

  /// Makes an error from its parts.
  public init(_ code: Code, _ message: String, line: Int? = nil, hint: String? = nil) {
    self.code = code
    self.message = message
    self.line = line
    self.hint = hint
  }
}
