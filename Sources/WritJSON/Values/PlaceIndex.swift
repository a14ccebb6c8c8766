/// Finds places in a list by the hash of what stands there: a hash table of numbers alone.
///
/// The list stays with its owner, who says by a closure what stands at a place.
@frozen @usableFromInline
package struct PlaceIndex: Sendable {
  /// One more than a place, or zero where nothing is; a power of two of them.
  @usableFromInline var slots: [UInt32]
  @usableFromInline var count = 0

  /// Room for this many places before the table has to grow.
  @inlinable package init(minimumCapacity: Int = 8) {
    var size = 16
    while size < minimumCapacity * 2 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
  }

  /// The place with this hash that the owner takes for the right one.
  @inlinable package func first(hash: Int, where matches: (Int) -> Bool) -> Int? {
    let mask = slots.count - 1
    var slot = hash & mask
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if matches(place) { return place }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Notes a place that `first` does not find.
  ///
  /// - Parameter rehash: gives the hash of what stands at a place noted earlier.
  @inlinable package mutating func add(_ place: Int, hash: Int, rehash: (Int) -> Int) {
    if (count + 1) * 4 > slots.count * 3 {
      let old = slots
      slots = [UInt32](repeating: 0, count: old.count * 2)
      for entry in old where entry != 0 { put(entry, hash: rehash(Int(entry) - 1)) }
    }
    put(UInt32(place + 1), hash: hash)
    count += 1
  }

  @inlinable mutating func put(_ entry: UInt32, hash: Int) {
    let mask = slots.count - 1
    var slot = hash & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = entry
  }
}
