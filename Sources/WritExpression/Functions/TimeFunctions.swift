/// The parts of timestamps and durations.
enum TimeFunctions {
  static func part(
    _ function: Function, _ arguments: [Value], _ zones: inout ZoneCache
  ) throws(Failure) -> Value {
    switch arguments[0] {
    case .timestamp(let point):
      var zone = ""
      if arguments.count > 1 {
        guard case .string(let name) = arguments[1] else {
          throw .noOverload("\(function)", arguments)
        }
        zone = name
      }
      let offset = zone.isEmpty ? 0 : try offset(of: zone, at: point.seconds, &zones)
      return .int(part(function, of: point, offset: Int64(offset)))
    case .duration(let span):
      guard arguments.count == 1, let part = part(function, of: span) else {
        throw .noOverload("\(function)", arguments)
      }
      return .int(part)
    default: throw .noOverload("\(function)", arguments)
    }
  }

  private static func part(
    _ function: Function, of point: Value.Timestamp, offset: Int64
  ) -> Int64 {
    let local = point.seconds + offset
    let days = CivilDate.floorDivide(local, by: 86_400)
    let second = local - days * 86_400
    switch function {
    case .getHours: return second / 3_600
    case .getMinutes: return second / 60 % 60
    case .getSeconds: return second % 60
    case .getMilliseconds: return Int64(point.nanoseconds) / 1_000_000
    case .getDayOfWeek: return CivilDate.dayOfWeek(daysSince1970: days)
    default: break
    }
    let date = CivilDate(daysSince1970: days)
    switch function {
    case .getFullYear: return date.year
    case .getMonth: return Int64(date.month) - 1
    case .getDate: return Int64(date.day)
    case .getDayOfMonth: return Int64(date.day) - 1
    default: return date.dayOfYear
    }
  }

  /// The whole span in a unit, cut towards zero; milliseconds are those behind the last second.
  private static func part(_ function: Function, of span: Value.Duration) -> Int64? {
    switch function {
    case .getHours: span.nanoseconds / 3_600_000_000_000
    case .getMinutes: span.nanoseconds / 60_000_000_000
    case .getSeconds: span.nanoseconds / 1_000_000_000
    case .getMilliseconds: span.nanoseconds / 1_000_000 % 1_000
    default: nil
    }
  }

  private static func offset(
    of zone: String, at seconds: Int64, _ zones: inout ZoneCache
  ) throws(Failure) -> Int32 {
    if let fixed = fixedOffset(zone) { return fixed }
    guard let rules = zones.rules(zone) else {
      throw Failure(
        .badTimeZone, "There is no time zone '\(zone.shortened)'.",
        hint: "name it as the IANA database does (Europe/Paris), or write an offset (+02:00)")
    }
    return rules.offset(at: seconds)
  }

  /// The seconds of `+02:00`, `-02:30` or `02:00`; nil for anything else.
  private static func fixedOffset(_ text: String) -> Int32? {
    if text.isIdentical(to: "UTC") { return 0 }
    var bytes = text.utf8[...]
    let isNegative = bytes.first == Ascii.minus
    if isNegative || bytes.first == Ascii.plus { bytes = bytes.dropFirst() }
    let parts = bytes.split(separator: 0x3A, omittingEmptySubsequences: false)
    guard parts.count == 2, let hours = number(parts[0]), let minutes = number(parts[1]),
      parts[1].count == 2, hours < 24, minutes < 60
    else { return nil }
    let seconds = hours * 3_600 + minutes * 60
    return isNegative ? -seconds : seconds
  }

  private static func number(_ digits: Substring.UTF8View) -> Int32? {
    guard digits.count >= 1, digits.count <= 2, digits.allSatisfy(Ascii.isDigit) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int32($1 - Ascii.zero) }
  }
}

/// The zones that an evaluation has used; a zone is unpacked once.
struct ZoneCache {
  private let zones: TimeZones
  private var known: [(name: String, rules: TimeZoneRules?)] = []

  init(_ zones: TimeZones) {
    self.zones = zones
  }

  mutating func rules(_ name: String) -> TimeZoneRules? {
    if let found = known.first(where: { $0.name.isIdentical(to: name) }) { return found.rules }
    let rules = zones.rules(name)
    if known.count == 8 { known.removeFirst() }
    known.append((name, rules))
    return rules
  }
}
