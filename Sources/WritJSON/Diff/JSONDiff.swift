/// Compares documents by value.
public enum JSONDiff {
  /// The smallest places where two values differ, in the document order of `to`; what was removed
  /// stands where it stood in `from`.
  ///
  /// Objects are compared by key and arrays by index; a value that changes its kind is one change.
  /// Numbers that differ in spelling alone, and members in another order, are no change.
  public static func changes(from: JSONValue, to: JSONValue) -> [JSONChange] {
    var changes: [JSONChange] = []
    append(from, to, at: [], to: &changes)
    return changes
  }

  private static func append(
    _ before: JSONValue, _ after: JSONValue, at tokens: [String], to changes: inout [JSONChange]
  ) {
    switch (before, after) {
    case (.object(let old), .object(let new)):
      appendMembers(old, new, at: tokens, to: &changes)
    case (.array(let old), .array(let new)):
      appendElements(old, new, at: tokens, to: &changes)
    default:
      if before == after { return }
      changes.append(
        JSONChange(pointer: JSONPointer(tokens: tokens), before: before, after: after))
    }
  }

  private static func appendMembers(
    _ old: JSONObject, _ new: JSONObject, at tokens: [String], to changes: inout [JSONChange]
  ) {
    var removed = removals(old, new)
    func appendRemovals(after key: ByteString?) {
      for member in removed.removeValue(forKey: key) ?? [] {
        let pointer = JSONPointer(tokens: tokens + [member.key])
        changes.append(JSONChange(pointer: pointer, before: member.value, after: nil))
      }
    }
    appendRemovals(after: nil)
    for member in new {
      let inner = tokens + [member.key]
      if let value = old[member.key] {
        append(value, member.value, at: inner, to: &changes)
        appendRemovals(after: ByteString(member.key))
      } else {
        let pointer = JSONPointer(tokens: inner)
        changes.append(JSONChange(pointer: pointer, before: nil, after: member.value))
      }
    }
  }

  /// The members that went, by the key that stayed before them.
  private static func removals(
    _ old: JSONObject, _ new: JSONObject
  ) -> [ByteString?: [JSONObject.Element]] {
    var removed: [ByteString?: [JSONObject.Element]] = [:]
    var anchor: ByteString?
    for member in old {
      if new.contains(key: member.key) {
        anchor = ByteString(member.key)
      } else {
        removed[anchor, default: []].append(member)
      }
    }
    return removed
  }

  private static func appendElements(
    _ old: [JSONValue], _ new: [JSONValue], at tokens: [String], to changes: inout [JSONChange]
  ) {
    for place in 0..<max(old.count, new.count) {
      let inner = tokens + [String(place)]
      if place < old.count, place < new.count {
        append(old[place], new[place], at: inner, to: &changes)
      } else {
        changes.append(
          JSONChange(
            pointer: JSONPointer(tokens: inner), before: place < old.count ? old[place] : nil,
            after: place < new.count ? new[place] : nil))
      }
    }
  }
}
