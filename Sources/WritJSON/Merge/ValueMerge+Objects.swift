extension ValueMerge {
  /// Merges objects by key; members of `theirs` that are new follow the member they follow there.
  mutating func merge(
    _ base: JSONObject, _ ours: JSONObject, _ theirs: JSONObject, at path: [String]
  ) -> JSONObject {
    let renames = MemberRenames(base, ours, theirs)
    if renames.areDisputed {
      note(.renamed, .object(base), .object(ours), .object(theirs), at: path)
      return preference == .ours ? ours : theirs
    }
    var merged: [ByteString: JSONValue] = [:]
    for key in ours.keys + theirs.keys.filter({ !ours.contains(key: $0) }) {
      merged[ByteString(key)] = merge(member: key, base, ours, theirs, renames, at: path)
    }
    let order = OrderMerge.keys(ours.keys, theirs.keys, base: base.keys)
    return JSONObject(
      order.compactMap { key in merged[ByteString(key)].map { (key: key, value: $0) } })
  }

  private mutating func merge(
    member key: String, _ base: JSONObject, _ ours: JSONObject, _ theirs: JSONObject,
    _ renames: MemberRenames, at path: [String]
  ) -> JSONValue? {
    let inner = path + [key]
    if let old = renames.ours[ByteString(key)] {
      notes.append(JSONMergeNote(pointer: JSONPointer(tokens: inner), kind: .followedRename))
      return merge(base[old], ours[key], theirs[key] ?? theirs[old], at: inner)
    }
    if let old = renames.theirs[ByteString(key)] {
      notes.append(JSONMergeNote(pointer: JSONPointer(tokens: inner), kind: .followedRename))
      return merge(base[old], ours[key] ?? ours[old], theirs[key], at: inner)
    }
    // The change of a member that the other side renamed goes to its new key.
    if renames.left.contains(ByteString(key)) { return nil }
    return merge(base[key], ours[key], theirs[key], at: inner)
  }
}

/// Members that a side gave another key while the other side changed them.
struct MemberRenames {
  /// Old keys by the new ones of `ours`.
  private(set) var ours: [ByteString: String] = [:]
  /// Old keys by the new ones of `theirs`.
  private(set) var theirs: [ByteString: String] = [:]
  /// The old keys that a renaming left behind while the other side still has them.
  private(set) var left: Set<ByteString> = []
  /// Whether both sides renamed one member, each in its way.
  private(set) var areDisputed = false

  /// How alike two values must be for one to be the other under a new key.
  private static let likeness = 0.75

  init(_ base: JSONObject, _ ours: JSONObject, _ theirs: JSONObject) {
    for (key, value) in base where value.kind.isContainer {
      let (here, there) = (ours[key], theirs[key])
      if here == nil, there == nil {
        let mine = Self.newKey(of: value, in: ours, base, theirs)
        let other = Self.newKey(of: value, in: theirs, base, ours)
        if mine != nil, other != nil { areDisputed = true }
      } else if here == nil, there != value {
        guard let new = Self.newKey(of: value, in: ours, base, theirs) else { continue }
        self.ours[ByteString(new)] = key
        left.insert(ByteString(key))
      } else if there == nil, here != value {
        guard let new = Self.newKey(of: value, in: theirs, base, ours) else { continue }
        self.theirs[ByteString(new)] = key
        left.insert(ByteString(key))
      }
    }
  }

  /// The one new key of a side whose value is nearly this one.
  private static func newKey(
    of value: JSONValue, in side: JSONObject, _ base: JSONObject, _ other: JSONObject
  ) -> String? {
    let found = side.members.filter { member in
      member.value.kind == value.kind && !base.contains(key: member.key)
        && !other.contains(key: member.key)
        && Similarity.ratio(member.value, value) >= likeness
    }
    return found.count == 1 ? found[0].key : nil
  }
}
