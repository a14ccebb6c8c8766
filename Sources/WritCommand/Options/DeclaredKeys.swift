import WritGit
import WritJSON
import WritPolicy

/// What identifies the elements of a policy's arrays in a work tree: what holds in general, and the
/// keys that its schemas declare (`x-writ-key`).
struct DeclaredKeys {
  private let folder: String

  private static let limit = 16 << 20

  /// - Parameter folder: the top of the work tree.
  init(below folder: String) { self.folder = folder }

  /// What holds for a policy.
  ///
  /// Rules and schemas that cannot be read declare nothing: `writ validate` tells of them, and no
  /// merge should fail for it.
  func identity(forPolicyAt path: String, besides general: JSONIdentity) throws -> JSONIdentity {
    guard let name = ArrayKeys.ownSchema(ofPolicyAt: path),
      FileSystem.isFolder("\(folder)/\(GovernanceSchema.folder)")
    else { return general }
    let own = try schema(name).map(ArrayKeys.declarations) ?? []
    return try keys().identity(ofPolicyAt: path, own: own, general: general)
  }

  private func keys() throws -> ArrayKeys {
    guard let bytes = try FileSystem.read("\(folder)/\(Rules.path)", limit: Self.limit) else {
      return .evident
    }
    let rules: JSONDocument
    do throws(JSONError) {
      rules = try JSONDocument(parsing: bytes)
    } catch {
      return .evident
    }
    return try ArrayKeys(rules: rules.value, schema: schema)
  }

  private func schema(_ name: String) throws -> [UInt8]? {
    guard GitPath(name).isSafe else { return nil }
    return try FileSystem.read("\(folder)/\(GovernanceSchema.folder)/\(name)", limit: Self.limit)
  }
}
