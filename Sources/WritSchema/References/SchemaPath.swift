import WritJSON

/// The way from the root of a document to a place in it, sharing its beginning with other ways.
///
/// A pointer with all its tokens would cost each place as much as it is deep; here a place costs
/// one token.
final class SchemaPath: Sendable {
  /// The number of the document.
  let document: Int
  let parent: SchemaPath?
  /// The last token; empty at the root.
  let token: String
  /// The number of tokens.
  let depth: Int
  private let digest: Int

  /// The root of a document.
  init(document: Int) {
    self.document = document
    parent = nil
    token = ""
    depth = 0
    digest = document
  }

  private init(_ parent: SchemaPath, _ token: String) {
    document = parent.document
    self.parent = parent
    self.token = token
    depth = parent.depth + 1
    var hasher = Hasher()
    hasher.combine(parent.digest)
    hasher.combine(ByteString(token))
    digest = hasher.finalize()
  }

  /// The place that a token leads to from here.
  func appending(_ token: String) -> SchemaPath { SchemaPath(self, token) }

  /// The place that tokens lead to from here.
  func appending(_ tokens: [String]) -> SchemaPath {
    tokens.reduce(self) { $0.appending($1) }
  }

  /// The way as a pointer from a place that lies a given number of tokens below the root.
  func pointer(from start: Int = 0) -> JSONPointer {
    var tokens: [String] = []
    var place = self
    while place.depth > start, let parent = place.parent {
      tokens.append(place.token)
      place = parent
    }
    return JSONPointer(tokens: tokens.reversed())
  }
}

extension SchemaPath: Hashable {
  static func == (left: SchemaPath, right: SchemaPath) -> Bool {
    guard left.digest == right.digest, left.depth == right.depth else { return false }
    var (one, other) = (left, right)
    while one !== other {
      guard one.token.hasSameBytes(as: other.token) else { return false }
      guard let above = one.parent, let otherAbove = other.parent else {
        return one.document == other.document
      }
      (one, other) = (above, otherAbove)
    }
    return true
  }

  func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
