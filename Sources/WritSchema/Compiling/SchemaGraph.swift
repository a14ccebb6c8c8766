import WritJSON

/// All compiled schemas; the root is node 0.
struct SchemaGraph: Sendable {
  let nodes: [SchemaNode]
  /// The nodes of dynamic anchors, by resource; empty when nothing asks for them.
  let dynamicAnchors: [HashTable<ByteString, Int>?]
  let documentURIs: [String]

  /// Whether the dynamic scope has to be kept.
  var usesDynamicScope: Bool { !dynamicAnchors.isEmpty }

  /// Refuses schemas that are applied to the same instance again before anything deeper is looked
  /// at: their evaluation would have no end (2020-12, section 9.4.1).
  func refuseCircularReferences() throws(SchemaError) {
    // 0: not seen, 1: on the way, 2: done.
    var state = [UInt8](repeating: 0, count: nodes.count)
    for start in nodes.indices where state[start] == 0 {
      var way = [(node: start, next: sameInstanceEdges(of: start))]
      state[start] = 1
      while let last = way.last {
        guard let edge = last.next.last else {
          state[last.node] = 2
          way.removeLast()
          continue
        }
        way[way.count - 1].next.removeLast()
        if state[edge.node] == 1 { throw circular(edge, from: last.node) }
        guard state[edge.node] == 0 else { continue }
        state[edge.node] = 1
        way.append((edge.node, sameInstanceEdges(of: edge.node)))
      }
    }
  }

  private func sameInstanceEdges(of node: Int) -> [SchemaEdge] {
    return nodes[node].applicators.flatMap(\.edges)
      + (nodes[node].object?.value.dependencies ?? []).compactMap(\.schema)
  }

  private func circular(_ edge: SchemaEdge, from node: Int) -> SchemaError {
    let origin = nodes[node]
    return SchemaError(
      .circularReference,
      "The schema leads back to \"\(nodes[edge.node].location)\" without looking deeper into the "
        + "instance, so that its evaluation would have no end.",
      in: documentURIs[origin.place.path.document],
      at: JSONPointer(tokens: origin.place.pointer.tokens + pathTokens(edge.path)),
      hint: "put \"properties\", \"items\" or the like between the schema and its reference")
  }

  private func pathTokens(_ path: String) -> [String] {
    do throws(JSONError) {
      return try JSONPointer(parsing: path).tokens
    } catch {
      return []
    }
  }
}
