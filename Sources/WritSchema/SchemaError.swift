public import WritJSON

/// Why a schema could not be compiled.
///
/// A schema that has one is not used at all: no keyword of it is silently left out.
public struct SchemaError: Error, Sendable, Hashable {
  /// What kind of fault it is; the raw value is stable and fit for machine-readable output.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// `$schema` names a dialect that is neither known nor given.
    case unknownDialect = "schema.unknown-dialect"
    /// The meta-schema requires a vocabulary that is not known.
    case unknownVocabulary = "schema.unknown-vocabulary"
    /// A keyword has a value of the wrong shape.
    case invalidKeyword = "schema.invalid-keyword"
    /// A regular expression is malformed, too large, or beyond what is supported.
    case invalidPattern = "schema.invalid-pattern"
    /// A reference leads to no document or place that is known.
    case unresolvedReference = "schema.unresolved-reference"
    /// Two different schemas claim one identifier.
    case duplicateIdentifier = "schema.duplicate-identifier"
    /// A schema refers to itself without ever looking deeper into the instance.
    case circularReference = "schema.circular-reference"
    /// The schema has more subschemas than the limit.
    case tooLarge = "schema.too-large"
  }

  /// The kind of fault.
  public let code: Code
  /// A full sentence on what is wrong.
  public let message: String
  /// The URI of the document at fault; empty for a root schema without `$id`.
  public let document: String
  /// Where in that document.
  public let pointer: JSONPointer
  /// What would mend it, where that is known.
  public let hint: String?

  init(
    _ code: Code, _ message: String, in document: String, at pointer: JSONPointer,
    hint: String? = nil
  ) {
    self.code = code
    self.message = Excerpt.visible(message)
    self.document = document
    self.pointer = pointer
    self.hint = hint.map { Excerpt.visible($0) }
  }
}

extension SchemaError: CustomStringConvertible {
  /// Place, sentence and hint in one line.
  public var description: String {
    let text = Excerpt.visible("\(document)#\(pointer)") + ": " + message
    return hint.map { "\(text) (\($0))" } ?? text
  }
}
