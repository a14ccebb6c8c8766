/// The language a schema is written in: the draft whose rules hold, and the vocabularies it uses.
struct Dialect: Sendable, Hashable {
  /// A release of JSON Schema.
  enum Draft: String, Sendable {
    case draft7 = "http://json-schema.org/draft-07/schema"
    case draft202012 = "https://json-schema.org/draft/2020-12/schema"
  }

  let draft: Draft
  /// The vocabularies in use; drafts before 2020-12 know no such division.
  let vocabularies: Set<Vocabulary>

  static let draft7 = Dialect(draft: .draft7, vocabularies: Set(Vocabulary.allCases))
  static let draft202012 = Dialect(
    draft: .draft202012,
    vocabularies: Set(Vocabulary.allCases).subtracting([.formatAssertion]))

  /// Whether keywords of a vocabulary have their meaning.
  func has(_ vocabulary: Vocabulary) -> Bool { vocabularies.contains(vocabulary) }

  /// Whether the dialect itself makes `format` an assertion.
  var assertsFormat: Bool { draft == .draft202012 && has(.formatAssertion) }

  /// Whether keywords beside `$ref` have no meaning (draft-07, section 8.3).
  var refHidesSiblings: Bool { draft == .draft7 }

  /// The dialect that a `$schema` value names by itself, without looking at a meta-schema.
  static func named(_ uri: String) -> Dialect? {
    switch Draft(rawValue: uri) {
    case .draft7: .draft7
    case .draft202012: .draft202012
    case nil: nil
    }
  }
}
