/// A group of keywords that a dialect has or has not (JSON Schema 2020-12, section 8.1.2).
enum Vocabulary: String, Sendable, CaseIterable {
  case core
  case applicator
  case unevaluated
  case validation
  case metaData = "meta-data"
  case formatAnnotation = "format-annotation"
  case formatAssertion = "format-assertion"
  case content

  static let prefix = "https://json-schema.org/draft/2020-12/vocab/"

  /// The vocabulary that a URI names.
  init?(uri: String) {
    guard uri.hasPrefix(Self.prefix) else { return nil }
    self.init(rawValue: String(uri.dropFirst(Self.prefix.count)))
  }
}
