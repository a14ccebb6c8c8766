/// A three-way merge of values; nil stands for no value.
struct ValueMerge {
  /// Which side's value stands where the sides disagree.
  enum Preference { case ours, theirs }

  let options: JSONMergeOptions
  let preference: Preference
  var conflicts: [JSONConflict] = []
  var notes: [JSONMergeNote] = []
  private let whole: (base: JSONValue, ours: JSONValue, theirs: JSONValue)
  private var addedByOurs: Additions?
  private var addedByTheirs: Additions?
  private var abandonedByOurs: AbandonedKeys?
  private var abandonedByTheirs: AbandonedKeys?

  init(
    _ base: JSONValue, _ ours: JSONValue, _ theirs: JSONValue, _ options: JSONMergeOptions,
    preferring preference: Preference = .ours
  ) {
    whole = (base, ours, theirs)
    self.options = options
    self.preference = preference
  }

  /// The merged document; where there are conflicts, one side's values stand.
  mutating func run() -> JSONValue {
    let merged = merge(whole.base, whole.ours, whole.theirs, at: [])
    // A document that both sides have is never gone after a merge.
    var result = merged ?? whole.ours
    guard options.movedMembersConflict, conflicts.isEmpty else { return result }
    var moved = MovedMembers()
    moved.look(whole.base, whole.ours, whole.theirs)
    conflicts = moved.conflicts
    for conflict in conflicts {
      let value = preferred(conflict.ours, conflict.theirs)
      if let value { result = result.replacing(conflict.pointer.tokens[...], with: value) }
    }
    return result
  }

  func preferred(_ ours: JSONValue?, _ theirs: JSONValue?) -> JSONValue? {
    preference == .ours ? ours : theirs
  }

  /// The merged value; where the sides disagree, notes a conflict and keeps one side's.
  ///
  /// Recursion is bounded by the depth that the reader accepted.
  mutating func merge(
    _ base: JSONValue?, _ ours: JSONValue?, _ theirs: JSONValue?, at path: [String]
  ) -> JSONValue? {
    if ours == theirs || base == theirs { return ours }
    if base == ours { return theirs }
    switch (base, ours, theirs) {
    case (.object(let base), .object(let ours), .object(let theirs)):
      return .object(merge(base, ours, theirs, at: path))
    case (nil, .object(let ours), .object(let theirs)):
      return .object(merge(JSONObject(), ours, theirs, at: path))
    case (.array(let old), .array(let left), .array(let right)):
      return mergeArrays(base, old, left, right, at: path)
    case (nil, .array(let left), .array(let right)):
      return mergeArrays(nil, [], left, right, at: path)
    case (let base?, nil, let changed?), (let base?, let changed?, nil):
      if prevails(removalOf: base, over: changed, isByOurs: ours == nil, at: path) {
        notes.append(JSONMergeNote(pointer: JSONPointer(tokens: path), kind: .droppedChange))
        return nil
      }
      note(.removed, base, ours, theirs, at: path)
    default: note(.changed, base, ours, theirs, at: path)
    }
    return preferred(ours, theirs)
  }

  mutating func note(
    _ reason: JSONConflict.Reason, _ base: JSONValue?, _ ours: JSONValue?, _ theirs: JSONValue?,
    at path: [String]
  ) {
    conflicts.append(
      JSONConflict(
        pointer: JSONPointer(tokens: path), base: base, ours: ours, theirs: theirs, reason: reason))
  }

  /// Whether a removal stands: the value is gone for good and the other side changed little of it, or
  /// its key is gone from the whole document.
  private mutating func prevails(
    removalOf base: JSONValue, over changed: JSONValue, isByOurs: Bool, at path: [String]
  ) -> Bool {
    guard options.removalPrevails else { return false }
    if let key = path.last, isAbandoned(key, byOurs: isByOurs) { return true }
    guard Self.isSlight(from: base, to: changed) else { return false }
    let known = isByOurs ? addedByOurs : addedByTheirs
    let added =
      known
      ?? Additions(
        from: whole.base, to: isByOurs ? whole.ours : whole.theirs, options.identity)
    if isByOurs { addedByOurs = added } else { addedByTheirs = added }
    return !added.contain(like: base)
  }

  private mutating func isAbandoned(_ key: String, byOurs: Bool) -> Bool {
    let known = byOurs ? abandonedByOurs : abandonedByTheirs
    let keys =
      known ?? AbandonedKeys(from: whole.base, to: byOurs ? whole.ours : whole.theirs)
    if byOurs { abandonedByOurs = keys } else { abandonedByTheirs = keys }
    return keys.contain(key)
  }

  /// Whether an object keeps at least four of five of its values.
  private static func isSlight(from old: JSONValue, to new: JSONValue) -> Bool {
    guard old.kind == .object, new.kind == .object else { return false }
    let size = Similarity.size(old)
    let changed = max(size, Similarity.size(new)) - Similarity.shared(old, new)
    return changed * 5 <= size
  }

  private mutating func mergeArrays(
    _ base: JSONValue?, _ old: [JSONValue], _ left: [JSONValue], _ right: [JSONValue],
    at path: [String]
  ) -> JSONValue {
    let before = (conflicts.count, notes.count)
    if let merged = merge(old, left, right, at: path) { return .array(merged) }
    conflicts.removeSubrange(before.0...)
    notes.removeSubrange(before.1...)
    note(.sequence, base, .array(left), .array(right), at: path)
    return .array(preference == .ours ? left : right)
  }
}

extension JSONValue {
  /// The value with another one for the member that a path of keys leads to.
  fileprivate func replacing(_ path: ArraySlice<String>, with value: JSONValue) -> JSONValue {
    guard let key = path.first else { return value }
    guard case .object(var members) = self, let inner = members[key] else { return self }
    members[key] = inner.replacing(path.dropFirst(), with: value)
    return .object(members)
  }
}
