public import WritJSON
internal import WritPolicy

/// What the runs of one model in one suite come to.
public struct ModelSummary: Sendable, Equatable {
  /// All runs.
  public var totalRuns = 0
  /// Runs that gave an answer.
  public var successfulRuns = 0
  /// The mean wall time of these, in seconds.
  public var averageWall = 0.0
  /// The wall time that 95 of 100 of these do not exceed, in seconds.
  public var p95Wall = 0.0
  /// The mean of the tokens in a second, where they are known.
  public var averageTokensPerSecond = 0.0
  /// The mean score over all runs, a failed one scoring 0.
  public var averageAbility = 0.0
  /// The score from which a run passes.
  public var passThreshold = 0.75
  /// The part of all runs that pass.
  public var passRate = 0.0
  /// The memory that the model needs, in GB; nil when that is not known.
  public var memory: Double?
  /// Further numbers that a report has, in its form.
  public var details: JSONObject = [:]

  /// Runs that gave none.
  public var failedRuns: Int { totalRuns - successfulRuns }

  /// How much ability a second of waiting buys; 0 without any wall time.
  public var abilityPerSecond: Double { averageWall > 0 ? averageAbility / averageWall : 0 }

  /// How much ability a GB of memory buys; nil when the memory is not known.
  public var abilityPerMemory: Double? { memory.map { averageAbility / $0 } }

  /// Sums up runs.
  ///
  /// A failed run scores 0: a model that breaks on every second prompt is not as able as one that
  /// answers all of them.
  public init(_ runs: [RunRecord], passThreshold: Double, memory: Double?) {
    let measured = runs.compactMap(\.measured)
    let walls = measured.map(\.wall)
    let speeds = measured.map(\.tokensPerSecond).filter { $0 > 0 }
    let passed = measured.count { $0.score >= passThreshold }
    totalRuns = runs.count
    successfulRuns = measured.count
    averageWall = Sample.mean(walls)
    p95Wall = Sample.percentile(walls, 0.95)
    averageTokensPerSecond = Sample.mean(speeds)
    self.passThreshold = passThreshold
    self.memory = memory
    guard !runs.isEmpty else { return }
    averageAbility = measured.reduce(0) { $0 + $1.score } / Double(runs.count)
    passRate = Double(passed) / Double(runs.count)
    details = ModelSummary.details(measured, runs.count, passed)
  }

  private static func details(
    _ measured: [RunRecord.Measured], _ total: Int, _ passed: Int
  ) -> JSONObject {
    var details: JSONObject = ["failed_runs_score_zero": true]
    details["wall_seconds"] = Sample.json(measured.map(\.wall))
    details["ttft_seconds"] = Sample.json(measured.compactMap(\.firstToken))
    details["inter_token_seconds"] = Sample.json(measured.compactMap(\.interToken))
    if let interval = WilsonInterval(successes: passed, of: total, confidence: 0.95) {
      details["ability_pass_rate_interval"] = [
        "low": interval.low.json, "high": interval.high.json, "confidence": 0.95,
      ]
    }
    return details
  }
}

extension ModelSummary {
  /// The summary as a report has it.
  public var json: JSONValue {
    var object: JSONObject = [
      "total_runs": .number(JSONNumber(totalRuns)),
      "successful_runs": .number(JSONNumber(successfulRuns)),
      "failed_runs": .number(JSONNumber(failedRuns)), "avg_wall_seconds": averageWall.json,
      "p95_wall_seconds": p95Wall.json,
      "avg_eval_tokens_per_second": averageTokensPerSecond.json,
      "avg_ability_score": averageAbility.json, "ability_pass_threshold": passThreshold.json,
      "ability_pass_rate": passRate.json,
    ]
    object["resource_efficiency"] = [
      "vram_min_gb": (memory ?? 0).json, "ability_per_second": abilityPerSecond.json,
      "ability_per_vram_gb": (abilityPerMemory ?? 0).json,
    ]
    for (key, value) in details { object[key] = value }
    return .object(object)
  }

  /// Reads a summary of a report.
  ///
  /// One that leaves failed runs out of the ability, as older tools did, is brought to count them.
  public init(_ value: JSONValue, _ what: String) throws(TrialError) {
    func number(_ key: String, _ object: JSONValue) throws(TrialError) -> Double {
      guard let number = object[key]?.doubleValue, number >= 0 else {
        throw TrialError(.form, "\(what) lacks '\(key)', or it is no number from 0.")
      }
      return number
    }
    func count(_ key: String) throws(TrialError) -> Int {
      let number = try number(key, value)
      guard number == number.rounded(), number <= 1e12 else {
        throw TrialError(.form, "\(what) has \(number) for '\(key)', which is no count.")
      }
      return Int(number)
    }
    totalRuns = try count("total_runs")
    successfulRuns = try count("successful_runs")
    guard successfulRuns <= totalRuns else {
      throw TrialError(.form, "\(what) has more successful runs than runs.")
    }
    averageWall = try number("avg_wall_seconds", value)
    p95Wall = try number("p95_wall_seconds", value)
    averageAbility = try number("avg_ability_score", value)
    guard averageAbility <= 1 else { throw TrialError(.form, "\(what) has an ability above 1.") }
    passRate = value["ability_pass_rate"]?.doubleValue ?? 0
    passThreshold = value["ability_pass_threshold"]?.doubleValue ?? 0.75
    averageTokensPerSecond = value["avg_eval_tokens_per_second"]?.doubleValue ?? 0
    let told = value["resource_efficiency"]?["vram_min_gb"]?.doubleValue
    memory = told.flatMap { $0 > 0 ? $0 : nil }
    if value["failed_runs_score_zero"]?.boolValue != true, totalRuns > 0 {
      let share = Double(successfulRuns) / Double(totalRuns)
      averageAbility *= share
      passRate *= share
    }
    guard totalRuns > 0 else { throw TrialError(.empty, "\(what) has no run.") }
  }
}

/// Sums of measurements.
enum Sample {
  static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// By linear interpolation between the two nearest ranks; 0 without values.
  static func percentile(_ values: [Double], _ part: Double) -> Double {
    guard let last = values.indices.last else { return 0 }
    let sorted = values.sorted()
    let rank = Double(last) * part
    let lower = Int(rank)
    let upper = min(lower + 1, last)
    return sorted[lower] + (sorted[upper] - sorted[lower]) * (rank - Double(lower))
  }

  /// Percentiles, and the interval of the mean at a confidence of 0.95 by the normal distribution;
  /// nil without values.
  static func json(_ values: [Double]) -> JSONValue? {
    guard !values.isEmpty else { return nil }
    let mean = mean(values)
    var object: JSONObject = ["mean": mean.json]
    for (name, part) in [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)] {
      object[name] = percentile(values, part).json
    }
    if values.count > 1 {
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / Double(values.count - 1)).squareRoot()
      let half = 1.959963984540054 * deviation / Double(values.count).squareRoot()
      object["stddev"] = deviation.json
      // No measurement here is below zero, and so no mean is.
      object["mean_low"] = max(0, mean - half).json
      object["mean_high"] = (mean + half).json
    }
    return .object(object)
  }
}
