public import WritGit
public import WritPolicy

/// A change worked out against one commit: the exact bytes before and after.
public struct Draft {
  /// One file that changes.
  public struct Item {
    /// The path in the repository.
    public let path: GitPath
    /// The document's name; nil for a file that is no JSON document (a rollback may restore one).
    public let name: DocumentName?
    /// The stored file on the base, or nil.
    public let before: TreeEntry?
    /// The content after; nil when the file goes.
    public let after: Content?

    /// Where the new content comes from.
    public enum Content {
      /// Bytes that are still to be stored.
      case bytes([UInt8], TreeEntry.Mode)
      /// A file that the repository already has.
      case stored(TreeEntry)
    }
    /// The change by value.
    public let change: DocumentChange
  }

  /// The commit that the change was worked out against.
  public let base: ObjectID
  /// The files that change, sorted by path.
  public let items: [Item]

  init(base: ObjectID, items: [Item]) {
    self.base = base
    self.items = items.sorted { $0.path < $1.path }
  }

  /// Whether nothing changes.
  public var isEmpty: Bool { items.isEmpty }

  /// The changes by value, for the judge.
  public var documents: [DocumentChange] { items.map(\.change) }
}
