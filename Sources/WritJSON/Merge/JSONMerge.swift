/// Merges documents by value.
public enum JSONMerge {
  /// Merges what two sides made of one base.
  ///
  /// Objects are merged by key, arrays as sequences of elements, scalars as a whole. What `theirs`
  /// did not change keeps its bytes from `ours`. The result is strict JSON without duplicate keys.
  public static func merge(
    base: JSONDocument, ours: JSONDocument, theirs: JSONDocument,
    options: JSONMergeOptions = .default
  ) -> JSONMergeResult {
    var merge = ValueMerge(options)
    let merged = merge.merge(base.value, ours.value, theirs.value, at: .root)
    guard merge.conflicts.isEmpty, let merged else { return .conflicts(merge.conflicts) }
    do throws(JSONError) {
      return .merged(try ours.setting(.root, to: merged))
    } catch {
      // Only the limits that `ours` was read under can stand against a value of two such documents.
      return .conflicts([
        JSONConflict(pointer: .root, base: base.value, ours: ours.value, theirs: theirs.value)
      ])
    }
  }
}

/// What came of a merge.
public enum JSONMergeResult: Sendable {
  /// Both sides' changes in one document.
  case merged(JSONDocument)
  /// The places where the sides disagree, in document order; never empty.
  case conflicts([JSONConflict])
}

/// A place where two sides made different values of one; nil stands for no value.
public struct JSONConflict: Sendable, Hashable {
  /// Where, as far as both sides agree on the way there.
  public let pointer: JSONPointer
  /// The value that both sides started from.
  public let base: JSONValue?
  /// The value on the side that is merged into.
  public let ours: JSONValue?
  /// The value on the side that is merged in.
  public let theirs: JSONValue?

  /// Makes a conflict.
  public init(pointer: JSONPointer, base: JSONValue?, ours: JSONValue?, theirs: JSONValue?) {
    self.pointer = pointer
    self.base = base
    self.ours = ours
    self.theirs = theirs
  }
}
