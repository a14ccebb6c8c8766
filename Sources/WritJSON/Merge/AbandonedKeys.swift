/// Finds out whether a side gave up a key: it removed the member under it from every object that had
/// one, and there were several.
struct AbandonedKeys {
  /// From this many places on a removal is taken to be about the key, not about one value.
  private static let several = 3

  private var counts: [ByteString: Int] = [:]

  /// Counts the keys of a document and takes away those that a side still has.
  init(from base: JSONValue, to side: JSONValue) {
    count(base)
    guard counts.contains(where: { $0.value >= Self.several }) else { return }
    strike(side)
  }

  /// Whether the side has the key nowhere any more, and the base had it in several places.
  func contain(_ key: String) -> Bool { counts[ByteString(key), default: 0] >= Self.several }

  /// Recursion is bounded by the depth that the reader accepted.
  private mutating func count(_ value: JSONValue) {
    switch value {
    case .object(let members):
      for (key, inner) in members {
        counts[ByteString(key), default: 0] += 1
        count(inner)
      }
    case .array(let elements): for element in elements { count(element) }
    default: break
    }
  }

  private mutating func strike(_ value: JSONValue) {
    switch value {
    case .object(let members):
      for (key, inner) in members {
        counts[ByteString(key)] = 0
        strike(inner)
      }
    case .array(let elements): for element in elements { strike(element) }
    default: break
    }
  }
}
