/// A place where two sides made different values of one; nil stands for no value.
public struct JSONConflict: Sendable, Hashable {
  /// What the sides did.
  public enum Reason: String, Sendable, Hashable {
    /// Both changed the value, or added one, each in its way.
    case changed
    /// One removed what the other changed.
    case removed
    /// One moved the member to another place in its object, the other changed it.
    case moved
    /// Both changed the array at one place, or its order, each in its way.
    case sequence
    /// Both gave one member another key.
    case renamed
  }

  /// Where, in `ours` as far as it has the place.
  public let pointer: JSONPointer
  /// The value that both sides started from.
  public let base: JSONValue?
  /// The value on the side that is merged into.
  public let ours: JSONValue?
  /// The value on the side that is merged in.
  public let theirs: JSONValue?
  /// What the sides did.
  public let reason: Reason

  /// Makes a conflict.
  public init(
    pointer: JSONPointer, base: JSONValue?, ours: JSONValue?, theirs: JSONValue?,
    reason: Reason = .changed
  ) {
    self.pointer = pointer
    self.base = base
    self.ours = ours
    self.theirs = theirs
    self.reason = reason
  }

  /// The form in output: `pointer`, `reason`, and of `base`, `ours`, `theirs` those that exist.
  public var json: JSONObject {
    var members: JSONObject = [
      "pointer": .string(pointer.description), "reason": .string(reason.rawValue),
    ]
    members["base"] = base
    members["ours"] = ours
    members["theirs"] = theirs
    return members
  }
}

/// Something about a merge that a person should know though it is no conflict.
public struct JSONMergeNote: Sendable, Hashable, CustomStringConvertible {
  /// What was decided.
  public enum Kind: String, Sendable, Hashable {
    /// One side removed the value; a slight change of the other inside it went with it.
    case droppedChange = "dropped-change"
    /// One side gave the member another key; the change of the other went along.
    case followedRename = "followed-rename"
    /// The merge of lines, which was taken, has another value here than the merge by value.
    case placedByLines = "placed-by-lines"
  }

  /// Where.
  public let pointer: JSONPointer
  /// What was decided.
  public let kind: Kind

  /// Makes a note.
  public init(pointer: JSONPointer, kind: Kind) {
    self.pointer = pointer
    self.kind = kind
  }

  /// A sentence for people.
  public var description: String {
    switch kind {
    case .droppedChange:
      "\(pointer) was removed by one side; a change that the other made inside it is gone too."
    case .followedRename:
      "\(pointer) has a new key from one side; what the other changed was applied to it there."
    case .placedByLines:
      "\(pointer) was merged by lines, which put a change elsewhere than a merge by value would."
    }
  }
}
