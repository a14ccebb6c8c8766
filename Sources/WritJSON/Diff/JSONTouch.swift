/// A place where a version of a document differs from the version before.
///
/// Touches tell where to look and not what is there: the values are those of the versions. They are
/// found on the texts as read, without making values of what is the same.
public struct JSONTouch: Sendable {
  /// What happened at the place.
  public enum Kind: Sendable, Equatable {
    /// A value is there that was not in the old version.
    case added
    /// The value that was there is not in the new version.
    case removed
    /// A scalar has another value, or the value is of another kind.
    case changed
    /// The elements of an array that both versions have stand at other indexes.
    case reordered([JSONRun])
  }

  /// What happened.
  public let kind: Kind
  /// The UTF-8 bytes of the JSON Pointer: into the new version, for a removal into the old one.
  public let pointer: [UInt8]
  /// The value in the old version; nil when it was added.
  public let old: JSONNode?
  /// The value in the new version; nil when it was removed.
  public let new: JSONNode?
}

/// Neighbouring elements of an array that are neighbours in the old version too.
public struct JSONRun: Sendable, Equatable {
  /// The index of the first one in the old version.
  public let old: Int
  /// The index of the first one in the new version.
  public let new: Int
  /// How many they are.
  public let count: Int

  /// Makes a run.
  public init(old: Int, new: Int, count: Int) {
    self.old = old
    self.new = new
    self.count = count
  }
}

extension [JSONRun] {
  /// Where the element with this index in the new version stands in the old one; nil when it is new.
  public func oldIndex(of new: Int) -> Int? {
    // The runs are in the order of the new version.
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].new <= new { low = middle + 1 } else { high = middle }
    }
    guard low > 0, new - self[low - 1].new < self[low - 1].count else { return nil }
    return self[low - 1].old + (new - self[low - 1].new)
  }
}

extension JSONDiff {
  /// The places where two versions differ; nil stands for a version that is not there.
  ///
  /// The elements of arrays are followed by what identifies them, as in `changes(from:to:)`; an
  /// element that moved is compared inside, too, and the array's touch tells where it went.
  public static func touches(
    from old: JSONNode?, to new: JSONNode?, identity: JSONIdentity = .default
  ) -> [JSONTouch] {
    guard let old, let new else {
      if old == nil, new == nil { return [] }
      let kind: JSONTouch.Kind = old == nil ? .added : .removed
      return [JSONTouch(kind: kind, pointer: [], old: old, new: new)]
    }
    var comparison = VersionComparison(identity: identity)
    comparison.compare(old, new)
    return comparison.touches
  }
}
