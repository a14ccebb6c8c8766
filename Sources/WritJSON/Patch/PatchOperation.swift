/// One operation of a JSON Patch (RFC 6902, section 4).
struct PatchOperation {
  private enum Kind: String, CaseIterable { case add, remove, replace, move, copy, test }

  private let kind: Kind
  private let path: JSONPointer
  private let from: JSONPointer
  private let value: JSONValue
  private let place: Int

  /// Reads an operation; members that its kind does not define are ignored, as the RFC says.
  init(_ operation: JSONValue, at place: Int) throws(JSONError) {
    guard case .object(let members) = operation else {
      throw Self.malformed(place, "is \(operation.kind), not an object")
    }
    guard let name = members["op"]?.stringValue, let kind = Kind(rawValue: name) else {
      throw Self.malformed(
        place, "has no \"op\" that RFC 6902 knows",
        hint: "op is one of " + Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    self.kind = kind
    self.place = place
    path = try Self.pointer("path", of: members, at: place)
    switch kind {
    case .add, .replace, .test:
      guard let value = members["value"] else {
        throw Self.malformed(place, "(\(name)) has no \"value\"")
      }
      self.value = value
      from = .root
    case .move, .copy:
      from = try Self.pointer("from", of: members, at: place)
      value = .null
    case .remove:
      from = .root
      value = .null
    }
  }

  private static func pointer(
    _ key: String, of members: JSONObject, at place: Int
  ) throws(JSONError) -> JSONPointer {
    guard let text = members[key]?.stringValue else {
      throw malformed(place, "has no \"\(key)\" that is a string")
    }
    do throws(JSONError) {
      return try JSONPointer(parsing: text)
    } catch {
      throw malformed(place, "has a bad \"\(key)\": \(error.message)", hint: error.hint)
    }
  }

  private static func malformed(_ place: Int, _ what: String, hint: String? = nil) -> JSONError {
    JSONError(
      code: .patchForm, message: "Operation \(place) of the patch \(what).", hint: hint)
  }

  /// Carries the operation out.
  func applied(to document: JSONDocument) throws(JSONError) -> JSONDocument {
    do throws(JSONError) {
      switch kind {
      case .add: return try document.adding(path, value)
      case .remove: return try document.removing(path)
      case .replace:
        _ = try document.root.require(path)
        return try document.setting(path, to: value)
      case .move: return try moved(document)
      case .copy: return try document.adding(path, try document.root.require(from).value)
      case .test: return try tested(document)
      }
    } catch {
      var named = error
      named.message =
        "Operation \(place) of the patch (\(kind.rawValue) \"\(path)\") failed: \(error.message)"
      throw named
    }
  }

  private func moved(_ document: JSONDocument) throws(JSONError) -> JSONDocument {
    let value = try document.root.require(from).value
    if from == path { return document }
    if from.isPrefix(of: path) {
      throw JSONError(
        code: .patchForm, message: "The value at \"\(from)\" cannot be moved into itself.")
    }
    return try document.removing(from).adding(path, value)
  }

  private func tested(_ document: JSONDocument) throws(JSONError) -> JSONDocument {
    let node = try document.root.require(path)
    guard node.value != value else { return document }
    throw node.error(
      .patchTestFailed,
      "the value is \(node.value.compactText.prefix(80)), not \(value.compactText.prefix(80)).")
  }
}
