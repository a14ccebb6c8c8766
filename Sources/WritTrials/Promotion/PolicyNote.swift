public import WritJSON

/// Why each candidate was taken or not, on one branch: for people, and kept as evidence.
public struct PolicyNote: Sendable {
  private let result: ProfileGateResult
  private let branch: String
  private let runID: String

  /// Takes the result of a gate.
  public init(_ result: ProfileGateResult, branch: String, runID: String) {
    self.result = result
    self.branch = branch
    self.runID = runID
  }

  /// Why a candidate was taken or not.
  private func reason(_ candidate: Candidate, in profile: ProfileGateResult.Profile) -> String {
    guard candidate.isPassed else {
      return "rejected: \(candidate.violations.joined(separator: ", "))"
    }
    let isBest = profile.recommendation?.model.hasSameBytes(as: candidate.model) == true
    guard !isBest else {
      let margin = profile.margin.map { ", ahead of the second by \($0.rounded(to: 6))" } ?? ""
      return "accepted: passes, and scores best\(margin)"
    }
    let behind = (profile.recommendation?.compositeScore ?? 0) - candidate.compositeScore
    return "rejected: passes, and scores \(behind.rounded(to: 6)) less than the best"
  }

  /// The note in Markdown.
  public var markdown: String {
    var lines = [
      "# Model profiles: what was chosen, and why", "",
      "Branch `\(branch.inCode)`, run `\(runID)`.",
    ]
    for profile in result.profiles {
      lines += ["", "## \(profile.profile.rawValue)", "", profile.profile.usage, ""]
      lines += ["| model | score | live ability | live p95 | legacy ability | why |"]
      lines += ["|---|---|---|---|---|---|"]
      for candidate in profile.candidates { lines.append(row(candidate, profile)) }
    }
    if !result.alerts.isEmpty {
      lines += ["", "## Alerts", ""]
      lines += result.alerts.map { "- \($0.code.severity.rawValue): \($0.message)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func row(_ candidate: Candidate, _ profile: ProfileGateResult.Profile) -> String {
    func shown(_ value: Double?, _ unit: String = "") -> String {
      value.map { "\($0.rounded(to: 3))\(unit)" } ?? "not run"
    }
    let cells = [
      "`\(candidate.model.inCode)`", "\(candidate.compositeScore.rounded(to: 6))",
      shown(candidate.live?.averageAbility), shown(candidate.live?.p95Wall, " s"),
      shown(candidate.legacy?.averageAbility), reason(candidate, in: profile),
    ]
    return "| \(cells.joined(separator: " | ")) |"
  }

  /// The note in JSON.
  public var json: JSONValue {
    var profiles: JSONObject = [:]
    for profile in result.profiles {
      profiles[profile.profile.rawValue] = .array(
        profile.candidates.map { candidate in
          [
            "model": .string(candidate.model),
            "accepted": .bool(reason(candidate, in: profile).utf8.starts(with: "accepted".utf8)),
            "reason": .string(reason(candidate, in: profile)),
          ]
        })
    }
    return [
      "run_id": .string(runID), "event": "MODEL_PROFILE_POLICY_NOTE", "branch": .string(branch),
      "profiles": .object(profiles), "governance": result.governanceJSON,
    ]
  }
}

extension String {
  /// The text without what would end a cell or a code span.
  fileprivate var inCode: String {
    String(shortened.map { $0 == "`" || $0 == "|" ? "'" : $0 })
  }
}
