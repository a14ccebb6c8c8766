public import WritJSON

/// What the valid measurements of one metric come to.
public struct MetricSummary: Sendable, Equatable {
  /// A number that sums the measurements up: `mean`, `p95`.
  public struct Statistic: Sendable, Equatable {
    /// The name.
    public let name: String
    /// The number, in the metric's unit.
    public let value: Double

    /// Makes a statistic.
    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// The name, as the source has it.
  public let name: String
  /// The unit, or nil when the source does not tell.
  public var unit: String?
  /// How many measurements are valid, or nil when the source does not tell.
  public var count: Int?
  /// Whether percentiles come from all measurements, and not from a sketch of them.
  public var isExact: Bool
  /// The numbers; none when there is no valid measurement.
  public var statistics: [Statistic]

  /// Makes a summary from its parts.
  public init(
    name: String, unit: String?, count: Int?, isExact: Bool = true, statistics: [Statistic]
  ) {
    self.name = name
    self.unit = unit
    self.count = count
    self.isExact = isExact
    self.statistics = statistics
  }

  /// The number with that name.
  public subscript(_ statistic: String) -> Double? {
    statistics.first { $0.name.hasSameBytes(as: statistic) }?.value
  }

  /// The name of the only number of a metric that was measured once: `value`.
  public static let single = "value"
}

extension MetricSummary {
  private static let reserved = ["unit", "count", "approximate"]

  /// The form in a summary.
  public var json: JSONValue {
    var object: JSONObject = [:]
    object["unit"] = unit.map(JSONValue.string)
    object["count"] = count.map { .number(JSONNumber($0)) }
    if !isExact { object["approximate"] = true }
    for statistic in statistics {
      object[statistic.name] = JSONNumber(statistic.value).map(JSONValue.number)
    }
    return .object(object)
  }

  init(_ name: String, _ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    guard let members = value.objectValue else {
      throw PolicyError(
        .form, "In the evidence summary, '\(place)' must be an object, and is \(value.kind).",
        pointer: place.description)
    }
    let form = try Form(value, "the evidence summary", at: place, known: members.keys)
    unit = try form.optionalString("unit")
    count = try form.optionalInt("count", in: 0...RunCounts.limit)
    isExact = try form.optionalBool("approximate") != true
    self.name = name
    var statistics: [Statistic] = []
    for (key, member) in members where !Self.reserved.contains(key) {
      guard let number = member.doubleValue else { throw form.wrong(key, "a finite number") }
      statistics.append(Statistic(key, number))
    }
    self.statistics = statistics
    if count == 0, !statistics.isEmpty {
      throw PolicyError(
        .form, "In the evidence summary, '\(place)' has no measurement and yet a statistic.",
        pointer: place.description)
    }
  }
}
