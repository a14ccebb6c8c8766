internal import WritJSON
internal import WritSchema

/// The schemas of `governance/schemas/`: references lead to these and to nothing else.
struct SchemaLibrary {
  /// Schemas beside each other name each other by their file names.
  private static let base = "file:///governance/schemas/"

  private let files: [GovernanceSchema]
  private let registry: SchemaRegistry

  init(_ files: [GovernanceSchema]) {
    self.files = files
    var registry = SchemaRegistry()
    // A file that is not strict JSON is nobody's business until something refers to it.
    for file in files {
      if case .success(let document) = SchemaLibrary.read(file) {
        registry.add(document.value, at: SchemaLibrary.base + file.name)
      }
    }
    self.registry = registry
  }

  private static func read(_ file: GovernanceSchema) -> Result<JSONDocument, JSONError> {
    do throws(JSONError) {
      return .success(try JSONDocument(parsing: file.bytes))
    } catch {
      return .failure(error)
    }
  }

  /// Compiles a schema that rules name.
  ///
  /// - Parameter place: where in the rules it is named.
  func compile(
    _ name: String, assertsFormat: Bool, namedAt place: JSONPointer
  ) throws(PolicyError) -> CompiledSchema {
    func fault(_ sentence: String, _ hint: String?) -> PolicyError {
      PolicyError(.form, sentence, pointer: place.description, hint: hint)
    }
    let path = "\(GovernanceSchema.folder)/\(name.oneLine)"
    guard let file = files.first(where: { $0.name.hasSameBytes(as: name) }) else {
      throw fault("There is no schema \(path).", "add the file, or correct its name")
    }
    let document: JSONDocument
    switch SchemaLibrary.read(file) {
    case .success(let found): document = found
    case .failure(let error):
      throw fault("\(path)\(error.place): \(error.message)", error.hint)
    }
    do throws(SchemaError) {
      return try CompiledSchema(
        document.value, at: SchemaLibrary.base + name, registry: registry,
        options: SchemaOptions(assertsFormat: assertsFormat))
    } catch {
      throw fault(sentence(error, path, document), error.hint)
    }
  }

  /// What is wrong with a schema of the folder, used and unused parts alike.
  func check(_ name: String, _ document: JSONDocument) -> [SchemaViolation] {
    SchemaCheck.check(document, at: SchemaLibrary.base + name, registry: registry)
  }

  /// The error with the place in the file at fault, which may be one that the named one refers to.
  private func sentence(_ error: SchemaError, _ path: String, _ named: JSONDocument) -> String {
    let inner = files.first {
      error.document.utf8.elementsEqual((SchemaLibrary.base + $0.name).utf8)
    }
    var (shown, document) = (path, named)
    if let inner, case .success(let found) = SchemaLibrary.read(inner) {
      (shown, document) = ("\(GovernanceSchema.folder)/\(inner.name.oneLine)", found)
    }
    let position = document.root.node(at: error.pointer)?.position
    let place = position.map { ":\($0.line):\($0.column)" } ?? ""
    return "\(shown)\(place)#\(error.pointer): \(error.message)"
  }
}

extension JSONError {
  /// `:line:column`, or nothing.
  fileprivate var place: String { line.map { ":\($0):\(column ?? 1)" } ?? "" }
}
