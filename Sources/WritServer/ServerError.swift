/// A server that cannot be started, and why.
public struct ServerError: Error, Sendable, Equatable {
  /// The kinds of failure that a caller can tell apart.
  public enum Code: String, Sendable {
    /// What it is to be started with cannot be used.
    case form = "server-form"
    /// The address cannot be listened on.
    case address = "server-address"
    /// The certificate or its key cannot be used.
    case certificate = "server-certificate"
  }

  /// What kind of failure it is.
  public let code: Code
  /// A full sentence, without anything secret.
  public let message: String
  /// What to do about it.
  public let hint: String?

  /// Makes an error from its parts.
  public init(_ code: Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }
}
