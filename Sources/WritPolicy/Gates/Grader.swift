internal import WritJSON

extension CheckFinding {
  /// Why a check cannot be made.
  struct Problem: Error {
    let verdict: CheckVerdict
    let reason: String
  }
}

/// Holds one number against the criteria of an objective.
struct Grader {
  private let objective: Objective
  private let value: Double
  private let baseline: Double?
  /// Where the rate may lie, when the objective asks for its interval.
  private let interval: WilsonInterval?

  init(
    _ objective: Objective, _ measured: Measured, baseline: Double?
  ) throws(CheckFinding.Problem) {
    self.objective = objective
    self.baseline = baseline
    value = measured.value ?? .nan
    guard let confidence = objective.confidence else {
      interval = nil
      return
    }
    guard let proportion = measured.proportion else {
      throw CheckFinding.Problem(
        verdict: .error,
        reason: "'\(objective.metric.oneLine)' is no rate of runs or cases, so it has no interval.")
    }
    interval = WilsonInterval(
      successes: proportion.successes, of: proportion.trials, confidence: confidence)
  }

  /// `pass` and `fail`; `inconclusive` between them or when an interval reaches over the bound;
  /// `noData` when that depends on a baseline that is not there.
  var grade: CheckVerdict {
    switch meets(objective.passing) {
    case .pass: return .pass
    case .noData: return .noData
    case .inconclusive: return .inconclusive
    default: break
    }
    switch meets(objective.warning) {
    case .pass, .inconclusive: return .inconclusive
    case .noData: return .noData
    default: return .fail
    }
  }

  /// An OR of ANDs of answers that may be open.
  private func meets(_ criteria: Criteria) -> CheckVerdict {
    let answers = criteria.alternatives.map { alternative in
      alternative.map(answer).max() ?? .pass
    }
    // Of the alternatives the best one counts.
    return answers.min() ?? .fail
  }

  private func answer(_ criterion: Criterion) -> CheckVerdict {
    guard let bound = criterion.bound(baseline: baseline) else { return .noData }
    guard let interval, let wantsSmall = criterion.comparison.wantsSmall else {
      return criterion.comparison.isMet(value, bound) ? .pass : .fail
    }
    let worst = wantsSmall ? interval.high : interval.low
    let best = wantsSmall ? interval.low : interval.high
    if criterion.comparison.isMet(worst, bound) { return .pass }
    return criterion.comparison.isMet(best, bound) ? .inconclusive : .fail
  }

  /// Every criterion with its bound and answer.
  var told: JSONValue {
    func list(_ criteria: Criteria, _ level: String) -> [JSONValue] {
      criteria.all.map { criterion in
        var object: JSONObject = [
          "level": .string(level), "criterion": .string(criterion.text),
          "met": .bool(answer(criterion) == .pass),
        ]
        object["bound"] = criterion.bound(baseline: baseline)?.json
        return .object(object)
      }
    }
    return .array(list(objective.passing, "pass") + list(objective.warning, "warning"))
  }

  func sentence(_ group: String, _ grade: CheckVerdict) -> String {
    let place = "\(objective.metric.oneLine) of '\(group.oneLine)' is \(value.shown)"
    let span = interval.map { ", between \($0.low.shown) and \($0.high.shown)" } ?? ""
    let wanted = Self.text(objective.passing)
    switch grade {
    case .pass: return "\(place)\(span), as asked for: \(wanted)."
    case .noData: return "\(place)\(span), and there is no baseline to judge it: \(wanted)."
    case .inconclusive: return "\(place)\(span), not clearly \(wanted) and not clearly against it."
    default: return "\(place)\(span), and not \(wanted)."
    }
  }

  private static func text(_ criteria: Criteria) -> String {
    criteria.alternatives.map { $0.map(\.text).joined(separator: " and ") }
      .joined(separator: " or ")
  }
}
