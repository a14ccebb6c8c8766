import WritJSON

extension HistoryWriter {
  static let rulesText = """
    {
      "version": 1,
      "protected": ["refs/heads/main"],
      "checkpoints": { "keep": 1000 },
      "rules": [
        {
          "name": "metadata",
          "paths": ["policies/**", "governance/**"],
          "require": ["actor", "approvalRef", "rationale", "reviewBy"],
          "reviewWithinDays": 365
        },
        {
          "name": "rollout-steps",
          "paths": ["policies/**"],
          "limits": [{ "pointer": "/canary_pct", "min": 0, "max": 100, "maxIncrease": 25 }]
        },
        {
          "name": "latency",
          "paths": ["policies/area-*/**"],
          "limits": [{ "pointer": "/thresholds/max_latency_p95_ms", "min": 1, "max": 5000 }]
        }
      ]
    }

    """

  static func policy(_ index: Int) -> String {
    """
    {
      "canary_pct": 5,
      "kill_switch": false,
      "model": "planner-\(index % 12)",
      "service": "service-\(index)",
      "thresholds": {
        "max_quality_drop": 0.02,
        "max_latency_p95_ms": 400,
        "max_cost_cents": 1.25,
        "min_sample": 500
      },
      "regions": ["eu-1", "us-\(index % 5)", "ap-2"]
    }

    """
  }

  /// What a benchmark may have measured.
  mutating func artifact(runs: Int) -> [UInt8] {
    let list = (0..<runs).map { run -> JSONValue in
      let number = nextNumber()
      return [
        "run": .number(JSONNumber(run)), "latency_ms": .number(JSONNumber(Int(number % 900))),
        "tokens": .number(JSONNumber(Int(number >> 20 % 9_000))), "ok": .bool(number % 50 != 0),
      ]
    }
    return JSONValue.object(["suite": "planner", "runs": .array(list)]).serialized(indent: nil)
  }
}
