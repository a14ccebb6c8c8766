public import WritJSON

/// What tells the elements of arrays apart in the policies of a repository, as its schemas declare it
/// by `x-writ-key`.
///
/// Plan, apply, hooks, comparisons and merges all ask here. First come the schemas that rules name for
/// a policy, in the order of the rules, then the schema of the policy's own name; for what none of
/// them speaks of, the evident members are left.
public struct ArrayKeys: Sendable {
  private struct Speaker: Sendable {
    let patterns: [Glob]
    let declarations: [JSONIdentity.Declaration]
  }

  private var speakers: [Speaker] = []

  /// Where no rule names a schema that declares a key.
  public static let evident = ArrayKeys()

  private init() {}

  /// Reads which schemas the rules name, and what these declare.
  ///
  /// A part of the rules or a schema that cannot be read declares nothing: it is refused where the
  /// rules are judged, and a comparison should not fail for it.
  ///
  /// - Parameters:
  ///   - rules: the document of rules.
  ///   - schema: gives the bytes of the schema with a name; nil when there is none.
  public init(rules: JSONValue, schema: (String) throws -> [UInt8]?) rethrows {
    for rule in rules["rules"]?.arrayValue ?? [] {
      let named = rule["schema"]
      guard let name = named?.stringValue ?? named?["file"]?.stringValue,
        let declarations = try schema(name).map(ArrayKeys.declarations), !declarations.isEmpty
      else { continue }
      let paths = rule["paths"]?.arrayValue ?? []
      speakers.append(
        Speaker(patterns: paths.compactMap(ArrayKeys.glob), declarations: declarations))
    }
  }

  private static func glob(_ path: JSONValue) -> Glob? {
    guard let text = path.stringValue else { return nil }
    do throws(GlobError) {
      return try Glob(text)
    } catch {
      return nil
    }
  }

  /// What identifies the elements of a policy's arrays.
  ///
  /// - Parameters:
  ///   - path: the policy's path in the repository.
  ///   - own: what the schema of the policy's own name declares.
  ///   - general: what comes before all schemas and is left behind them.
  public func identity(
    ofPolicyAt path: String, own: [JSONIdentity.Declaration], general: JSONIdentity = .default
  ) -> JSONIdentity {
    var identity = general
    for speaker in speakers where speaker.patterns.contains(where: { $0.matches(path) }) {
      identity.declarations += speaker.declarations
    }
    identity.declarations += own
    return identity
  }

  /// The keys that a schema declares.
  public static func declarations(in schema: [UInt8]) -> [JSONIdentity.Declaration] {
    // Most schemas declare none, and need not be read to know it.
    guard schema.contains(ArrayKeys.keyword) else { return [] }
    do throws(JSONError) {
      return JSONIdentity(schema: try JSONDocument(parsing: schema).value).declarations
    } catch {
      return []
    }
  }

  private static let keyword = Array("x-writ-key".utf8)

  /// The name below `governance/schemas/` of the schema that has a policy's own name, or nil for a
  /// path that is no policy's.
  public static func ownSchema(ofPolicyAt path: String) -> String? {
    let folder = "policies/"
    guard path.utf8.starts(with: folder.utf8) else { return nil }
    return String(decoding: path.utf8.dropFirst(folder.utf8.count), as: UTF8.self)
  }
}

extension [UInt8] {
  fileprivate func contains(_ word: [UInt8]) -> Bool {
    guard let first = word.first else { return true }
    var rest = self[...]
    while let start = rest.firstIndex(of: first) {
      rest = rest[start...]
      if rest.starts(with: word) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
