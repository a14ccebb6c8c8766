internal import WritJSON
internal import WritSchema

/// A file below `governance/schemas/`.
public struct GovernanceSchema: Sendable {
  /// The folder of schemas.
  public static let folder = "governance/schemas"

  /// The path below the folder, such as `rollout.json`.
  public let name: String
  /// The content.
  public let bytes: [UInt8]

  /// Makes a file from its parts.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// The form that a document must have.
public struct SchemaRequirement: Sendable {
  /// The name of the schema's file below `governance/schemas/`.
  public let name: String
  /// Whether `format` refuses a value, instead of describing it.
  public let assertsFormat: Bool
  let schema: CompiledSchema

  static func read(
    _ form: Form, _ library: SchemaLibrary
  ) throws(PolicyError) -> SchemaRequirement? {
    guard let value = form.value("schema") else { return nil }
    let place = form.place("schema")
    guard value.stringValue == nil else {
      return try SchemaRequirement(try form.string("schema"), false, library, place)
    }
    let own = try Form(value, Rules.path, at: place, known: ["file", "assertFormat"])
    return try SchemaRequirement(
      try own.string("file"), try own.optionalBool("assertFormat") ?? false, library,
      own.place("file"))
  }

  private init(
    _ name: String, _ assertsFormat: Bool, _ library: SchemaLibrary, _ place: JSONPointer
  ) throws(PolicyError) {
    self.name = name
    self.assertsFormat = assertsFormat
    schema = try library.compile(name, assertsFormat: assertsFormat, namedAt: place)
  }

  var words: String {
    "the form of \(GovernanceSchema.folder)/\(name)\(assertsFormat ? ", formats too" : "")"
  }
}
