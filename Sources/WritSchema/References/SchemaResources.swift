import WritJSON

/// A place in a document, and the resource that it belongs to.
struct SchemaLocation: Sendable {
  let path: SchemaPath
  let value: JSONValue
  let resource: Int

  /// The same place as a pointer, for people.
  var pointer: JSONPointer { path.pointer() }

  /// The same place as the beginning or a part of another resource.
  func within(_ resource: Int) -> SchemaLocation {
    SchemaLocation(path: path, value: value, resource: resource)
  }
}

/// A schema with a URI of its own (JSON Schema 2020-12, section 4.3.5).
struct SchemaResource: Sendable {
  let uri: URIReference
  let root: SchemaLocation
  let dialect: Dialect
  /// Places by their plain names, those of dynamic anchors among them.
  var anchors = HashTable<ByteString, SchemaLocation>()
  var dynamicAnchors = HashTable<ByteString, SchemaLocation>()
}

/// All resources of the documents that a schema draws in, found by their identifiers.
struct SchemaResources {
  private(set) var resources: [SchemaResource] = []
  private(set) var documentURIs: [String] = []
  private let registry: SchemaRegistry
  private var byURI = HashTable<ByteString, Int>()
  /// The resources by where they begin.
  private var byPlace = HashTable<SchemaPath, Int>()
  private var hasReadRegistry = false

  init(registry: SchemaRegistry) {
    self.registry = registry
  }

  /// Adds a document and all identifiers in it.
  ///
  /// - Parameters:
  ///   - uri: where it was found; empty for a schema that nobody can refer to.
  ///   - inherited: the dialect when the document names none.
  /// - Returns: the index of the resource at the document's root.
  mutating func add(
    _ value: JSONValue, at uri: URIReference, inherited: Dialect
  ) throws(SchemaError) -> Int {
    let document = documentURIs.count
    documentURIs.append(uri.text)
    let start = SchemaLocation(
      path: SchemaPath(document: document), value: value, resource: resources.count)
    let dialect = try dialect(of: value, at: start, inherited: inherited)
    let base = try ownURI(of: value, at: start, base: uri, draft: dialect.draft) ?? uri
    let root = try append(base, start, dialect)
    if !uri.text.isEmpty { byURI.set(ByteString(uri.text), root) }
    try scan(from: start, resource: root)
    return root
  }

  /// The resource that begins at a place, or the one that is given.
  func resource(at path: SchemaPath, within outer: Int) -> Int {
    byPlace[path] ?? outer
  }

  /// The resource of a URI without fragment, drawn in from the registry if need be.
  mutating func resource(
    named uri: String, inherited: Dialect
  ) throws(SchemaError) -> Int? {
    if let known = byURI[ByteString(uri)] { return known }
    if let document = registry.document(at: uri) {
      return try add(document, at: URIReference(uri), inherited: inherited)
    }
    readRegistry(inherited: inherited)
    return byURI[ByteString(uri)]
  }

  /// Adds every document of the registry, for the sake of the identifiers inside.
  ///
  /// A document that cannot be read this way stays out: a reference to what it would have offered
  /// is reported as unresolved.
  private mutating func readRegistry(inherited: Dialect) {
    guard !hasReadRegistry else { return }
    hasReadRegistry = true
    for uri in registry.uris where byURI[ByteString(uri)] == nil {
      guard let document = registry.document(at: uri) else { continue }
      let before = self
      do throws(SchemaError) {
        _ = try add(document, at: URIReference(uri), inherited: inherited)
      } catch {
        self = before
      }
    }
  }

  private mutating func append(
    _ uri: URIReference, _ root: SchemaLocation, _ dialect: Dialect
  ) throws(SchemaError) -> Int {
    let index = resources.count
    if let other = byURI[ByteString(uri.text)] {
      guard resources[other].root.value == root.value else {
        throw error(
          .duplicateIdentifier, "Two different schemas have the identifier \"\(uri.text)\".", root)
      }
    } else if !uri.text.isEmpty {
      byURI.set(ByteString(uri.text), index)
    }
    byPlace.set(root.path, index)
    resources.append(SchemaResource(uri: uri, root: root, dialect: dialect))
    return index
  }

  private func error(
    _ code: SchemaError.Code, _ message: String, _ place: SchemaLocation, hint: String? = nil
  ) -> SchemaError {
    SchemaError(code, message, in: documentURIs[place.path.document], at: place.pointer, hint: hint)
  }
}

// MARK: - Identifiers

extension SchemaResources {
  /// Reads the identifiers of a document, going through schemas only.
  private mutating func scan(from start: SchemaLocation, resource root: Int) throws(SchemaError) {
    var pending = [(place: start, resource: root)]
    while let (place, resource) = pending.popLast() {
      guard case .object(let schema) = place.value else { continue }
      let current = try register(schema, at: place, in: resource)
      let draft = resources[current].dialect.draft
      for child in SubschemaKeywords.children(of: schema, in: draft) {
        let location = SchemaLocation(
          path: place.path.appending(child.tokens), value: child.value, resource: current)
        pending.append((location, current))
      }
    }
  }

