extension JSONDocument {
  /// The document with a patch applied; the bytes of what the patch does not touch stay.
  ///
  /// An array is a JSON Patch (RFC 6902): all its operations take place, or none does. An object is
  /// a merge patch (RFC 7396). Throws `patch-form` for a patch that is not well formed,
  /// `patch-test-failed` for a `test` that does not hold, and the pointer's own code where an
  /// operation leads nowhere; the message names the operation.
  public func applying(_ patch: JSONValue) throws(JSONError) -> JSONDocument {
    switch patch {
    case .array(let operations):
      var document = self
      for (place, operation) in operations.enumerated() {
        document = try PatchOperation(operation, at: place).applied(to: document)
      }
      return document
    case .object(let members):
      return try setting(.root, to: value.merging(members))
    default:
      throw JSONError(
        code: .patchForm, message: "A patch is an array or an object, and this is \(patch.kind).",
        hint: "an array is a JSON Patch (RFC 6902), an object a merge patch (RFC 7396)")
    }
  }
}
