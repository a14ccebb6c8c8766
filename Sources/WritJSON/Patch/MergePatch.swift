extension JSONValue {
  /// This value with a merge patch applied to it (RFC 7396, section 2).
  ///
  /// Recursion is bounded by the depth of the patch.
  func merging(_ patch: JSONObject) -> JSONValue {
    var members = objectValue ?? JSONObject()
    for (key, value) in patch {
      switch value {
      case .null: members[key] = nil
      case .object(let inner): members[key] = (members[key] ?? .null).merging(inner)
      default: members[key] = value
      }
    }
    return .object(members)
  }
}
