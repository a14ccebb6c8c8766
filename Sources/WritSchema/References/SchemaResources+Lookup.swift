import WritJSON

extension SchemaResources {
  /// Where a reference leads.
  struct Target {
    let place: SchemaLocation
    /// The name, when the reference led to a dynamic anchor by it.
    let dynamicAnchor: ByteString?
  }

  /// Follows a reference.
  ///
  /// - Parameters:
  ///   - text: the value of `$ref` or `$dynamicRef`.
  ///   - origin: the schema that it stands in.
  ///   - keyword: which of the two it is, for the error.
  mutating func resolve(
    _ text: String, from origin: SchemaLocation, keyword: String
  ) throws(SchemaError) -> Target {
    let reference = URIReference(text)
    let own = resources[origin.resource]
    let uri = reference.resolved(against: own.uri).withoutFragment.text
    let isOwn = reference.withoutFragment.text.isEmpty
    let known = isOwn ? origin.resource : try resource(named: uri, inherited: own.dialect)
    guard let index = known else {
      throw failure(text, keyword, origin, "no document \"\(uri)\" is known", Self.closedHint)
    }
    let fragment = reference.fragment ?? ""
    guard let decoded = fragment.percentDecoded else {
      throw failure(text, keyword, origin, "its fragment has a broken percent escape")
    }
    if decoded.isEmpty { return Target(place: resources[index].root, dynamicAnchor: nil) }
    if decoded.utf8.first == UInt8(ascii: "/") {
      return try follow(decoded, in: index, text, keyword, origin)
    }
    let name = ByteString(decoded)
    guard let place = resources[index].anchors[name] else {
      let names = resources[index].anchors.keys.sorted().map(\.string).joined(separator: ", ")
      throw failure(
        text, keyword, origin, "no schema there has the anchor \"\(decoded)\"",
        names.isEmpty ? "there are no anchors" : "known anchors: \(names)")
    }
    let isDynamic = resources[index].dynamicAnchors[name] != nil
    return Target(place: place, dynamicAnchor: isDynamic ? name : nil)
  }

  private static let closedHint =
    "references lead only to documents that are given and to the meta-schemas, never to the network"

  /// Follows a JSON Pointer from the root of a resource.
  private func follow(
    _ text: String, in index: Int, _ reference: String, _ keyword: String, _ origin: SchemaLocation
  ) throws(SchemaError) -> Target {
    let pointer: JSONPointer
    do throws(JSONError) {
      pointer = try JSONPointer(parsing: text)
    } catch {
      throw failure(reference, keyword, origin, "its fragment is not a JSON Pointer")
    }
    let root = resources[index].root
    var value = root.value
    var place = root.pointer
    var resource = index
    for token in pointer.tokens {
      guard let next = value.value(at: JSONPointer(tokens: [token])) else {
        throw failure(
          reference, keyword, origin, "there is nothing at that place",
          "the path exists up to \"\(place)\"")
      }
      value = next
      place = place.appending(token)
      resource = self.resource(at: place, in: root.document, within: resource)
    }
    let location = SchemaLocation(
      document: root.document, pointer: place, value: value, resource: resource)
    return Target(place: location, dynamicAnchor: nil)
  }

  private func failure(
    _ text: String, _ keyword: String, _ origin: SchemaLocation, _ reason: String,
    _ hint: String? = nil
  ) -> SchemaError {
    SchemaError(
      .unresolvedReference, "The reference \"\(text)\" leads nowhere: \(reason).",
      in: documentURIs[origin.document], at: origin.pointer.appending(keyword), hint: hint)
  }
}
