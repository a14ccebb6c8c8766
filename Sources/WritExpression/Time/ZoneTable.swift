/// The built-in time zones, unpacked one at a time.
struct ZoneTable: Sendable {
  static let shared = ZoneTable(ZoneData.lines)

  private let bytes: [UInt8]
  /// Where the rules of each name begin: behind the names of their line.
  private var starts: [String: Int] = [:]

  init(_ lines: StaticString) {
    bytes = lines.withUTF8Buffer { Array($0) }
    var index = 0
    while index < bytes.count {
      let end = bytes[index...].firstIndex(of: Ascii.lineFeed) ?? bytes.count
      let line = bytes[index..<end]
      if let bar = line.firstIndex(of: Self.bar) {
        for name in line[..<bar].split(separator: Ascii.space) {
          starts[String(decoding: name, as: UTF8.self)] = bar + 1
        }
      }
      index = end + 1
    }
  }

  private static let bar: UInt8 = 0x7C

  var names: [String] { starts.keys.sorted() }

  func rules(of name: String) -> TimeZoneRules? {
    guard name.utf8.count <= 64, let start = starts[name] else { return nil }
    let end = bytes[start...].firstIndex(of: Ascii.lineFeed) ?? bytes.count
    let parts = bytes[start..<end].split(separator: Self.bar, omittingEmptySubsequences: false)
    guard parts.count == 2,
      let packed = Base64.bytes(of: String(decoding: parts[1], as: UTF8.self))
    else { return nil }
    let rule = String(decoding: parts[0], as: UTF8.self)
    var reader = PackedReader(packed)
    return reader.read(rule: RecurringRule(rule))
  }
}

/// Reads the transitions of a zone in the form that zones.py writes.
private struct PackedReader {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func read(rule: RecurringRule?) -> TimeZoneRules? {
    guard let count = number(), count > 0, count < 256 else { return nil }
    var known: [Int32] = []
    for _ in 0..<count {
      guard let offset = signed() else { return nil }
      known.append(Int32(truncatingIfNeeded: offset))
    }
    guard let initial = offset(known), let unit = number() else { return nil }
    var times: [Int64] = []
    var offsets: [Int32] = []
    while index < bytes.count {
      guard let step = times.isEmpty ? signed() : number().map({ Int64($0) }),
        let offset = offset(known)
      else { return nil }
      times.append((times.last ?? 0) + step * Int64(unit))
      offsets.append(offset)
    }
    return TimeZoneRules(
      transitions: times, offsets: offsets, initial: initial, recurring: rule)
  }

  private mutating func offset(_ known: [Int32]) -> Int32? {
    guard let index = number(), index < known.count else { return nil }
    return known[index]
  }

  private mutating func signed() -> Int64? {
    number().map { $0 % 2 == 0 ? Int64($0 / 2) : -Int64($0 / 2) - 1 }
  }

  private mutating func number() -> Int? {
    var value = 0
    for shift in stride(from: 0, to: 49, by: 7) {
      guard index < bytes.count else { return nil }
      value |= Int(bytes[index] & 0x7F) << shift
      index += 1
      if bytes[index - 1] & 0x80 == 0 { return value }
    }
    return nil
  }
}
