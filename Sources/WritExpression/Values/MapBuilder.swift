/// Collects the entries of a map and refuses a second value for a key.
struct MapBuilder {
  private var keys: [Value] = []
  private var values: [Value] = []
  private var hashes: [Int] = []
  private var shorts: [ShortText] = []
  private var table: [Int32] = []

  var count: Int { keys.count }

  init(capacity: Int = 0) {
    keys.reserveCapacity(capacity)
    values.reserveCapacity(capacity)
    hashes.reserveCapacity(capacity)
    shorts.reserveCapacity(capacity)
  }

  enum Outcome {
    case inserted
    case duplicate
    /// The value is of a type that cannot be a key.
    case notAKey
  }

  mutating func insert(_ value: Value, for key: Value) -> Outcome {
    guard let wanted = MapKey(key) else { return .notAKey }
    let hash = wanted.hash
    if contains(wanted, hash: hash) { return .duplicate }
    append(key, value, wanted, hash: hash)
    return .inserted
  }

  func build() -> Value.Map {
    Value.Map(
      storage: Value.Map.Storage(keys: keys, values: values, hashes: hashes, shorts: shorts))
  }

  private func contains(_ wanted: MapKey, hash: Int) -> Bool {
    if table.isEmpty {
      for index in hashes.indices where hashes[index] == hash && wanted.matches(keys[index]) {
        return true
      }
      return false
    }
    var slot = hash & (table.count - 1)
    while table[slot] != 0 {
      let index = Int(table[slot]) - 1
      if hashes[index] == hash, wanted.matches(keys[index]) { return true }
      slot = (slot + 1) & (table.count - 1)
    }
    return false
  }

  private mutating func append(_ key: Value, _ value: Value, _ form: MapKey, hash: Int) {
    shorts.append(form.short)
    keys.append(key)
    values.append(value)
    hashes.append(hash)
    if hashes.count > 8, hashes.count * 2 > table.count {
      table = Value.Map.Storage.indexed(hashes)
    } else if !table.isEmpty {
      var slot = hash & (table.count - 1)
      while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
      table[slot] = Int32(truncatingIfNeeded: hashes.count)
    }
  }
}

extension Value.Map {
  /// Makes a map of the entries; nil where a key comes twice or is of a type that cannot be a key.
  public init?(_ entries: [(key: Value, value: Value)]) {
    var builder = MapBuilder(capacity: entries.count)
    for entry in entries {
      guard case .inserted = builder.insert(entry.value, for: entry.key) else { return nil }
    }
    self = builder.build()
  }

  /// Makes a map of the entries with string keys; nil where a key comes twice.
  public init?(_ entries: KeyValuePairs<String, Value>) {
    self.init(entries.map { (key: .string($0.key), value: $0.value) })
  }
}
