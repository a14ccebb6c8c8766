/// One character of a path: a Unicode scalar, or a byte that is part of none.
struct GlobUnit: Sendable, Hashable, Comparable {
  let value: UInt32

  /// A byte that is not UTF-8 lies behind the last Unicode scalar.
  private static let bytes: UInt32 = 0x110000

  static func < (left: GlobUnit, right: GlobUnit) -> Bool { left.value < right.value }

  static func of(_ scalar: Unicode.Scalar) -> GlobUnit { GlobUnit(value: scalar.value) }

  static func decode(_ name: ArraySlice<UInt8>) -> [GlobUnit] {
    if let text = String(validating: name, as: UTF8.self) { return text.unicodeScalars.map(of) }
    var units: [GlobUnit] = []
    var rest = name
    while let byte = rest.first {
      let length = (1...4).first { count in
        String(validating: rest.prefix(count), as: UTF8.self)?.unicodeScalars.count == 1
      }
      if let length {
        let scalar = String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars.first
        if let scalar { units.append(of(scalar)) }
      } else {
        units.append(GlobUnit(value: bytes + UInt32(byte)))
      }
      rest = rest.dropFirst(length ?? 1)
    }
    return units
  }
}

/// One element of a part of a glob.
enum GlobToken: Sendable, Hashable {
  /// `*`.
  case any
  /// `?`.
  case one
  /// An ordinary character.
  case unit(GlobUnit)
  /// `[...]`.
  case members([ClosedRange<GlobUnit>], negated: Bool)

  var isAny: Bool { if case .any = self { true } else { false } }

  func matches(_ unit: GlobUnit) -> Bool {
    switch self {
    case .any: false
    case .one: true
    case .unit(let own): own == unit
    case .members(let ranges, let negated): ranges.contains { $0.contains(unit) } != negated
    }
  }
}
