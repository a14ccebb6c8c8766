/// Finds two members of an object whose keys are equal after unescaping.
///
/// Few keys are compared in pairs, many through a hash table of the raw bytes; only an object that
/// has an escape in a key needs its keys unescaped.
struct DuplicateKeys {
  private static let pairLimit = 8

  /// The key nodes of the object under test.
  private var keys: ContiguousArray<UInt32> = []
  /// Open addressing; an entry is the upper half of a hash and an index into `keys` plus 1.
  private var table: ContiguousArray<UInt64> = []
  /// Secret to the process, so that no text can be made to collide.
  private let seed = UInt64(truncatingIfNeeded: Hasher().finalize()) | 1

  /// Checks the object whose members occupy these nodes.
  @inline(__always)
  mutating func check(
    _ nodes: Range<Int>, tape: UnsafePointer<TapeNode>, base: UnsafePointer<UInt8>
  ) throws(ReadFault) {
    if nodes.count <= 2 { return }
    try collectAndCheck(nodes, KeyBytes(tape: tape, base: base))
  }

  private mutating func collectAndCheck(
    _ nodes: Range<Int>, _ bytes: KeyBytes
  ) throws(ReadFault) {
    keys.removeAll(keepingCapacity: true)
    var escapes = false
    var key = nodes.lowerBound
    while key < nodes.upperBound {
      keys.append(UInt32(truncatingIfNeeded: key))
      escapes = escapes || bytes.tape[key].hasEscapes
      key = bytes.tape[key + 1].link
    }
    if keys.count < 2 { return }
    if escapes { return try checkUnescaped(bytes) }
    if keys.count <= Self.pairLimit { try checkPairs(bytes) } else { try checkTable(bytes) }
  }

  private func checkPairs(_ bytes: KeyBytes) throws(ReadFault) {
    for later in 1..<keys.count {
      for earlier in 0..<later where bytes.areEqual(keys[earlier], keys[later]) {
        throw bytes.fault(keys[earlier], keys[later])
      }
    }
  }

  private mutating func checkTable(_ bytes: KeyBytes) throws(ReadFault) {
    let shift = (keys.count * 2 - 1).leadingZeroBitCount
    let mask = Int.max >> (shift - 1)
    let size = mask + 1
    if table.count < size { table = ContiguousArray(repeating: 0, count: size) }
    for place in 0..<size { table[place] = 0 }
    for (order, key) in keys.enumerated() {
      let hash = bytes.hash(key, seed: seed)
      let entry = hash & 0xFFFF_FFFF_0000_0000 | UInt64(order + 1)
      var slot = Int(truncatingIfNeeded: hash) & mask
      while table[slot] != 0 {
        if (table[slot] ^ entry) >> 32 == 0 {
          let earlier = keys[Int(table[slot] & 0xFFFF_FFFF) - 1]
          if bytes.areEqual(earlier, key) { throw bytes.fault(earlier, key) }
        }
        slot = (slot + 1) & mask
      }
      table[slot] = entry
    }
  }

  private func checkUnescaped(_ bytes: KeyBytes) throws(ReadFault) {
    var seen = [[UInt8]: UInt32](minimumCapacity: keys.count)
    for key in keys {
      let plain = bytes.unescaped(key)
      if let earlier = seen.updateValue(key, forKey: plain) { throw bytes.fault(earlier, key) }
    }
  }
}

/// Reads the raw bytes of key nodes.
struct KeyBytes {
  let tape: UnsafePointer<TapeNode>
  let base: UnsafePointer<UInt8>

  /// The bytes between the quotation marks.
  @inline(__always)
  func raw(_ key: UInt32) -> UnsafeBufferPointer<UInt8> {
    let node = tape[Int(key)]
    return UnsafeBufferPointer(
      start: base + Int(node.start) + 1, count: Int(node.end) - Int(node.start) - 2)
  }

  @inline(__always)
  func areEqual(_ left: UInt32, _ right: UInt32) -> Bool {
    let a = raw(left)
    let b = raw(right)
    guard a.count == b.count else { return false }
    var at = 0
    while at + 8 <= a.count {
      let left = UnsafeRawBufferPointer(a).loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let right = UnsafeRawBufferPointer(b).loadUnaligned(fromByteOffset: at, as: UInt64.self)
      if left != right { return false }
      at += 8
    }
    while at < a.count {
      if a[at] != b[at] { return false }
      at += 1
    }
    return true
  }

  @inline(__always)
  func hash(_ key: UInt32, seed: UInt64) -> UInt64 {
    let bytes = raw(key)
    var state = seed ^ UInt64(truncatingIfNeeded: bytes.count)
    var at = 0
    while at + 8 <= bytes.count {
      let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: at, as: UInt64.self)
      state = Self.mix(state ^ word, seed)
      at += 8
    }
    var last: UInt64 = 0
    while at < bytes.count {
      last = last << 8 | UInt64(bytes[at])
      at += 1
    }
    return Self.mix(state ^ last, seed ^ 0x9E37_79B9_7F4A_7C15)
  }

  @inline(__always)
  private static func mix(_ word: UInt64, _ secret: UInt64) -> UInt64 {
    let (high, low) = (word ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: secret | 1)
    return high ^ low
  }

  func unescaped(_ key: UInt32) -> [UInt8] {
    tape[Int(key)].hasEscapes ? Unescape.bytes(raw(key)) : Array(raw(key))
  }

  func fault(_ earlier: UInt32, _ later: UInt32) -> ReadFault {
    ReadFault(
      .duplicateKey, at: Int(tape[Int(later)].start), related: Int(tape[Int(earlier)].start))
  }
}
