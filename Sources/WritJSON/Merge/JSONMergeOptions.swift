/// How documents are merged.
public struct JSONMergeOptions: Sendable, Hashable {
  /// The members that identify an element among the objects of an array, by preference.
  public var identityKeys: [String]

  /// Makes options.
  public init(identityKeys: [String] = ["id", "name", "key", "domain"]) {
    self.identityKeys = identityKeys
  }

  /// The usual options.
  public static let `default` = JSONMergeOptions()
}
