/// A three-way merge of values; nil stands for no value.
struct ValueMerge {
  let options: JSONMergeOptions
  private(set) var conflicts: [JSONConflict] = []

  init(_ options: JSONMergeOptions) { self.options = options }

  /// The merged value; where the sides disagree, notes a conflict and keeps ours.
  mutating func merge(
    _ base: JSONValue?, _ ours: JSONValue?, _ theirs: JSONValue?, at pointer: JSONPointer
  ) -> JSONValue? {
    if ours == theirs || base == theirs { return ours }
    if base == ours { return theirs }
    switch (base, ours, theirs) {
    case (.object(let base), .object(let ours), .object(let theirs)):
      return .object(merge(base, ours, theirs, at: pointer))
    case (nil, .object(let ours), .object(let theirs)):
      return .object(merge(JSONObject(), ours, theirs, at: pointer))
    case (.array(let base), .array(let ours), .array(let theirs)):
      if let merged = merge(base, ours, theirs, at: pointer) { return .array(merged) }
    case (nil, .array(let ours), .array(let theirs)):
      if let merged = merge([], ours, theirs, at: pointer) { return .array(merged) }
    default: break
    }
    note(base, ours, theirs, at: pointer)
    return ours
  }

  mutating func note(
    _ base: JSONValue?, _ ours: JSONValue?, _ theirs: JSONValue?, at pointer: JSONPointer
  ) {
    conflicts.append(JSONConflict(pointer: pointer, base: base, ours: ours, theirs: theirs))
  }

  private mutating func merge(
    _ base: JSONObject, _ ours: JSONObject, _ theirs: JSONObject, at pointer: JSONPointer
  ) -> JSONObject {
    var merged = JSONObject()
    for key in ours.keys {
      merged[key] = merge(base[key], ours[key], theirs[key], at: pointer.appending(key))
    }
    for key in theirs.keys where !ours.contains(key: key) {
      merged[key] = merge(base[key], nil, theirs[key], at: pointer.appending(key))
    }
    return merged
  }

  /// The merged elements, or nil where the sides cannot be told apart element by element.
  private mutating func merge(
    _ base: [JSONValue], _ ours: [JSONValue], _ theirs: [JSONValue], at pointer: JSONPointer
  ) -> [JSONValue]? {
    nil
  }
}
