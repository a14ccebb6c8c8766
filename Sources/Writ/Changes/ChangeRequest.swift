public import WritJSON
public import WritPolicy

/// What a user asks to be changed.
public enum ChangeRequest: Sendable {
  /// Values to set and to remove, in this order.
  case edits([Edit])
  /// The files as they stand in the work tree; with governance, those under `governance/` too.
  case workTree(includingGovernance: Bool)
  /// A plan made earlier.
  case plan(Plan)

  /// One step of an edit.
  public enum Edit: Sendable {
    /// Sets or adds a value.
    case set(DocumentName, JSONPointer, JSONValue)
    /// Removes a value.
    case remove(DocumentName, JSONPointer)
    /// Applies a JSON Patch (RFC 6902) or a merge patch (RFC 7396).
    case patch(DocumentName, JSONValue)

    /// The document that the step changes.
    public var document: DocumentName {
      switch self {
      case .set(let name, _, _), .remove(let name, _), .patch(let name, _): name
      }
    }
  }
}

extension ChangeRequest.Edit {
  /// The step as a document, for the digest of a request.
  var json: JSONValue {
    switch self {
    case .set(let name, let pointer, let value):
      ["set": .string(name.text), "pointer": .string(pointer.description), "value": value]
    case .remove(let name, let pointer):
      ["remove": .string(name.text), "pointer": .string(pointer.description)]
    case .patch(let name, let patch): ["patch": .string(name.text), "value": patch]
    }
  }
}
