public import WritPolicy

/// What the ledger needs from outside: it reads no clock, no environment and no chance by itself.
public struct Surroundings: Sendable {
  /// A name and a mail address.
  public typealias Identity = (name: String, mail: String)

  /// The current time.
  public let now: @Sendable () -> Instant
  /// The local offset in minutes east of UTC, for commit dates.
  public let offset: Int
  /// 16 and 64 random bits for a new id.
  public let random: @Sendable () -> (UInt16, UInt64)
  /// The author that the environment names, if it does.
  public let author: Identity?
  /// The committer that the environment names, if it does.
  public let committer: Identity?
  /// The tool and its version, as `writ 0.1.0`.
  public let tool: String
  /// Gets what a program that signs has to say to the user, such as that a token waits for a touch.
  public let tell: @Sendable (String) -> Void
  /// What one commit may bring at most.
  public let limits: ChangeLimits

  /// Makes surroundings from their parts.
  public init(
    now: @escaping @Sendable () -> Instant, offset: Int = 0,
    random: @escaping @Sendable () -> (UInt16, UInt64), author: Identity? = nil,
    committer: Identity? = nil, tool: String, tell: @escaping @Sendable (String) -> Void = { _ in },
    limits: ChangeLimits = .usual
  ) {
    self.now = now
    self.offset = offset
    self.random = random
    self.author = author
    self.committer = committer
    self.tool = tool
    self.tell = tell
    self.limits = limits
  }
}