  /// Registers the identifiers of one schema; gives the resource that it belongs to.
  private mutating func register(
    _ schema: JSONObject, at place: SchemaLocation, in outer: Int
  ) throws(SchemaError) -> Int {
    var current = outer
    let dialect = resources[outer].dialect
    let isRoot = place.path == resources[outer].root.path
    if !isRoot,
      let uri = try ownURI(
        of: place.value, at: place, base: resources[outer].uri, draft: dialect.draft)
    {
      let own = try self.dialect(of: place.value, at: place, inherited: dialect)
      current = try append(uri, place.within(resources.count), own)
    }
    try registerAnchors(of: schema, at: place, in: current)
    return current
  }

  private mutating func registerAnchors(
    of schema: JSONObject, at place: SchemaLocation, in resource: Int
  ) throws(SchemaError) {
    let location = place.within(resource)
    let dialect = resources[resource].dialect
    guard dialect.draft == .draft202012 else {
      guard !schema.contains(key: "$ref"), let id = schema["$id"]?.stringValue else { return }
      guard let name = URIReference(id).fragment, !name.isEmpty else { return }
      return try register(anchor: name, at: location)
    }
    for keyword in ["$anchor", "$dynamicAnchor"] {
      guard let value = schema[keyword] else { continue }
      guard let name = value.stringValue, Self.isAnchorName(name) else {
        throw error(
          .invalidKeyword, "The value of \"\(keyword)\" is not a plain name.", location,
          hint: "a name begins with a letter or \"_\", and holds letters, digits, \"-_.\"")
      }
      try register(anchor: name, at: location)
      if keyword == "$dynamicAnchor" {
        resources[resource].dynamicAnchors.set(ByteString(name), location)
      }
    }
  }

  private mutating func register(anchor: String, at place: SchemaLocation) throws(SchemaError) {
    let other = resources[place.resource].anchors.set(ByteString(anchor), place)
    if let other, other.path != place.path {
      throw error(
        .duplicateIdentifier, "Two schemas of one resource have the anchor \"\(anchor)\".", place)
    }
  }

  /// The absolute URI that a schema gives itself by `$id`; nil when it gives none.
  private func ownURI(
    of value: JSONValue, at place: SchemaLocation, base: URIReference, draft: Dialect.Draft
  ) throws(SchemaError) -> URIReference? {
    guard case .object(let schema) = value, let id = schema["$id"] else { return nil }
    if draft == .draft7, schema.contains(key: "$ref") { return nil }
    guard let text = id.stringValue else {
      throw error(.invalidKeyword, "The value of \"$id\" is not a string.", place)
    }
    let reference = URIReference(text)
    let isPlainName = reference.withoutFragment.text.isEmpty
    if let fragment = reference.fragment, !fragment.isEmpty, draft == .draft202012 {
      throw error(
        .invalidKeyword, "The identifier \"\(text)\" has a fragment.", place,
        hint: "name the place by \"$anchor\"")
    }
    return isPlainName ? nil : reference.resolved(against: base).withoutFragment
  }

  private static func isAnchorName(_ name: String) -> Bool {
    guard let first = name.utf8.first, ASCII.isLetter(first) || first == UInt8(ascii: "_") else {
      return false
    }
    return name.utf8.allSatisfy { ASCII.isAlphanumeric($0) || "-_.".utf8.contains($0) }
  }
}

// MARK: - Dialects

extension SchemaResources {
  /// The dialect that a schema names by `$schema`, or the one it inherits.
  private func dialect(
    of value: JSONValue, at place: SchemaLocation, inherited: Dialect
  ) throws(SchemaError) -> Dialect {
    guard let name = value["$schema"] else { return inherited }
    guard let text = name.stringValue else {
      throw error(.invalidKeyword, "The value of \"$schema\" is not a string.", place)
    }
    return try dialect(named: text, at: place)
  }

  private func dialect(
    named text: String, at place: SchemaLocation
  ) throws(SchemaError) -> Dialect {
    var seen: [ByteString] = []
    var uri = URIReference(text).withoutFragment.text
    while true {
      if let known = Dialect.named(uri) { return known }
      guard !seen.contains(ByteString(uri)), let meta = registry.document(at: uri) else {
        throw error(
          .unknownDialect, "The dialect \"\(text)\" is not known.", place,
          hint: Self.dialectHint)
      }
      seen.append(ByteString(uri))
      if let vocabularies = meta["$vocabulary"] {
        return try dialect(of: vocabularies, meta: uri, at: place)
      }
      uri = URIReference(meta["$schema"]?.stringValue ?? "").withoutFragment.text
    }
  }

  private static let dialectHint =
    "known are \"\(Dialect.Draft.draft202012.rawValue)\" and \"\(Dialect.Draft.draft7.rawValue)#\""

  private func dialect(
    of vocabularies: JSONValue, meta: String, at place: SchemaLocation
  ) throws(SchemaError) -> Dialect {
    var used: Vocabulary = .core
    for entry in vocabularies.objectValue ?? [:] {
      if let vocabulary = Vocabulary.named(uri: entry.key) {
        used.insert(vocabulary)
      } else if entry.value.boolValue != false {
        throw error(
          .unknownVocabulary,
          "The meta-schema \"\(meta)\" requires the vocabulary \"\(entry.key)\", which is not known.",
          place)
      }
    }
    return Dialect(draft: .draft202012, vocabularies: used)
  }
}
