/// Whether texts are URIs (RFC 3986).
public enum URISyntax {
  /// Whether a text is a URI: it has a scheme.
  public static func isURI(_ text: String) -> Bool {
    URIFormat(international: false).isURI(text)
  }

  /// Whether a text is a URI or a relative reference, which may be empty.
  public static func isReference(_ text: String) -> Bool {
    URIFormat(international: false).isReference(text)
  }
}
