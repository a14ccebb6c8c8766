/// The values that a side has and the base has not, to tell a value that is gone from one that went
/// elsewhere.
struct Additions {
  private var roots: [JSONValue] = []

  init(from base: JSONValue, to side: JSONValue, _ identity: JSONIdentity) {
    for change in JSONDiff.changes(from: base, to: side, identity: identity) {
      if change.before == nil, let after = change.after { roots.append(after) }
    }
  }

  /// Whether an added value, or one within it, has at least half in common with this one.
  func contain(like value: JSONValue) -> Bool {
    let size = Similarity.size(value)
    return roots.contains { Self.holds($0, like: value, size) }
  }

  private static func holds(_ whole: JSONValue, like value: JSONValue, _ size: Int) -> Bool {
    if whole.kind == value.kind, Similarity.ratio(whole, value) >= 0.5 { return true }
    return switch whole {
    case .object(let members): members.members.contains { holds($0.value, like: value, size) }
    case .array(let elements): elements.contains { holds($0, like: value, size) }
    default: false
    }
  }
}
