extension JSONDiff {
  /// The JSON Patch (RFC 6902) that makes `to` of `from`; applying it gives `to`.
  public static func patch(
    from: JSONValue, to: JSONValue, identity: JSONIdentity = .default
  ) -> JSONValue {
    var writer = PatchWriter(identity: identity)
    writer.write(from, to, at: .root)
    return .array(writer.operations)
  }

  /// The merge patch (RFC 7396) that makes `to` of `from`, or nil where there is none.
  ///
  /// A merge patch cannot set a member to `null`, and only an object takes part here: an array as a
  /// patch would be read as RFC 6902.
  public static func mergePatch(from: JSONValue, to: JSONValue) -> JSONValue? {
    guard case .object(let new) = to else { return nil }
    return mergePatch(from.objectValue ?? JSONObject(), new).map(JSONValue.object)
  }

  private static func mergePatch(_ old: JSONObject, _ new: JSONObject) -> JSONObject? {
    var patch = JSONObject()
    for (key, value) in new {
      let before = old[key]
      if before == value { continue }
      switch value {
      case .null: return nil
      case .object(let inner):
        // Where there was no object, the patch makes an empty one first.
        guard let part = mergePatch(before?.objectValue ?? JSONObject(), inner) else { return nil }
        patch[key] = .object(part)
      default: patch[key] = value
      }
    }
    for key in old.keys where !new.contains(key: key) { patch[key] = .null }
    return patch
  }
}

/// Writes the operations of a JSON Patch, each against what those before it made.
private struct PatchWriter {
  let identity: JSONIdentity
  private(set) var operations: [JSONValue] = []

  /// Beyond this many moved elements an array is replaced as a whole.
  private static let moveLimit = 256

  init(identity: JSONIdentity) { self.identity = identity }

  mutating func write(_ old: JSONValue, _ new: JSONValue, at pointer: JSONPointer) {
    switch (old, new) {
    case (.object(let old), .object(let new)): write(old, new, at: pointer)
    case (.array(let old), .array(let new)): write(old, new, at: pointer)
    default:
      if old != new { note("replace", pointer, new) }
    }
  }

  private mutating func note(_ name: String, _ pointer: JSONPointer, _ value: JSONValue) {
    operations.append(["op": .string(name), "path": .string(pointer.description), "value": value])
  }

  private mutating func noteRemoval(_ pointer: JSONPointer) {
    operations.append(["op": "remove", "path": .string(pointer.description)])
  }

  private mutating func write(_ old: JSONObject, _ new: JSONObject, at pointer: JSONPointer) {
    for key in old.keys where !new.contains(key: key) { noteRemoval(pointer.appending(key)) }
    for (key, value) in new {
      if let before = old[key] {
        write(before, value, at: pointer.appending(key))
      } else {
        note("add", pointer.appending(key), value)
      }
    }
  }

  /// Removes from the end, then goes through the new order.
  ///
  /// At each place something stands already, is moved there, or is added there. Elements that changed inside follow at their new places.
  private mutating func write(
    _ old: [JSONValue], _ new: [JSONValue], at pointer: JSONPointer
  ) {
    if old == new { return }
    let alignment = Alignment(old, new, at: pointer.tokens, identity: identity)
    guard alignment.moved.count(where: { $0 }) <= Self.moveLimit else {
      return note("replace", pointer, .array(new))
    }
    for gone in old.indices.reversed() where !alignment.kept[gone] {
      noteRemoval(pointer.appending(gone))
    }
    moveAndAdd(old.indices.filter { alignment.kept[$0] }, new, alignment, pointer)
    for (index, partner) in alignment.partners.enumerated() {
      if let partner { write(old[partner], new[index], at: pointer.appending(index)) }
    }
  }

  private mutating func moveAndAdd(
    _ kept: [Int], _ new: [JSONValue], _ alignment: Alignment, _ pointer: JSONPointer
  ) {
    // Elements that move wait behind the others, which stand in order, until it is their turn.
    var waiting = Set(
      new.indices.filter { alignment.moved[$0] }.compactMap { alignment.partners[$0] })
    var current = waiting.isEmpty ? [] : kept
    for (index, value) in new.enumerated() {
      guard let partner = alignment.partners[index] else {
        note("add", pointer.appending(index), value)
        if !current.isEmpty || !waiting.isEmpty { current.insert(-1, at: index) }
        continue
      }
      if waiting.isEmpty { continue }
      if !alignment.moved[index] {
        while current[index] != partner, waiting.contains(current[index]) {
          move(&current, from: index, to: current.count - 1, pointer)
        }
      } else if let place = current.firstIndex(of: partner) {
        if place != index { move(&current, from: place, to: index, pointer) }
        waiting.remove(partner)
      }
    }
  }

  private mutating func move(
    _ current: inout [Int], from: Int, to: Int, _ pointer: JSONPointer
  ) {
    current.insert(current.remove(at: from), at: to)
    operations.append([
      "op": "move", "from": .string(pointer.appending(from).description),
      "path": .string(pointer.appending(to).description),
    ])
  }
}
