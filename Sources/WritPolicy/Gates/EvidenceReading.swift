/// An artifact as it was given to a gate.
public struct EvidenceReading: Sendable {
  /// What could be made of it.
  public enum Content: Sendable {
    /// What it says.
    case summary(EvidenceSummary)
    /// Why it cannot be used, as a full sentence.
    case unusable(String)
  }

  /// The name that the gate knows it by.
  public let name: String
  /// The digest of the raw bytes.
  public let digest: Digest
  /// How many bytes there are.
  public let size: Int
  /// What could be made of it.
  public let content: Content

  /// Makes a reading from its parts.
  public init(name: String, digest: Digest, size: Int, content: Content) {
    self.name = name
    self.digest = digest
    self.size = size
    self.content = content
  }

  /// What it says, or nil when it cannot be used.
  public var summary: EvidenceSummary? {
    if case .summary(let summary) = content { summary } else { nil }
  }
}
