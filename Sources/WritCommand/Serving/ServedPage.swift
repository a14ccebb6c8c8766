import WritServer

/// The page and its parts, which say nothing of the repository and need no token.
enum ServedPage {
  private static let parts: [(path: String, type: String, bytes: [UInt8])] = [
    ("/", "text/html; charset=utf-8", PackageResources.index_html),
    ("/page.js", "text/javascript; charset=utf-8", PackageResources.page_js),
    ("/page.css", "text/css; charset=utf-8", PackageResources.page_css),
    ("/health", "application/json", Array("{\"status\":\"healthy\"}\n".utf8)),
  ]

  /// What may be read without the token.
  static let open = Set(parts.map(\.path))

  /// The part that is asked for, or nil.
  static func answer(_ request: ServerRequest) -> ServerAnswer? {
    guard request.method == "GET", let part = parts.first(where: { $0.path == request.path })
    else { return nil }
    return ServerAnswer(200, type: part.type, body: part.bytes)
  }
}
