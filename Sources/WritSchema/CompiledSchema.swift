public import WritJSON

/// A schema that has been read once and can be applied to any number of documents.
///
/// Drafts 2020-12 and 07 are known; `$schema` chooses, and 2020-12 holds where it is absent.
public struct CompiledSchema: Sendable {
  private let graph: SchemaGraph
  private let options: SchemaOptions

  /// Compiles a schema and everything it refers to.
  ///
  /// - Parameters:
  ///   - schema: the root schema, an object or a boolean.
  ///   - uri: the absolute URI it was found at, against which its references are resolved where it
  ///     has no `$id`.
  ///   - registry: the documents that references may lead to.
  ///   - options: how it is compiled and applied.
  /// - Throws: ``SchemaError`` with the place of the first thing that is wrong; among these are
  ///   references that lead nowhere or in a circle, and patterns that cannot be honoured.
  public init(
    _ schema: JSONValue, at uri: String = "", registry: SchemaRegistry = SchemaRegistry(),
    options: SchemaOptions = SchemaOptions()
  ) throws(SchemaError) {
    var compiler = SchemaCompiler(registry: registry, options: options)
    let base = URIReference(uri).withoutFragment
    graph = try compiler.compile(schema, at: base, everything: false)
    self.options = options
  }

  /// Whether a value fits the schema; stops at the first violation.
  public func isValid(_ value: JSONValue) -> Bool {
    var evaluator = Evaluator(graph: graph, options: options, mode: .verdict)
    return evaluator.run(.whole(value))
  }

  /// Whether a document fits the schema; stops at the first violation.
  public func isValid(_ document: JSONDocument) -> Bool {
    var evaluator = Evaluator(graph: graph, options: options, mode: .verdict)
    return evaluator.run(Instance(document.root, limit: options.wholeLimit))
  }

  /// All violations of a value, in the order of the schema's keywords; none when it fits.
  public func validate(_ value: JSONValue) -> [SchemaViolation] { violations(of: .whole(value)) }

  private func violations(of value: Instance) -> [SchemaViolation] {
    var evaluator = Evaluator(graph: graph, options: options, mode: .verdict)
    if evaluator.run(value) { return [] }
    evaluator = Evaluator(graph: graph, options: options, mode: .report)
    _ = evaluator.run(value)
    return Self.withoutRepetitions(evaluator.findings)
  }

  /// Leaves out what was found before by way of another schema that says the same.
  private static func withoutRepetitions(_ violations: [SchemaViolation]) -> [SchemaViolation] {
    struct Complaint: Hashable {
      let instance: JSONPointer
      let keyword: String
      let message: String
    }
    var seen: Set<Complaint> = []
    return violations.filter {
      seen.insert(Complaint(instance: $0.instance, keyword: $0.keyword, message: $0.message))
        .inserted
    }
  }

  /// All violations of a document, with their lines and columns; none when it fits.
  ///
  /// Containers with more than 1 MiB of text are gone through as they were read, so that a large
  /// document takes little more memory than the reader does.
  public func validate(_ document: JSONDocument) -> [SchemaViolation] {
    let violations = violations(of: Instance(document.root, limit: options.wholeLimit))
    if violations.isEmpty { return [] }
    return ViolationPlaces(of: violations, in: document).placing(violations)
  }

  /// What the schema attaches to the parts of a value by a keyword that asserts nothing, such as
  /// `description` or one of the schema's own, `x-...`; none when the value does not fit.
  ///
  /// - Parameters:
  ///   - keyword: the name of the keyword.
  ///   - value: the value.
  public func annotations(_ keyword: String, of value: JSONValue) -> [SchemaAnnotation] {
    var evaluator = Evaluator(graph: graph, options: options, mode: .annotate(keyword))
    return evaluator.run(.whole(value)) ? evaluator.annotations : []
  }
}
