import WritPolicy

/// The cases of a group in the order of their first run, found by their names.
///
/// A dictionary of the standard library spends more on its hash than a row takes otherwise. The hash
/// here is seeded anew in each process, so that no file can be made for all its names to collide;
/// what comes out does not depend on it.
struct CaseTable: Sendable {
  private(set) var cases: [CaseResult] = []
  private var hashes: [UInt64] = []
  /// Numbers of cases plus one, by their hash; a power of two, and never more than half full.
  private var slots: [Int32] = []
  private let seed = UInt64.random(in: UInt64.min...UInt64.max) | 1

  /// Adds runs of a case.
  mutating func add(_ runs: CaseResult) {
    if cases.count * 2 >= slots.count { grow() }
    let hash = hash(runs.id)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if hashes[place] == hash, cases[place].id.hasBytes(of: runs.id) {
        cases[place].passed += runs.passed
        cases[place].failed += runs.failed
        cases[place].errors += runs.errors
        cases[place].skipped += runs.skipped
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(cases.count + 1)
    cases.append(runs)
    hashes.append(hash)
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: max(64, slots.count * 4))
    for (place, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(place + 1)
    }
  }

  /// Multiplies eight bytes at a time by an odd number that nobody knows beforehand.
  private func hash(_ text: String) -> UInt64 {
    text.utf8.withContiguousStorageIfAvailable { hash(UnsafeRawBufferPointer($0)) }
      ?? Array(text.utf8).withUnsafeBytes { hash($0) }
  }

  private func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = seed &* UInt64(truncatingIfNeeded: bytes.count + 1)
    var place = 0
    while place + 8 <= bytes.count {
      hash = mixed(hash ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place += 8
    }
    var word: UInt64 = 0
    while place < bytes.count {
      word = word << 8 | UInt64(bytes[place])
      place += 1
    }
    return mixed(hash ^ word)
  }

  private func mixed(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: seed)
    return product.high ^ product.low
  }
}
