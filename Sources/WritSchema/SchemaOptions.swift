/// How a schema is compiled and applied.
public struct SchemaOptions: Sendable, Hashable {
  /// Whether `format` is an assertion even where the dialect makes it an annotation only.
  ///
  /// In draft-07 `contentEncoding` (base64) and `contentMediaType` (JSON) are one then, too.
  public var assertsFormat: Bool
  /// The most subschemas that may be drawn in.
  public var maximumSubschemas: Int
  /// The most violations that are told of one document.
  public var maximumViolations: Int
  /// The deepest nesting of schemas applied inside one another.
  ///
  /// A document that needs more is reported as undecidable, which is a violation. What is deeper
  /// than any thread's stack allows is applied on a thread that is made for it.
  public var maximumDepth: Int
  /// The most applications of a schema to a value, over a whole document.
  ///
  /// A document that needs more is reported as undecidable, which is a violation.
  public var maximumSteps: Int
  /// A container of a document with more bytes than this is never made a value as a whole.
  var wholeLimit = 1 << 20
  /// How many times the text of a document may be made values in parts before it is made one whole.
  var mostTimesInParts = 8

  /// Makes options.
  ///
  /// - Parameters:
  ///   - assertsFormat: whether `format` is an assertion.
  ///   - maximumSubschemas: the most subschemas that may be drawn in.
  ///   - maximumViolations: the most violations that are told of one document.
  ///   - maximumDepth: the deepest nesting of schemas applied inside one another.
  ///   - maximumSteps: the most applications of a schema to a value.
  public init(
    assertsFormat: Bool = false, maximumSubschemas: Int = 200_000, maximumViolations: Int = 10_000,
    maximumDepth: Int = 12_000, maximumSteps: Int = 50_000_000
  ) {
    self.assertsFormat = assertsFormat
    self.maximumSubschemas = maximumSubschemas
    self.maximumViolations = maximumViolations
    self.maximumDepth = maximumDepth
    self.maximumSteps = maximumSteps
  }
}
