public import WritJSON

/// What a gate decided, with its reasons, as the record keeps it.
public struct GateDecision: Sendable, Equatable {
  /// `promote` or `hold`.
  public let word: String
  /// The whole decision.
  public let document: JSONValue
  /// The digest of the document.
  public let digest: Digest

  /// Reads a decision document.
  public init(_ document: JSONValue) throws(PolicyError) {
    guard let word = document["decision"]?.stringValue, word == "promote" || word == "hold" else {
      throw PolicyError(
        .form, "A gate's decision must say promote or hold.", pointer: "/decision/decision")
    }
    self.word = word
    self.document = document
    do throws(JSONError) {
      digest = try Digest(of: document)
    } catch {
      throw PolicyError(.form, "The decision has no canonical form: \(error.message)")
    }
  }
}
