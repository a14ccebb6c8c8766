import WritTrials

/// What the gate of the profiles says, for people.
enum GateText {
  static func lines(_ result: ProfileGateResult, isPassed: Bool) -> [String] {
    var lines: [String] = []
    for profile in result.profiles {
      lines.append(Style.bold(profile.profile.rawValue) + "  " + recommendation(profile))
      lines += TextTable.lines(profile.candidates.map { row($0, in: profile) }).map { "  " + $0 }
    }
    for alert in result.alerts {
      let style: Style = alert.code.severity == .critical ? .red : .yellow
      lines.append(style(alert.code.severity.rawValue) + "  " + Printable.line(alert.message))
    }
    lines.append(isPassed ? Style.green("passed") : Style.red("not passed"))
    return lines
  }

  private static func recommendation(_ profile: ProfileGateResult.Profile) -> String {
    guard let best = profile.recommendation else { return "no candidate passes" }
    let margin = profile.margin.map { ", ahead by \(BenchText.shown($0))" } ?? ""
    return "\(Printable.line(best.model))\(margin)"
  }

  private static func row(
    _ candidate: Candidate, in profile: ProfileGateResult.Profile
  ) -> [String] {
    let why = candidate.isPassed ? "passes" : candidate.violations.joined(separator: ", ")
    return [
      Printable.line(candidate.model), BenchText.shown(candidate.compositeScore),
      bar(candidate.compositeScore, of: profile.candidates.map(\.compositeScore).max() ?? 0), why,
    ]
  }

  /// A score as a bar beside the greatest one.
  static func bar(_ value: Double, of most: Double) -> String {
    let width = 16
    let count = most > 0 ? Int((max(0, value) / most * Double(width)).rounded()) : 0
    return String(repeating: "#", count: count) + String(repeating: " ", count: width - count)
  }
}
