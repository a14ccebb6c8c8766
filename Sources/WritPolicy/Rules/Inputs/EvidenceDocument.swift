public import WritJSON

/// An artifact that a change rests on, with its content where conditions can read it.
public struct EvidenceDocument: Sendable, Equatable {
  /// Name, media type, size and digest.
  public let item: EvidenceItem
  /// The content; nil when the artifact is not strict JSON.
  public let document: JSONValue?

  /// Makes an artifact from its parts.
  public init(_ item: EvidenceItem, document: JSONValue?) {
    self.item = item
    self.document = document
  }
}
