import WritGit
import WritJSON
import WritPolicy

/// What identifies the elements of a policy's arrays where the schema of its own name declares keys
/// (`x-writ-key`).
struct DeclaredKeys {
  private let general: JSONIdentity
  private let schemas: [GovernanceSchema]

  /// Takes what holds in general, and the schemas of the repository.
  init(_ general: JSONIdentity, _ schemas: [GovernanceSchema]) {
    self.general = general
    self.schemas = schemas
  }

  /// Looks for the schema of one policy below a folder, which is the top of a work tree for git.
  init(_ general: JSONIdentity, forPolicyAt path: String, below folder: String) throws {
    let file = Self.name(of: path).map { "\(folder)/\(GovernanceSchema.folder)/\($0)" }
    let bytes = try file.flatMap { try FileSystem.read($0, limit: 16 << 20) }
    let name = Self.name(of: path) ?? ""
    self.init(general, bytes.map { [GovernanceSchema(name: name, bytes: $0)] } ?? [])
  }

  /// What holds for a policy.
  ///
  /// A schema that is not strict JSON declares nothing: `writ validate` tells of it, and no merge
  /// should fail for it.
  func identity(forPolicyAt path: String) -> JSONIdentity {
    guard let name = Self.name(of: path),
      let file = schemas.first(where: { $0.name.utf8.elementsEqual(name.utf8) })
    else { return general }
    do throws(JSONError) {
      var identity = general
      identity.declarations +=
        JSONIdentity(
          schema: try JSONDocument(parsing: file.bytes).value
        ).declarations
      return identity
    } catch {
      return general
    }
  }

  /// The name of the schema that speaks for the policy at a path.
  private static func name(of path: String) -> String? {
    let folder = "policies/"
    guard path.utf8.starts(with: folder.utf8) else { return nil }
    return String(decoding: path.utf8.dropFirst(folder.utf8.count), as: UTF8.self)
  }
}
