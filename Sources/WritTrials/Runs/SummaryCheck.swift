internal import WritJSON

/// Holds the summary of a report against the runs that stand beside it.
///
/// A gate reads summaries, so a summary that its own runs do not bear out must not be believed. A
/// report without runs has nothing to be held against.
struct SummaryCheck {
  private let model: String
  private let runs: [JSONValue]

  init(_ runs: [JSONValue], of model: String) {
    self.runs = runs
    self.model = model
  }

  /// Refuses measurements that are none, and a summary that says something else than they do.
  func require(_ summary: ModelSummary) throws(TrialError) {
    var walls: [Double] = []
    var scores: [Double] = []
    for (index, run) in runs.enumerated() {
      guard run["error"]?.isNull ?? true else { continue }
      walls.append(try number("wall_seconds", of: run, index))
      scores.append(try number("ability_score", of: run, index))
    }
    guard !runs.isEmpty else { return }
    let total = Double(runs.count)
    try compare("total_runs", Double(summary.totalRuns), total)
    try compare("successful_runs", Double(summary.successfulRuns), Double(walls.count))
    try compare("avg_wall_seconds", summary.averageWall, Sample.mean(walls))
    try compare("p95_wall_seconds", summary.p95Wall, Sample.percentile(walls, 0.95))
    try compare("avg_ability_score", summary.averageAbility, scores.reduce(0, +) / total)
  }

  private func number(
    _ key: String, of run: JSONValue, _ index: Int
  ) throws(TrialError) -> Double {
    let isScore = key == "ability_score"
    guard let number = run[key]?.doubleValue, number >= 0, !isScore || number <= 1 else {
      throw TrialError(
        .form,
        "Run \(index + 1) of '\(model.shortened)' lacks '\(key)', or it is no number from 0"
          + "\(isScore ? " to 1" : "").",
        hint: "a run that measured nothing has an 'error'")
    }
    return number
  }

  /// Summaries are rounded, in other tools to as few as three places.
  private func compare(_ key: String, _ said: Double, _ found: Double) throws(TrialError) {
    guard abs(said - found) > max(0.001, abs(found) * 0.001) else { return }
    throw TrialError(
      .form,
      "The summary of '\(model.shortened)' says \(said) for '\(key)', and its runs give "
        + "\((found * 1e6).rounded() / 1e6): one of them was altered.", hint: "measure again")
  }
}
