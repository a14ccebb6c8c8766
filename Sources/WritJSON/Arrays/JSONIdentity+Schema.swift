extension JSONIdentity {
  /// The evident keys, and those that a JSON Schema declares: `"x-writ-key": "host"` beside the
  /// `items` of an array says that its elements are identified by `host`.
  ///
  /// Followed are `properties`, `patternProperties` and `additionalProperties`, `items` and
  /// `prefixItems`, `allOf`, `anyOf`, `oneOf`, `if`, `then`, `else`, and `$ref` within the schema.
  public init(schema: JSONValue) {
    self.init()
    var reading = KeyReading(schema)
    reading.read(schema, at: [])
    declarations = reading.found
  }
}

/// Walks through a schema and notes the keys that it declares.
private struct KeyReading {
  private let root: JSONValue
  private(set) var found: [JSONIdentity.Declaration] = []
  /// The references that are being followed; one within itself is followed once.
  private var open: [String] = []
  private var steps = 0

  /// Beyond this many schemas (or levels) the walk ends: references can multiply without bound.
  private static let limit = 10_000
  private static let depthLimit = 64

  init(_ root: JSONValue) { self.root = root }

  mutating func read(_ schema: JSONValue?, at path: [String?]) {
    guard case .object(let members) = schema, steps < Self.limit, path.count <= Self.depthLimit
    else { return }
    steps += 1
    if let key = members["x-writ-key"]?.stringValue {
      let declaration = JSONIdentity.Declaration(path: path, key: key)
      if !found.contains(declaration) { found.append(declaration) }
    }
    readMembers(members, at: path)
    readElements(members, at: path)
    for name in ["allOf", "anyOf", "oneOf"] {
      for part in members[name]?.arrayValue ?? [] { read(part, at: path) }
    }
    for name in ["if", "then", "else"] { read(members[name], at: path) }
    follow(members["$ref"]?.stringValue, at: path)
  }

  private mutating func readMembers(_ members: JSONObject, at path: [String?]) {
    for (key, inner) in members["properties"]?.objectValue ?? [:] { read(inner, at: path + [key]) }
    for (_, inner) in members["patternProperties"]?.objectValue ?? [:] {
      read(inner, at: path + [nil])
    }
    read(members["additionalProperties"], at: path + [nil])
  }

  private mutating func readElements(_ members: JSONObject, at path: [String?]) {
    for name in ["items", "additionalItems"] {
      for part in members[name]?.arrayValue ?? [] { read(part, at: path + [nil]) }
      read(members[name], at: path + [nil])
    }
    for part in members["prefixItems"]?.arrayValue ?? [] { read(part, at: path + [nil]) }
  }

  private mutating func follow(_ reference: String?, at path: [String?]) {
    guard let reference, reference.utf8.first == UInt8(ascii: "#"), !open.contains(reference) else {
      return
    }
    do throws(JSONError) {
      let pointer = try JSONPointer(parsing: String(reference.dropFirst()))
      open.append(reference)
      read(root.value(at: pointer), at: path)
      open.removeLast()
    } catch {
      // An anchor, not a pointer: names are the schema module's business.
      return
    }
  }
}
