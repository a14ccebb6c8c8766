/// Groups of keywords that a dialect has or has not (JSON Schema 2020-12, section 8.1.2).
struct Vocabulary: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  static let core = Vocabulary(rawValue: 1)
  static let applicator = Vocabulary(rawValue: 2)
  static let unevaluated = Vocabulary(rawValue: 4)
  static let validation = Vocabulary(rawValue: 8)
  static let metaData = Vocabulary(rawValue: 16)
  static let formatAnnotation = Vocabulary(rawValue: 32)
  static let formatAssertion = Vocabulary(rawValue: 64)
  static let content = Vocabulary(rawValue: 128)

  /// Every vocabulary of 2020-12.
  static let all = Vocabulary(rawValue: .max)

  private static let prefix = "https://json-schema.org/draft/2020-12/vocab/"
  private static let named: [String: Vocabulary] = [
    "core": .core, "applicator": .applicator, "unevaluated": .unevaluated,
    "validation": .validation, "meta-data": .metaData, "format-annotation": .formatAnnotation,
    "format-assertion": .formatAssertion, "content": .content,
  ]

  /// The vocabulary that a URI names.
  static func named(uri: String) -> Vocabulary? {
    guard uri.hasPrefix(prefix) else { return nil }
    return named[String(uri.dropFirst(prefix.count))]
  }
}
