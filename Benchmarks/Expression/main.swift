import WritExpression
import WritJSON

// Measures conditions as policies have them: writ-benchmark-expression. For the same expressions in
// cel-python run peer.py in the same sitting.

/// The median time of one call in nanoseconds, over runs of so many calls.
func median(runs: Int, calls: Int, _ body: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  var times: [Double] = []
  for _ in 0..<runs {
    let elapsed = try clock.measure { for _ in 0..<calls { try body() } }
    let parts = elapsed.components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    times.append(seconds * 1e9 / Double(calls))
  }
  return times.sorted()[runs / 2]
}

/// Prints one line: nanoseconds and what.
func report(_ what: String, _ nanoseconds: Double) {
  let digits = String(Int(nanoseconds + 0.5))
  print(String(repeating: " ", count: max(0, 9 - digits.count)) + digits + " ns  " + what)
}

let old: JSONValue = [
  "name": "planner", "canary_pct": 5, "enabled": true, "regions": ["eu", "us"],
  "limits": ["rps": 100, "models": ["a": 1, "b": 2]],
]
let new: JSONValue = [
  "name": "planner", "canary_pct": 10, "enabled": true, "regions": ["eu", "us", "ap"],
  "limits": ["rps": 120, "models": ["a": 1, "b": 2]],
]
let conditions = [
  "new.canary_pct - old.canary_pct <= 25.0 && new.canary_pct >= 0.0",
  "old.regions.all(r, r in new.regions)",
  "has(new.limits.rps) && new.limits.rps <= 2 * old.limits.rps",
  "new.name.matches('^[a-z][a-z0-9-]*$') && size(new.name) < 40",
]
let environment = Environment(variables: ["new": .document, "old": .document])
let bindings: Bindings = ["new": try Value(json: new), "old": try Value(json: old)]

for condition in conditions {
  print(condition)
  let program = try Expression(parsing: condition).checked(environment: environment)
  report("evaluate", try median(runs: 15, calls: 50_000) { _ = try program.evaluate(bindings) })
  let whole = try median(runs: 15, calls: 1_000) {
    _ = try Expression(parsing: condition).checked(environment: environment)
  }
  report("parse, check and compile", whole)
}
report(
  "both documents to values",
  try median(runs: 15, calls: 5_000) {
    _ = try Value(json: new)
    _ = try Value(json: old)
  })
