public import WritGit
public import WritPolicy

/// What somebody must look at.
public struct DueReport: Sendable {
  /// The commit whose values are in force.
  public let tip: ObjectID
  /// The time that deadlines are held against.
  public let asOf: Instant
  /// How many days ahead a deadline counts.
  public let within: Int
  /// What is due, the oldest deadline first, then what has none.
  public let items: [Item]
  /// How many values in force have no review date.
  public let undated: Int

  /// Something that is due.
  public struct Item: Sendable {
    /// Why it is due.
    public let reason: Reason
    /// What stands behind it; nil where a file cannot be read.
    public let story: ChangeStory?
    /// The values in force that it made, as `NAME#/pointer`; for `unreadable` the path of the file.
    public let values: [String]
    /// The deadline, where it has one.
    public let deadline: ReviewDate?
    /// Whether the deadline has passed; what has none is due at once.
    public let isPast: Bool
    /// How many people looked at it, of how many that must; nil where only a date counts.
    public let review: Review?
    /// What was set aside, or why a file cannot be read.
    public let detail: String?
  }

  /// Why something is due.
  public enum Reason: String, Sendable, CaseIterable {
    /// The review date of values in force.
    case review
    /// An emergency approval stood in for what rules ask.
    case breakGlass = "break-glass"
    /// Something that held the change up was let pass by name.
    case overridden
    /// Values in force that were only tried out, by an apply with the intent `observe`.
    case unconfirmed
    /// A document in force is not strict JSON, so nothing is known of its values.
    case unreadable
  }
}
