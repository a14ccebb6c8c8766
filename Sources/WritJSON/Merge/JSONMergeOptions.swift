/// How documents are merged.
public struct JSONMergeOptions: Sendable, Hashable {
  /// What identifies the elements of arrays.
  public var identity: JSONIdentity
  /// Whether a merge of lines that is clean, and whose result is strict JSON, is taken.
  ///
  /// Git takes it without asking; two edits of neighbouring blocks that look alike can end up in
  /// each other's place. Where it differs from the merge by value, a note says so.
  public var usesLines: Bool
  /// Whether the removal of an object stands against a slight change inside it on the other side.
  ///
  /// Slight is one that leaves four of five values as they were, and gone is an object that stands
  /// nowhere else in the removing side's document. The removal also stands, against any change, of a
  /// member whose key stood in three places or more and is gone from all of them. A note names what
  /// was dropped.
  public var removalPrevails: Bool
  /// Whether it is a conflict when one side moves a member among its neighbours and the other
  /// changes it, where lines conflict too.
  public var movedMembersConflict: Bool

  /// Makes options.
  public init(
    identity: JSONIdentity = .default, usesLines: Bool = true, removalPrevails: Bool = true,
    movedMembersConflict: Bool = true
  ) {
    self.identity = identity
    self.usesLines = usesLines
    self.removalPrevails = removalPrevails
    self.movedMembersConflict = movedMembersConflict
  }

  /// What people did most often in real merges: for `git merge` and its kin.
  public static let `default` = JSONMergeOptions()

  /// By value alone: every change of either side is in the result, or there is a conflict.
  public static let strict = JSONMergeOptions(
    usesLines: false, removalPrevails: false, movedMembersConflict: false)
}
