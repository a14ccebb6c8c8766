import WritJSON
import WritPattern

/// Turns the schemas that can be reached from a root into a graph of nodes.
///
/// It keeps a list of what is still to be done in place of recursion, so that no schema is too deep.
struct SchemaCompiler {
  private struct Place: Hashable {
    let document: Int
    let pointer: JSONPointer
  }

  var resources: SchemaResources
  let options: SchemaOptions
  private var indices: [Place: Int] = [:]
  private var places: [SchemaLocation] = []
  private var nodes: [SchemaNode] = []
  /// The nodes of dynamic anchors, by resource.
  private var dynamicAnchors: [Int: [ByteString: Int]] = [:]
  private(set) var usesDynamicScope = false

  init(registry: SchemaRegistry, options: SchemaOptions) {
    resources = SchemaResources(registry: registry)
    self.options = options
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
      let rules = try rules(of: place)
      nodes.append(SchemaNode(location: location(of: place), place: place, rules: rules))
    }
    let graph = SchemaGraph(
      nodes: nodes, dynamicAnchors: usesDynamicScope ? dynamicAnchors : [:],
      documentURIs: resources.documentURIs)
    try graph.refuseCircularReferences()
    return graph
  }

  /// The node of a place, added to what is to be done if it is new.
  mutating func node(for place: SchemaLocation) throws(SchemaError) -> Int {
    let key = Place(document: place.document, pointer: place.pointer)
    if let known = indices[key] { return known }
    let index = places.count
    guard index < options.maximumSubschemas else {
      throw SchemaError(
        .tooLarge, "The schema draws in more than \(options.maximumSubschemas) subschemas.",
        in: resources.documentURIs[place.document], at: place.pointer)
    }
    indices[key] = index
    places.append(place)
    try addDynamicAnchors(of: place.resource)
    return index
  }

  /// The way from a schema to one inside it.
  mutating func edge(
    _ tokens: [String], to value: JSONValue, from outer: SchemaLocation
  ) throws(SchemaError) -> SchemaEdge {
    let pointer = JSONPointer(tokens: outer.pointer.tokens + tokens)
    let place = SchemaLocation(
      document: outer.document, pointer: pointer, value: value,
      resource: resources.resource(at: pointer, in: outer.document, within: outer.resource))
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
    guard dynamicAnchors[resource] == nil else { return }
    dynamicAnchors[resource] = [:]
    let anchors = resources.resources[resource].dynamicAnchors
    for (name, place) in anchors.sorted(by: { $0.key < $1.key }) {
      let node = try node(for: place)
      dynamicAnchors[resource]?[name] = node
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

  /// The absolute keyword location of a schema.
  private func location(of place: SchemaLocation) -> String {
    let resource = resources.resources[place.resource]
    let inside = place.pointer.tokens.dropFirst(resource.root.pointer.tokens.count)
    let pointer = JSONPointer(tokens: Array(inside)).description
    return resource.uri.text + "#" + pointer.percentEncodedForFragment
  }
}
