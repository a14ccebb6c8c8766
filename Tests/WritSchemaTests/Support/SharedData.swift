import WritJSON
import WritTesting

extension SharedData {
  /// A document under the root.
  static func document(_ path: String) throws -> JSONDocument {
    try JSONDocument(parsing: try bytes(path))
  }
}
