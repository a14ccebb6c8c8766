import WritJSON
import WritPolicy

/// Prints differences in the formats of `writ diff`.
struct DiffText {
  let format: DiffFormat
  let identity: JSONIdentity
  /// The keys that the repository's schemas declare for the policy at a path.
  var declared: (String) throws -> [JSONIdentity.Declaration] = { _ in [] }

  /// Prints what two values differ in.
  func print(from old: JSONValue, to new: JSONValue) throws {
    switch format {
    case .text:
      for change in JSONDiff.changes(from: old, to: new, identity: identity) {
        Output.line(ChangeText.line(change))
      }
    case .json:
      let changes = JSONDiff.changes(from: old, to: new, identity: identity)
      Output.json("diff", ["changes": .array(changes.map { .object($0.json) })])
    case .patch, .mergePatch:
      Output.bytes(try patch(old, new, "the document", identity).serialized())
    }
  }

  /// Prints what policies differ in.
  func print(_ documents: [DocumentChange]) throws {
    switch format {
    case .text: ChangeText.print(try documents.map(refined))
    case .json:
      Output.json("diff", ["changes": .array(try documents.flatMap { try refined($0).json })])
    case .patch, .mergePatch:
      var patches = JSONObject()
      for document in documents { patches[document.label] = try patch(document) }
      Output.bytes(JSONValue.object(patches).serialized())
    }
  }

  /// The document compared with the keys that were asked for.
  private func refined(_ document: DocumentChange) throws -> DocumentChange {
    guard let name = document.name else { return document }
    return DocumentChange(
      name: name, before: document.before, after: document.after,
      identity: try identity(of: document))
  }

  private func identity(of document: DocumentChange) throws -> JSONIdentity {
    var identity = identity
    identity.declarations += try declared(document.path)
    return identity
  }

  private func patch(_ document: DocumentChange) throws -> JSONValue {
    guard document.name != nil else {
      throw inexpressible(document.label, "it is no JSON document")
    }
    guard let before = document.before, let after = document.after else {
      throw inexpressible(document.label, document.before == nil ? "it is new" : "it is gone")
    }
    return try patch(before, after, document.label, try identity(of: document))
  }

  private func patch(
    _ old: JSONValue, _ new: JSONValue, _ label: String, _ identity: JSONIdentity
  ) throws -> JSONValue {
    if format == .patch { return JSONDiff.patch(from: old, to: new, identity: identity) }
    guard let patch = JSONDiff.mergePatch(from: old, to: new) else {
      throw inexpressible(label, "a merge patch cannot set null, and speaks of objects only")
    }
    return patch
  }

  private func inexpressible(_ label: String, _ reason: String) -> UsageError {
    UsageError(
      "The difference of \(label) cannot be said as a \(format.rawValue): \(reason).",
      hint: "use --format \(format == .mergePatch ? "patch" : "json")")
  }
}
