/// The values of keys, in the order in which the keys came.
///
/// It does less than `Dictionary` and costs a short process less: the first dictionary with a type
/// of keys makes the Swift runtime look through all conformances of the program for the proof that
/// the keys can be hashed, which takes longer than all look-ups of a small command together. This
/// type is made of arrays and asks nothing of its parameters. See docs/decisions/0013.
@frozen
public struct HashTable<Key, Value> {
  /// Up to this many entries a scan is faster than an index.
  @usableFromInline static var scanLimit: Int { 8 }

  @usableFromInline var entries: [(key: Key, value: Value)] = []
  @usableFromInline var index: PlaceIndex?

  /// A table without entries.
  @inlinable public init() {}

  /// The number of entries.
  @inlinable public var count: Int { entries.count }

  /// Whether there are no entries.
  @inlinable public var isEmpty: Bool { entries.isEmpty }

  /// The keys in their order.
  @inlinable public var keys: [Key] { entries.map(\.key) }

  /// The entries in their order.
  @inlinable public var elements: [(key: Key, value: Value)] { entries }

  /// Takes all entries away.
  @inlinable public mutating func removeAll() { self = HashTable() }
}

extension HashTable: Sendable where Key: Sendable, Value: Sendable {}

extension HashTable where Key: Hashable {
  /// The value of a key, nil when there is none.
  @inlinable public subscript(key: Key) -> Value? { place(of: key).map { entries[$0].value } }

  /// Sets the value of a key; gives the one that it had.
  @inlinable @discardableResult
  public mutating func set(_ key: Key, _ value: Value) -> Value? {
    if let place = place(of: key) {
      let old = entries[place].value
      entries[place].value = value
      return old
    }
    entries.append((key, value))
    note(key)
    return nil
  }

  @inlinable func place(of key: Key) -> Int? {
    guard let index else { return entries.firstIndex { $0.key == key } }
    return index.first(hash: key.hashValue) { entries[$0].key == key }
  }

  /// Puts the last entry into the index.
  @inlinable mutating func note(_ key: Key) {
    let last = entries.count - 1
    if index != nil {
      index?.add(last, hash: key.hashValue) { [entries] in entries[$0].key.hashValue }
    } else if last >= Self.scanLimit {
      var fresh = PlaceIndex(minimumCapacity: entries.count * 2)
      for (place, entry) in entries.enumerated() {
        fresh.add(place, hash: entry.key.hashValue) { [entries] in entries[$0].key.hashValue }
      }
      index = fresh
    }
  }
}
