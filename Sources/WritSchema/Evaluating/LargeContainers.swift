import WritJSON

/// The way into containers whose values are not made as a whole.
///
/// Each time that a schema goes through such a container its parts become values anew. A schema that
/// does so again and again is applied to the value of the whole document instead, which takes more
/// memory and no more time than is bounded here.
struct LargeContainers {
  private let limit: Int
  private let mostTimes: Int
  /// How many bytes may still be made values, if the value at the root is large.
  private var allowance = Int.max

  /// Whether parts were made so often that the whole is better.
  var isSpent: Bool { allowance < 0 }

  init(_ options: SchemaOptions) {
    limit = options.wholeLimit
    mostTimes = options.mostTimesInParts
  }

  /// Begins with the value at the root.
  mutating func begin(_ root: Instance) {
    guard case .large(let node) = root else { return }
    let bytes = node.byteRange.count.multipliedReportingOverflow(by: mostTimes)
    allowance = bytes.overflow ? Int.max : bytes.partialValue
  }

  /// The elements, where the value is an array.
  mutating func elements(of value: Instance) -> InstanceElements? {
    switch value {
    case .whole(.array(let elements)): return InstanceElements(elements)
    case .large(let node) where node.kind == .array:
      allowance -= node.byteRange.count
      return InstanceElements(of: node, limit: limit)
    default: return nil
    }
  }

  /// The members, where the value is an object.
  mutating func members(of value: Instance) -> InstanceMembers? {
    switch value {
    case .whole(.object(let object)): return InstanceMembers(object)
    case .large(let node) where node.kind == .object:
      allowance -= node.byteRange.count
      return InstanceMembers(of: node, limit: limit)
    default: return nil
    }
  }
}
