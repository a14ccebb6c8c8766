public import WritJSON

/// The documents that references may lead to, by absolute URI.
///
/// Nothing is ever fetched: a reference to anything else than these documents, the schema itself,
/// and the embedded meta-schemas is an error.
public struct SchemaRegistry: Sendable {
  private var documents = HashTable<ByteString, JSONValue>()

  /// Makes a registry.
  ///
  /// - Parameter documents: schemas by the absolute URI, without fragment, that they were found at.
  public init(_ documents: [String: JSONValue] = [:]) {
    for (uri, document) in documents { add(document, at: uri) }
  }

  /// Adds a document, in place of one that had the same URI.
  ///
  /// - Parameters:
  ///   - document: a schema; it is also found by the `$id` values inside it.
  ///   - uri: the absolute URI it was found at; a fragment is left out.
  public mutating func add(_ document: JSONValue, at uri: String) {
    documents.set(ByteString(URIReference(uri).withoutFragment.text), document)
  }

  /// The document found at a URI, or an embedded meta-schema.
  func document(at uri: String) -> JSONValue? {
    documents[ByteString(uri)] ?? MetaSchemas.document(at: uri)
  }

  /// The URIs of the given documents, in the order of their bytes.
  var uris: [String] { documents.keys.sorted().map(\.string) }
}
