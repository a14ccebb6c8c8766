/// One difference between two documents.
public struct JSONChange: Sendable, Hashable {
  /// Where the difference is: in the new document, but for a removal in the old one.
  public let pointer: JSONPointer
  /// Where the value stood in the old document, if that was at another pointer; nil otherwise.
  ///
  /// Elements before it came or went, or the element itself was moved.
  public let from: JSONPointer?
  /// The value before, or nil where there was none.
  public let before: JSONValue?
  /// The value after, or nil where there is none.
  public let after: JSONValue?
  /// Whether an element of an array stands in another order among its neighbours than before.
  public let isMove: Bool

  /// Makes a change.
  public init(
    pointer: JSONPointer, before: JSONValue?, after: JSONValue?, from: JSONPointer? = nil,
    isMove: Bool = false
  ) {
    self.pointer = pointer
    self.before = before
    self.after = after
    self.from = from
    self.isMove = isMove
  }

  /// The form in output: `pointer`, `from` where the value stood elsewhere, `before`, `after`.
  public var json: JSONObject {
    var members: JSONObject = ["pointer": .string(pointer.description)]
    members["from"] = from.map { .string($0.description) }
    members["before"] = before
    members["after"] = after
    return members
  }
}
