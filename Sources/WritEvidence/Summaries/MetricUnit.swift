/// What a metric's name says of its unit.
struct MetricUnit: Sendable {
  /// The name without a unit in brackets.
  let name: String
  /// The unit, or nil when the name tells none.
  let unit: String?

  private static let endings: [(ending: String, unit: String)] = [
    ("_per_s", "1/s"), ("_per_sec", "1/s"), ("_per_second", "1/s"), ("_per_min", "1/min"),
    ("_ns", "ns"), ("_nanoseconds", "ns"), ("_us", "us"), ("_microseconds", "us"), ("_ms", "ms"),
    ("_milliseconds", "ms"), ("_millis", "ms"), ("_s", "s"), ("_sec", "s"), ("_secs", "s"),
    ("_seconds", "s"), ("_min", "min"), ("_minutes", "min"), ("_hours", "h"), ("_bytes", "B"),
    ("_kb", "kB"), ("_mb", "MB"), ("_gb", "GB"), ("_percent", "%"), ("_pct", "%"),
    ("_tokens", "tokens"), ("_usd", "USD"),
  ]
  private static let times: Set<String> = ["ns", "us", "ms", "s", "min", "h"]
  private static let durations: Set<String> = [
    "latency", "duration", "elapsed", "ttft", "tpot", "itl", "e2e", "wall",
  ]
  private static let differences: Set<String> = [
    "delta", "diff", "difference", "change", "drift", "skew", "offset", "slack",
  ]

  /// Reads `latency (ms)`, `latency [ms]` and `latency_ms`.
  init(of header: String) {
    if let (name, unit) = MetricUnit.bracketed(header) {
      self.name = name
      self.unit = unit
      return
    }
    name = header
    let lower = header.lowercased()
    unit =
      MetricUnit.endings.first { lower.utf8.reversed().starts(with: $0.ending.utf8.reversed()) }?
      .unit
  }

  private static func bracketed(_ header: String) -> (name: String, unit: String)? {
    let bytes = Array(header.utf8)
    let pairs: [(UInt8, UInt8)] = [(0x28, 0x29), (0x5B, 0x5D)]
    for (open, close) in pairs where bytes.last == close {
      guard let start = bytes.lastIndex(of: open), start > 0 else { continue }
      let unit = String(decoding: bytes[(start + 1)..<(bytes.count - 1)], as: UTF8.self)
      let name = bytes[..<start].reversed().drop { $0 == 0x20 }.reversed()
      guard !unit.isEmpty, !name.isEmpty else { continue }
      return (String(decoding: Array(name), as: UTF8.self), unit)
    }
    return nil
  }

  /// Whether the metric is a span of time, which cannot be negative; a difference of two can.
  static func isDuration(name: String, unit: String?) -> Bool {
    let parts = name.lowercased().utf8.split { byte in
      !((0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte))
    }.map { String($0) ?? "" }
    if parts.contains(where: differences.contains) { return false }
    return unit.map(times.contains) ?? false || parts.contains(where: durations.contains)
  }
}
