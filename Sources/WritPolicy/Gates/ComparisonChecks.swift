internal import WritJSON

extension GateEvaluation {
  func comparisonResult(_ comparison: PairedComparison) -> CheckResult {
    let finding = finding(comparison)
    return CheckResult(
      .comparison, comparison.name, finding, holds: comparison.behaviour.holds(finding.verdict))
  }

  private func finding(_ comparison: PairedComparison) -> CheckFinding {
    let found = groups(comparison.group, in: comparison.evidence)
    if let problem = found.problem { return problem }
    return CheckFinding.worst(found.groups.map { finding(comparison, $0) })
      ?? CheckFinding(.noData, "Nothing was measured.")
  }

  private func finding(_ comparison: PairedComparison, _ group: EvidenceGroup) -> CheckFinding {
    let found = baselineGroup(comparison.baselineGroup, for: group, in: comparison.baseline)
    guard let baseline = found.group else {
      return found.problem ?? CheckFinding(.noData, "There is nothing to compare with.")
    }
    for (side, name) in [
      (group, comparison.evidence), (baseline, comparison.baseline),
    ] where side.hasTooManyCases {
      return CheckFinding(
        .error, "'\(name)' has more than \(EvidenceGroup.caseLimit) cases, so none are kept.")
    }
    let pairs = CasePairs(group.cases, baseline.cases, without: quarantined)
    return pairs.finding(comparison)
  }
}

/// The cases that are in both of two results.
struct CasePairs {
  private(set) var both = 0
  private(set) var passedNow = 0
  private(set) var passedBefore = 0
  private(set) var regressed: [String] = []
  private(set) var improved = 0
  private(set) var missing = 0

  init(_ now: [CaseResult], _ before: [CaseResult], without quarantined: [Quarantine]) {
    let left = Set(quarantined.map { Array($0.id.utf8) })
    var finder = CaseFinder(now)
    for old in before {
      guard let passedBefore = old.isPassed else { continue }
      if !left.isEmpty, left.contains(Array(old.id.utf8)) { continue }
      guard let place = finder.place(of: old.id), let passedNow = now[place].isPassed else {
        missing += 1
        continue
      }
      both += 1
      self.passedNow += passedNow ? 1 : 0
      self.passedBefore += passedBefore ? 1 : 0
      if passedBefore, !passedNow { regressed.append(old.id) }
      if !passedBefore, passedNow { improved += 1 }
    }
  }

  func finding(_ wanted: PairedComparison) -> CheckFinding {
    let test = McNemarTest(regressions: regressed.count, improvements: improved)
    let details = details(test, wanted.confidence)
    let told =
      "Of \(both) cases in both, \(regressed.count) pass no more and \(improved) pass now "
      + "(p = \(test.pValue.shown))"
    if both == 0 {
      return CheckFinding(.noData, "No case was run in both.", details)
    }
    if test.regressions > test.improvements, test.pValue < wanted.alpha {
      return CheckFinding(.fail, "\(told): worse by more than chance.", details)
    }
    if missing > 0, !wanted.mayMissCases {
      return CheckFinding(
        .inconclusive, "\(told), and \(missing) cases of the baseline were not run.", details)
    }
    if both < wanted.minPairs {
      return CheckFinding(
        .inconclusive, "\(told); the gate asks for \(wanted.minPairs) cases.", details)
    }
    if test.regressions > test.improvements, test.smallestPossible >= wanted.alpha {
      return CheckFinding(
        .inconclusive, "\(told): too few differ to tell it from chance.", details)
    }
    return CheckFinding(.pass, "\(told): not worse by more than chance.", details)
  }

  /// More names than this are in the evidence.
  private static let namesTold = 20

  private func details(_ test: McNemarTest, _ confidence: Double) -> JSONObject {
    var object: JSONObject = [
      "pairs": .number(JSONNumber(both)), "regressions": .number(JSONNumber(test.regressions)),
      "improvements": .number(JSONNumber(test.improvements)),
      "missing": .number(JSONNumber(missing)), "pValue": test.pValue.json,
    ]
    object["regressed"] = .array(regressed.prefix(Self.namesTold).map(JSONValue.string))
    object["passRate"] = rate(passedNow, confidence)
    object["baselinePassRate"] = rate(passedBefore, confidence)
    return object
  }

  private func rate(_ passed: Int, _ confidence: Double) -> JSONValue? {
    guard let interval = WilsonInterval(successes: passed, of: both, confidence: confidence) else {
      return nil
    }
    return [
      "value": (Double(passed) / Double(both)).json, "low": interval.low.json,
      "high": interval.high.json, "confidence": confidence.json,
    ]
  }
}

/// Finds cases by their names; two reports mostly have them in one order, so the next one is looked
/// at before all are put into a table.
private struct CaseFinder {
  private let cases: [CaseResult]
  private var next = 0
  private var places: PlaceIndex?

  init(_ cases: [CaseResult]) { self.cases = cases }

  mutating func place(of id: String) -> Int? {
    if next < cases.count, cases[next].id.hasSameBytes(as: id) {
      next += 1
      return next - 1
    }
    if places == nil { places = index() }
    let found = places?.first(hash: id.byteHash) { cases[$0].id.hasSameBytes(as: id) }
    if let found { next = found + 1 }
    return found
  }

  /// Of cases with one name the first counts.
  private func index() -> PlaceIndex {
    var fresh = PlaceIndex(minimumCapacity: cases.count)
    for place in cases.indices {
      let id = cases[place].id
      let hash = id.byteHash
      guard fresh.first(hash: hash, where: { cases[$0].id.hasSameBytes(as: id) }) == nil else {
        continue
      }
      fresh.add(place, hash: hash) { cases[$0].id.byteHash }
    }
    return fresh
  }
}
