/// A failure of Git or of the file system below it: what was attempted, on what, and how to mend it.
public struct GitError: Error, Sendable, Equatable {
  /// The kinds of failure that a caller can tell apart.
  public enum Code: String, Sendable {
    case notARepository
    case otherOwner
    case unsupported
    case notFound
    case missingObject
    case corrupt
    case exists
    case moved
    case locked
    case unborn
    case detached
    case invalid
    case noIdentity
    case permission
    case readOnly
    case diskFull
    case symbolicLink
    case io
    case tooMuch
  }

  /// What kind of failure it is.
  public var code: Code
  /// A sentence that says what was attempted and what came of it.
  public var message: String
  /// What the user can do about it.
  public var hint: String?

  /// Makes an error from its parts.
  public init(_ code: Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }
}

extension GitError: CustomStringConvertible {
  /// The message, with the hint in brackets.
  public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
