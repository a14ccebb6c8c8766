/// A limit that was held against a value, for the record.
public struct CheckedLimit: Sendable, Equatable {
  /// The rule that holds the limit.
  public let rule: String
  /// The document.
  public let document: String
  /// The value.
  public let pointer: String
  /// Whether the value is inside.
  public let isInside: Bool
}

/// What the rules say of a change.
public struct Verdict: Sendable, Equatable {
  /// Every reason for a refusal; none when the change may pass.
  public var findings: [Finding] = []
  /// The names of the rules that spoke, in the order of the file.
  public var speaking: [String] = []
  /// Every limit that matched a changed value.
  public var limits: [CheckedLimit] = []
  /// Everything that was asked, with what came of it.
  public var requirements: [CheckedRequirement] = []
  /// The rules that would have refused the change but for a break-glass approval.
  public var breakGlass: [String] = []

  /// A verdict without any reason against the change.
  public init() {}

  /// A verdict with some reasons against the change and nothing else.
  public init(findings: [Finding]) { self.findings = findings }

  /// Whether the change may pass.
  public var isAllowed: Bool { findings.isEmpty }

  /// Whether nothing worse than a gate or an earlier rollback stands against the change.
  public var isOnlyHeld: Bool { !isAllowed && findings.allSatisfy(\.code.onlyHolds) }
}
