/// One difference between two documents.
public struct JSONChange: Sendable, Hashable {
  /// Where the difference is.
  public let pointer: JSONPointer
  /// The value before, or nil where there was none.
  public let before: JSONValue?
  /// The value after, or nil where there is none.
  public let after: JSONValue?

  /// Makes a change.
  public init(pointer: JSONPointer, before: JSONValue?, after: JSONValue?) {
    self.pointer = pointer
    self.before = before
    self.after = after
  }
}
