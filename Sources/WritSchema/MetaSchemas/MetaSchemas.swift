import WritJSON

/// The published meta-schemas of the supported drafts, embedded so that no look-up leaves the
/// process (json-schema.org; MIT, as in the jsonschema-specifications package).
enum MetaSchemas {
  private static let texts: [String: String] = [
    "http://json-schema.org/draft-07/schema": draft7,
    "https://json-schema.org/draft/2020-12/schema": draft202012,
    "https://json-schema.org/draft/2020-12/meta/core": core,
    "https://json-schema.org/draft/2020-12/meta/applicator": applicator,
    "https://json-schema.org/draft/2020-12/meta/unevaluated": unevaluated,
    "https://json-schema.org/draft/2020-12/meta/validation": validation,
    "https://json-schema.org/draft/2020-12/meta/meta-data": metaData,
    "https://json-schema.org/draft/2020-12/meta/format-annotation": formatAnnotation,
    "https://json-schema.org/draft/2020-12/meta/format-assertion": formatAssertion,
    "https://json-schema.org/draft/2020-12/meta/content": content,
  ]

  /// The URIs of the embedded documents.
  static var uris: [String] { texts.keys.sorted() }

  /// An embedded document; nil when none has the URI.
  static func document(at uri: String) -> JSONValue? {
    guard let text = texts[uri] else { return nil }
    do {
      return try JSONDocument(parsing: text).value
    } catch {
      // A test reads every text, so that this cannot be.
      return nil
    }
  }
}
