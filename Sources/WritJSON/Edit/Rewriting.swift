/// The single edits that lead from one value to another, so that what both share keeps its bytes.
struct Rewriting {
  enum Step {
    case set(JSONPointer, JSONValue)
    case add(JSONPointer, JSONValue)
    case remove(JSONPointer)
  }

  /// Beyond this many edits a container is written anew as a whole.
  private static let bound = 256

  private(set) var steps: [Step] = []

  /// The edits in an order in which each can be carried out, or nil when there are too many.
  static func steps(from old: JSONValue, to new: JSONValue, at pointer: JSONPointer) -> [Step]? {
    var rewriting = Rewriting()
    rewriting.rewrite(old, as: new, at: pointer)
    return rewriting.steps.count > bound ? nil : rewriting.steps
  }

  private mutating func rewrite(_ old: JSONValue, as new: JSONValue, at pointer: JSONPointer) {
    guard steps.count <= Self.bound else { return }
    switch (old, new) {
    case (.object(let old), .object(let new)) where !old.isEmpty && !new.isEmpty:
      rewrite(old, as: new, at: pointer)
    case (.array(let old), .array(let new)) where !old.isEmpty && !new.isEmpty:
      rewrite(old, as: new, at: pointer)
    default:
      if old != new { steps.append(.set(pointer, new)) }
    }
  }

  private mutating func rewrite(_ old: JSONObject, as new: JSONObject, at pointer: JSONPointer) {
    for member in new {
      let inner = pointer.appending(member.key)
      if let value = old[member.key] {
        rewrite(value, as: member.value, at: inner)
      } else {
        steps.append(.add(inner, member.value))
      }
    }
    // Removals come last: an object that was empty in between would lose its layout.
    for member in old where !new.contains(key: member.key) {
      steps.append(.remove(pointer.appending(member.key)))
    }
  }

  /// Keeps the elements that both arrays start and end with, and pairs the rest in order.
  private mutating func rewrite(_ old: [JSONValue], as new: [JSONValue], at pointer: JSONPointer) {
    let shorter = min(old.count, new.count)
    let head = zip(old, new).prefix { $0 == $1 }.count
    let tail = zip(old.reversed(), new.reversed()).prefix(shorter - head).prefix { $0 == $1 }.count
    for place in head..<(shorter - tail) {
      rewrite(old[place], as: new[place], at: pointer.appending(place))
    }
    for place in (shorter - tail)..<max(shorter - tail, new.count - tail) {
      steps.append(.add(pointer.appending(place), new[place]))
    }
    for place in ((shorter - tail)..<max(shorter - tail, old.count - tail)).reversed() {
      steps.append(.remove(pointer.appending(place)))
    }
  }
}
