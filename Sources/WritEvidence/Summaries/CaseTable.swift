import WritPolicy

/// How runs of a case ended.
struct CaseRuns {
  var passed = 0
  var failed = 0
  var errors = 0
  var skipped = 0
}

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
    let counts = CaseRuns(
      passed: runs.passed, failed: runs.failed, errors: runs.errors, skipped: runs.skipped)
    var name = runs.id
    name.withUTF8 { add(counts, of: $0) }
  }

  /// Adds runs of a case by its name, which must be UTF-8.
  mutating func add(_ runs: CaseRuns, of name: UnsafeBufferPointer<UInt8>) {
    if cases.count * 2 >= slots.count { grow() }
    let hash = hash(UnsafeRawBufferPointer(name))
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if hashes[place] == hash, cases[place].id.hasBytes(of: name) {
        cases[place].passed += runs.passed
        cases[place].failed += runs.failed
        cases[place].errors += runs.errors
        cases[place].skipped += runs.skipped
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(cases.count + 1)
    cases.append(
      CaseResult(
        id: String(decoding: name, as: UTF8.self), passed: runs.passed, failed: runs.failed,
        errors: runs.errors, skipped: runs.skipped))
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
