import WritJSON
import WritPattern

/// Turns the schemas that can be reached from a root into a graph of nodes.
///
/// It keeps a list of what is still to be done in place of recursion, so that no schema is too deep.
struct SchemaCompiler {
  var resources: SchemaResources
  let options: SchemaOptions
  private var indices = HashTable<SchemaPath, Int>()
  private var places: [SchemaLocation] = []
  private var nodes: [SchemaNode] = []
  /// The nodes of dynamic anchors, by resource; nil for one that was not come across.
  private var dynamicAnchors: [HashTable<ByteString, Int>?] = []
  private(set) var usesDynamicScope = false

  /// What was wrong with single schemas; only collected when asked for.
  private(set) var errors: [SchemaError] = []
  private let collectsErrors: Bool

  /// - Parameter collectsErrors: whether to go on after a schema that is at fault.
  init(registry: SchemaRegistry, options: SchemaOptions, collectsErrors: Bool = false) {
    resources = SchemaResources(registry: registry)
    self.options = options
    self.collectsErrors = collectsErrors
  }

  /// Compiles a schema and all it refers to; the root is node 0.
  ///
  /// - Parameter everything: whether to compile what the root's document only defines, too.
  mutating func compile(
    _ schema: JSONValue, at uri: URIReference, everything: Bool
  ) throws(SchemaError) -> SchemaGraph {
    let root = try resources.add(schema, at: uri, inherited: .draft202012)
    let start = resources.resources[root].root
    _ = try node(for: start)
    if everything { try addAllSubschemas(of: start) }
    while nodes.count < places.count {
      let place = places[nodes.count]
      let rules = try collecting(rulesOf: place)
      let resource = resources.resources[place.resource]
      nodes.append(
        SchemaNode(
          uri: resource.uri.text, rootDepth: resource.root.path.depth, place: place, rules: rules))
    }
    let graph = SchemaGraph(
      nodes: nodes, dynamicAnchors: usesDynamicScope ? dynamicAnchors : [],
      documentURIs: resources.documentURIs)
    try graph.refuseCircularReferences()
    return graph
  }

  private mutating func collecting(rulesOf place: SchemaLocation) throws(SchemaError) -> SchemaRules
  {
    do throws(SchemaError) {
      return try rules(of: place)
    } catch {
      guard collectsErrors else { throw error }
      errors.append(error)
      return SchemaRules()
    }
  }

  /// The node of a place, added to what is to be done if it is new.
  mutating func node(for place: SchemaLocation) throws(SchemaError) -> Int {
    if let known = indices[place.path] { return known }
    let index = places.count
    guard index < options.maximumSubschemas else {
      throw SchemaError(
        .tooLarge, "The schema draws in more than \(options.maximumSubschemas) subschemas.",
        in: resources.documentURIs[place.path.document], at: place.pointer)
    }
    indices.set(place.path, index)
    places.append(place)
    try addDynamicAnchors(of: place.resource)
    return index
  }

  /// The way from a schema to one inside it.
  mutating func edge(
    _ tokens: [String], to value: JSONValue, from outer: SchemaLocation
  ) throws(SchemaError) -> SchemaEdge {
    let path = outer.path.appending(tokens)
    let place = SchemaLocation(
      path: path, value: value,
      resource: resources.resource(at: path, within: outer.resource))
    return SchemaEdge(node: try node(for: place), path: JSONPointer(tokens: tokens).description)
  }

  /// The way that a reference leads, and the dynamic anchor that it names.
  mutating func edge(
    _ keyword: String, reference: String, from origin: SchemaLocation
  ) throws(SchemaError) -> (edge: SchemaEdge, anchor: ByteString?) {
    let target = try resources.resolve(reference, from: origin, keyword: keyword)
    let node = try node(for: target.place)
    if keyword == "$dynamicRef", target.dynamicAnchor != nil { usesDynamicScope = true }
    return (SchemaEdge(node: node, path: "/" + keyword), target.dynamicAnchor)
  }

  /// Compiles the dynamic anchors of a resource: each may be the target of a reference elsewhere.
  private mutating func addDynamicAnchors(of resource: Int) throws(SchemaError) {
    while dynamicAnchors.count <= resource { dynamicAnchors.append(nil) }
    guard dynamicAnchors[resource] == nil else { return }
    dynamicAnchors[resource] = HashTable()
    let anchors = resources.resources[resource].dynamicAnchors
    for (name, place) in anchors.elements.sorted(by: { $0.key < $1.key }) {
      let node = try node(for: place)
      dynamicAnchors[resource]?.set(name, node)
    }
  }

  private mutating func addAllSubschemas(of start: SchemaLocation) throws(SchemaError) {
    var pending = [start]
    while let place = pending.popLast() {
      guard case .object(let schema) = place.value else { continue }
      let draft = resources.resources[place.resource].dialect.draft
      for child in SubschemaKeywords.children(of: schema, in: draft) {
        // An array of names in "dependencies" is no schema.
        if case .array = child.value { continue }
        let edge = try edge(child.tokens, to: child.value, from: place)
        pending.append(places[edge.node])
      }
    }
  }
}
