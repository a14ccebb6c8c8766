public import WritJSON

/// A document of writ's own (rules, record, plan, metadata) that cannot be used, and why.
public struct PolicyError: Error, Sendable, Equatable {
  /// The kinds of failure that a caller can tell apart.
  public enum Code: String, Sendable {
    /// The document lacks a member, has one too many, or one of the wrong type or form.
    case form = "document-form"
    /// The document was made for another version of writ.
    case version = "document-version"
    /// A digest does not match what it stands for.
    case digest = "digest-mismatch"
    /// A name, path or value cannot be used.
    case name = "bad-name"
  }

  /// What kind of failure it is.
  public let code: Code
  /// A full sentence.
  public let message: String
  /// Where in the document, as a JSON Pointer; empty for the whole.
  public let pointer: String
  /// What to do about it.
  public let hint: String?
  /// The line of that place in the document's file, from 1; nil when the text is not at hand.
  public private(set) var line: Int?
  /// The column in code points, from 1; nil when the text is not at hand.
  public private(set) var column: Int?

  /// Makes an error from its parts.
  public init(_ code: Code, _ message: String, pointer: String = "", hint: String? = nil) {
    self.code = code
    self.message = message
    self.pointer = pointer
    self.hint = hint
  }

  /// The same error with the line and the column of its place in a document.
  ///
  /// Where the place is of a member that is missing, those of what should have it.
  public func located(in document: JSONDocument) -> PolicyError {
    var node = document.root
    do throws(JSONError) {
      for token in try JSONPointer(parsing: pointer).tokens {
        guard let next = node.node(at: JSONPointer(tokens: [token])) else { break }
        node = next
      }
    } catch {
      // A pointer that is none stands for the whole document.
    }
    var copy = self
    (copy.line, copy.column) = (node.line, node.column)
    return copy
  }
}
