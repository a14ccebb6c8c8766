extension JSONNode {
  /// The node that a pointer leads to.
  ///
  /// Throws `pointer-not-found` or `bad-index`, naming the deepest part that exists and, as a
  /// hint, keys that look like the missing one.
  public func require(_ pointer: JSONPointer) throws(JSONError) -> JSONNode {
    var current = self
    for (place, token) in pointer.tokens.enumerated() {
      guard let next = current.child(token) else {
        throw current.missing(token, at: JSONPointer(tokens: Array(pointer.tokens.prefix(place))))
      }
      current = next
    }
    return current
  }

  /// The error for a token that names nothing in this node, which stands at that pointer.
  func missing(_ token: String, at pointer: JSONPointer) -> JSONError {
    let here = pointer.isRoot ? "The document" : "The value at \"\(pointer)\""
    switch kind {
    case .object:
      let keys = members.map(\.key)
      return error(
        .pointerNotFound, "\(here) has no member \"\(token)\".",
        hint: Suggestions.hint(for: token, among: keys))
    case .array:
      let count = elements.reduce(0) { sum, _ in sum + 1 }
      if token == "-" {
        return error(
          .badIndex, "\"-\" names the place after the last element of the array at \"\(pointer)\".",
          hint: "only adding can use it")
      }
      guard JSONPointer.arrayIndex(token) != nil else {
        return error(
          .badIndex, "\(here) is an array, and \"\(token)\" is no index.",
          hint: "indexes are digits without sign or leading zero")
      }
      return error(
        .pointerNotFound,
        "\(here) is an array of \(count) element\(count == 1 ? "" : "s"), so it has no index \(token)."
      )
    default:
      return error(.pointerNotFound, "\(here) is \(kind), so it has no member \"\(token)\".")
    }
  }

  /// An error at the place of this node.
  func error(_ code: JSONError.Code, _ message: String, hint: String? = nil) -> JSONError {
    let place = position
    return JSONError(
      code: code, message: message, line: place.line, column: place.column,
      offset: byteRange.lowerBound, hint: hint)
  }
}
