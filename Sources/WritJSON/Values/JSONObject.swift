/// The members of a JSON object in their order, found by the bytes of their keys.
///
/// Equality and hash disregard the order. Look-up takes constant time: small objects are scanned,
/// larger ones carry an index.
public struct JSONObject: Sendable {
  /// One member.
  public typealias Element = (key: String, value: JSONValue)

  /// Up to this many members a scan is faster than an index.
  static let scanLimit = 24

  private var storage: [Element]
  private var index: PlaceIndex?

  /// An object without members.
  public init() { storage = [] }

  /// An object with these members; the last of two with the same key counts, at the first's place.
  public init(_ members: some Sequence<Element>) {
    self.init()
    for member in members { self[member.key] = member.value }
  }

  /// Trusts the caller that no key occurs twice.
  init(uniqueMembers: [Element]) {
    storage = uniqueMembers
    rebuildIndex()
  }

  /// The number of members.
  public var count: Int { storage.count }

  /// Whether there are no members.
  public var isEmpty: Bool { storage.isEmpty }

  /// The keys in order.
  public var keys: [String] { storage.map(\.key) }

  /// The values in order.
  public var values: [JSONValue] { storage.map(\.value) }

  /// The members in order.
  public var members: [Element] { storage }

  /// Whether a member has this key.
  public func contains(key: String) -> Bool { position(of: key) != nil }

  /// The value for a key; setting keeps the place of an old member and appends a new one, and
  /// setting nil removes.
  public subscript(key: String) -> JSONValue? {
    get { position(of: key).map { storage[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let place?, let value?): storage[place].value = value
      case (let place?, nil): remove(at: place)
      case (nil, let value?): append(key, value)
      case (nil, nil): break
      }
    }
  }

  /// The place of a key among the members, from 0.
  public func position(of key: String) -> Int? {
    guard let index else { return storage.firstIndex { $0.key.hasSameBytes(as: key) } }
    return index.first(hash: key.byteHash) { storage[$0].key.hasSameBytes(as: key) }
  }

  private mutating func append(_ key: String, _ value: JSONValue) {
    storage.append((key: key, value: value))
    if index != nil {
      index?.add(storage.count - 1, hash: key.byteHash) { [storage] in storage[$0].key.byteHash }
    } else {
      rebuildIndex()
    }
  }

  private mutating func remove(at place: Int) {
    storage.remove(at: place)
    rebuildIndex()
  }

  private mutating func rebuildIndex() {
    guard storage.count > Self.scanLimit else {
      index = nil
      return
    }
    var fresh = PlaceIndex(minimumCapacity: storage.count)
    for (place, member) in storage.enumerated() {
      fresh.add(place, hash: member.key.byteHash) { [storage] in storage[$0].key.byteHash }
    }
    index = fresh
  }
}

extension JSONObject: Sequence {
  /// Iterates over the members in order.
  public func makeIterator() -> IndexingIterator<[Element]> { storage.makeIterator() }

  /// The number of members.
  public var underestimatedCount: Int { storage.count }
}

extension JSONObject: Hashable {
  /// Compares members in any order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.count == right.count else { return false }
    for (place, member) in left.storage.enumerated() {
      let other = right.storage[place]
      if other.key.hasSameBytes(as: member.key) {
        guard other.value == member.value else { return false }
      } else {
        guard let value = right[member.key], value == member.value else { return false }
      }
    }
    return true
  }

  /// Hashes what equality compares.
  public func hash(into hasher: inout Hasher) {
    // A sum does not depend on the order of its terms.
    var sum = 0
    for member in storage {
      var own = Hasher()
      member.key.hashBytes(into: &own)
      own.combine(member.value)
      sum &+= own.finalize()
    }
    hasher.combine(storage.count)
    hasher.combine(sum)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object; the last of two members with the same key counts.
  public init(dictionaryLiteral members: (String, JSONValue)...) {
    self.init(members.map { (key: $0.0, value: $0.1) })
  }
}
