/// The state of an evaluation that most programs do not need.
///
/// An object, so that a program without macros does not pay for it; its owner is one machine, which
/// is why the checks for exclusive access are left out.
final class Workspace {
  @exclusivity(unchecked) var locals: [Value]
  @exclusivity(unchecked) var iterations: [Iteration]
  /// Failures that wait for the other side of a logical operator or for the end of a macro.
  @exclusivity(unchecked) var faults: [Failure?]
  /// Patterns that were worked out by the expression, by their source.
  @exclusivity(unchecked) var patterns: [(source: String, pattern: CompiledPattern)] = []
  @exclusivity(unchecked) var zones: ZoneCache

  init(_ code: Code) {
    locals = Array(repeating: .null, count: code.localCount)
    iterations = code.iterations.map(Iteration.init)
    faults = Array(repeating: nil, count: code.faultCount)
    zones = ZoneCache(code.timeZones)
  }
}
