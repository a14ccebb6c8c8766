extension Value {
  /// Values by key, in the order in which they were put in.
  ///
  /// Keys are `int`, `uint`, `bool` or `string`. Numbers that are equal are one key, whatever their
  /// type: `1` finds what `1u` put in.
  public struct Map: Sendable {
    let storage: Storage

    /// The number of entries.
    public var count: Int { storage.keys.count }
    /// The keys in order.
    public var keys: [Value] { storage.keys }
    /// The values in the order of their keys.
    public var values: [Value] { storage.values }

    var depth: Int { storage.depth }

    /// The value of a key, or nil where the map has no such key.
    public subscript(_ key: Value) -> Value? {
      index(of: key).map { storage.values[$0] }
    }

    /// The value of a string key, or nil where the map has no such key.
    public subscript(_ key: String) -> Value? {
      index(of: FieldKey(key)).map { storage.values[$0] }
    }

    @inline(__always)
    func index(of field: FieldKey) -> Int? { storage.index(of: field) }

    func index(of key: Value) -> Int? {
      guard let wanted = MapKey(lookup: key) else { return nil }
      return storage.index(hash: wanted.hash) { wanted.matches($0) }
    }
  }
}

extension Value.Map {
  /// The entries of a map with an index over the hashes of its keys; immutable once made.
  final class Storage: Sendable {
    /// Up to this many entries are found by a scan of their hashes, which is faster than a table.
    private static let scanned = 8

    let keys: [Value]
    let values: [Value]
    let hashes: [Int]
    /// The words of the keys that are texts.
    let shorts: [ShortText]
    /// Open addressing over `hashes`: an entry's index plus one, or 0; empty for small maps.
    let table: [Int32]
    let depth: Int

    init(keys: [Value], values: [Value], hashes: [Int], shorts: [ShortText]) {
      self.keys = keys
      self.values = values
      self.hashes = hashes
      self.shorts = shorts
      table = hashes.count > Self.scanned ? Self.indexed(hashes) : []
      var deepest = 0
      for value in values where value.depth > deepest { deepest = value.depth }
      depth = deepest + 1
    }

    func index(of field: FieldKey) -> Int? {
      if let index = index(ofShort: field.short) { return index }
      guard !table.isEmpty || !field.short.isWhole else { return nil }
      return index(hash: field.hash) { key in
        guard case .string(let text) = key else { return false }
        return text.isIdentical(to: field.name)
      }
    }

    /// The place of a key in a small map by its words alone; nil does not mean that there is none.
    @inline(__always)
    func index(ofShort short: ShortText) -> Int? {
      guard short.isWhole, table.isEmpty else { return nil }
      for index in shorts.indices where shorts[index] == short { return index }
      return nil
    }

    @inline(__always)
    func index(hash: Int, where matches: (Value) -> Bool) -> Int? {
      if table.isEmpty {
        for index in hashes.indices where hashes[index] == hash && matches(keys[index]) {
          return index
        }
        return nil
      }
      return probe(hash: hash, where: matches)
    }

    private func probe(hash: Int, where matches: (Value) -> Bool) -> Int? {
      let mask = table.count - 1
      var slot = hash & mask
      while table[slot] != 0 {
        let index = Int(table[slot]) - 1
        if hashes[index] == hash, matches(keys[index]) { return index }
        slot = (slot + 1) & mask
      }
      return nil
    }

    static func indexed(_ hashes: [Int]) -> [Int32] {
      var capacity = 16
      while capacity < hashes.count * 2 { capacity *= 2 }
      var table = [Int32](repeating: 0, count: capacity)
      for (index, hash) in hashes.enumerated() {
        var slot = hash & (capacity - 1)
        while table[slot] != 0 { slot = (slot + 1) & (capacity - 1) }
        table[slot] = Int32(truncatingIfNeeded: index + 1)
      }
      return table
    }
  }
}
