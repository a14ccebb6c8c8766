import WritJSON

/// A commit message in parts: what `compose` writes and `read` gives back.
public struct CommitMessage: Sendable, Equatable {
  /// The first paragraph on one line.
  public let subject: String
  /// The paragraphs between subject and trailers, each without blank lines.
  public let body: [String]
  /// The trailers in order, foreign ones too.
  public let trailers: [Trailer]

  /// Makes a message without judging it; `compose` does that.
  public init(subject: String, body: [String], trailers: [Trailer]) {
    self.subject = subject
    self.body = body
    self.trailers = trailers
    keys = trailers.map(\.governanceKey)
  }

  /// The governance keys of the trailers, found once.
  private let keys: [GovernanceKey?]

  /// The values of a governance key in canonical case, in order.
  public func values(of key: GovernanceKey) -> [String] {
    keys.indices.compactMap { keys[$0] == key ? trailers[$0].value : nil }
  }

  /// Whether another message has the same values of a governance key in the same order.
  public func hasSameValues(of key: GovernanceKey, as other: CommitMessage) -> Bool {
    var next = other.keys.startIndex
    for place in keys.indices where keys[place] == key {
      guard let partner = other.keys[next...].firstIndex(of: key),
        trailers[place].value.hasSameBytes(as: other.trailers[partner].value)
      else { return false }
      next = partner + 1
    }
    return other.keys[next...].firstIndex(of: key) == nil
  }

  /// The value of a governance key, or nil when there is none or more than one.
  public func value(of key: GovernanceKey) -> String? {
    guard let first = keys.firstIndex(of: key), keys[(first + 1)...].firstIndex(of: key) == nil
    else { return nil }
    return trailers[first].value
  }

  /// The keys out of `required` that have no trailer.
  public func missing(of required: [GovernanceKey]) -> [GovernanceKey] {
    required.filter { !keys.contains($0) }
  }

  /// The trailers of a message as `git log` reads them, without judging it.
  public static func trailers(of message: [UInt8]) -> [Trailer] { GitTrailers.read(message[...]) }

  /// Whether any trailer belongs to writ.
  public var isGoverned: Bool { keys.contains { $0 != nil } }

  /// Whether the trailers say who changed policy, or why, so that no record need be looked for; a
  /// pull request or a key alone does not.
  public var speaksForItself: Bool {
    keys.contains { [.actor, .approvalRef, .rationale, .reviewBy].contains($0) }
  }

  /// Compares UTF-8 bytes, so that composed and decomposed letters differ.
  public static func == (left: CommitMessage, right: CommitMessage) -> Bool {
    left.subject.utf8.elementsEqual(right.subject.utf8)
      && left.body.elementsEqual(right.body) { $0.utf8.elementsEqual($1.utf8) }
      && left.trailers == right.trailers
  }
}

/// What reading a commit message gives: the parts, and what is outside the strict grammar.
public struct MessageReading: Sendable, Equatable {
  /// The parts, with the trailers as `git log` reads them.
  public let message: CommitMessage
  /// Everything outside the strict grammar, in order of lines; at most 100 problems are told.
  public let problems: [MessageProblem]

  /// Whether the message is inside the strict grammar, so that all of git's readers give the same
  /// trailers as `message.trailers`.
  public var isStrict: Bool { problems.isEmpty }

  /// Whether a governance key is or seems to be in the message, anywhere and in any case.
  public let mentionsGovernance: Bool
}
