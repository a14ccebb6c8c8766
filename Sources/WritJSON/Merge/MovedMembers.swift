/// Finds members that one side moved among their neighbours, and left as they were, while the other
/// side changed them.
///
/// By value that is no conflict. But people who met it in real merges mostly did something else
/// than keep the change, so where lines conflict too it is left to a person.
struct MovedMembers {
  private(set) var conflicts: [JSONConflict] = []

  /// Looks through three versions of a value; recursion is bounded by the depth of the reader.
  mutating func look(
    _ base: JSONValue, _ ours: JSONValue, _ theirs: JSONValue, at path: [String] = []
  ) {
    guard case .object(let base) = base, case .object(let ours) = ours,
      case .object(let theirs) = theirs
    else { return }
    let byOurs = Self.moved(base, ours)
    let byTheirs = Self.moved(base, theirs)
    for (key, old) in base {
      guard let left = ours[key], let right = theirs[key] else { continue }
      let name = ByteString(key)
      let isDisputed =
        byTheirs.contains(name) && old == right && old != left
        || byOurs.contains(name) && old == left && old != right
      if isDisputed {
        conflicts.append(
          JSONConflict(
            pointer: JSONPointer(tokens: path + [key]), base: old, ours: left, theirs: right,
            reason: .moved))
      } else {
        look(old, left, right, at: path + [key])
      }
    }
  }

  /// The keys outside of the longest row of keys that kept their order.
  private static func moved(_ base: JSONObject, _ side: JSONObject) -> Set<ByteString> {
    let common = side.members.compactMap { member in
      base.position(of: member.key).map { (key: member.key, place: $0) }
    }
    if zip(common, common.dropFirst()).allSatisfy({ $0.place < $1.place }) { return [] }
    let steady = Set(LongestRise.indices(of: common.map(\.place)))
    return Set(common.indices.filter { !steady.contains($0) }.map { ByteString(common[$0].key) })
  }
}
