public import WritJSON

/// One way in which a document does not fit a schema.
public struct SchemaViolation: Sendable, Hashable {
  /// The value at fault.
  public internal(set) var instance: JSONPointer
  /// The line of the value, from 1, where the document's text is at hand.
  public internal(set) var line: Int?
  /// The column of the value, from 1, counted in Unicode scalars.
  public internal(set) var column: Int?
  /// The keyword that is not satisfied.
  public let keyword: String
  /// The keyword's place by the URI of its schema and a JSON Pointer in the fragment.
  public let absoluteKeywordLocation: String
  /// The way from the root schema to the keyword through references, as a JSON Pointer.
  public let evaluationPath: String
  /// A full sentence on what is wrong.
  public internal(set) var message: String
  /// What would mend it, where that can be guessed.
  public internal(set) var hint: String?
  /// For `anyOf` and `oneOf`: why each alternative does not fit.
  public internal(set) var causes: [SchemaViolation] = []
}

extension SchemaViolation: CustomStringConvertible {
  /// Place, sentence and hint in one line.
  public var description: String {
    var text = ""
    if let line, let column { text = "\(line):\(column): " }
    if !instance.isRoot { text += Excerpt.visible(instance.description) + ": " }
    text += message
    if let hint { text += " (\(hint))" }
    return text
  }
}

/// A value that a schema attaches to a part of a document, by a keyword that asserts nothing.
public struct SchemaAnnotation: Sendable, Hashable {
  /// The part of the document.
  public let instance: JSONPointer
  /// The keyword.
  public let keyword: String
  /// Its value.
  public let value: JSONValue
  /// The keyword's place by the URI of its schema and a JSON Pointer in the fragment.
  public let absoluteKeywordLocation: String
}
