public import WritJSON

/// A document under `governance/gates/` that judges evidence.
public struct Gate: Sendable {
  /// The format that this writ reads.
  public static let version = 1
  /// Where gates are kept.
  public static let folder = "governance/gates/"

  /// The name of the gate at a path of the repository, or nil when there can be none.
  public static func name(ofPath path: String) -> String? {
    guard path.utf8.starts(with: folder.utf8), DocumentName(path: path) != nil else { return nil }
    return String(decoding: path.utf8.dropFirst(folder.utf8.count).dropLast(5), as: UTF8.self)
  }

  /// The path below `governance/gates/` without `.json`.
  public let name: String
  /// The digest of the document.
  public let digest: Digest
  /// What the gate is for.
  public let summary: String?
  /// The artifacts that it asks for.
  public let evidence: [GateEvidence]
  /// The metrics with their bounds.
  public let objectives: [Objective]
  /// The score that the objectives must reach together; nil when each must pass by itself.
  public let totalScore: TotalScore?
  /// The conditions.
  public let conditions: [GateCondition]
  /// The comparisons of results case by case.
  public let comparisons: [PairedComparison]
  /// Which evidence the targets of a change must have.
  public let coverage: Coverage?
  /// Cases that do not count for a time.
  public let quarantine: [Quarantine]
  /// How long a decision holds, in seconds.
  public let decisionLife: Int64
  /// Whether somebody may let a change pass against a hold, by name and with a reason.
  public let mayOverride: Bool
  /// How far ahead of the clock a recorded time may be, in seconds.
  public let clockSkew: Int64

  private static let known = [
    "$schema", "version", "description", "evidence", "baseline", "objectives", "totalScore",
    "checks", "comparisons", "coverage", "quarantine", "on", "decisionHours", "clockSkewSeconds",
    "mayOverride",
  ]

  /// Reads a gate.
  ///
  /// Every member must be known, every name of evidence declared and every expression sound: a gate
  /// with a mistake is no gate.
  public init(_ document: JSONValue, name: String) throws(PolicyError) {
    let form = try Form(document, "the gate", known: Gate.known)
    try form.requireVersion(Gate.version)
    self.name = name
    do throws(JSONError) {
      digest = try Digest(of: document)
    } catch {
      throw PolicyError(.form, "The gate has no canonical form: \(error.message)")
    }
    summary = try form.optionalString("description")
    let outer = try Behaviour(form)
    let baseline = try form.optionalString("baseline")
    evidence = try Gate.list(form, "evidence") { (value, place) throws(PolicyError) in
      try GateEvidence(value, at: place)
    }
    objectives = try Gate.list(form, "objectives") { (value, place) throws(PolicyError) in
      try Objective(value, at: place, baseline: baseline, outer)
    }
    conditions = try Gate.list(form, "checks") { (value, place) throws(PolicyError) in
      try GateCondition(value, at: place, outer)
    }
    comparisons = try Gate.list(form, "comparisons") { (value, place) throws(PolicyError) in
      try PairedComparison(value, at: place, baseline: baseline, outer)
    }
    quarantine = try Gate.list(form, "quarantine") { (value, place) throws(PolicyError) in
      try Quarantine(value, at: place)
    }
    totalScore = try form.value("totalScore").map { (value) throws(PolicyError) in
      try TotalScore(value, at: form.place("totalScore"), outer)
    }
    coverage = try form.value("coverage").map { (value) throws(PolicyError) in
      try Coverage(value, at: form.place("coverage"), outer)
    }
    decisionLife = try GateEvidence.seconds(form, "decisionHours") ?? 24 * 3600
    mayOverride = try form.optionalBool("mayOverride") ?? false
    clockSkew = Int64(try form.optionalInt("clockSkewSeconds", in: 0...86_400) ?? 300)
    try checkNames(form, baseline)
  }

  private static func list<Item>(
    _ form: Form, _ key: String, _ read: (JSONValue, JSONPointer) throws(PolicyError) -> Item
  ) throws(PolicyError) -> [Item] {
    var result: [Item] = []
    for (index, value) in try form.array(key).enumerated() {
      result.append(try read(value, form.place(key).appending(index)))
    }
    return result
  }
}

extension Gate {
  /// More checks than this are a mistake.
  private static let checkLimit = 1_000

  private func checkNames(_ form: Form, _ baseline: String?) throws(PolicyError) {
    try refuseRepeats(evidence.map(\.name), "pieces of evidence", form.place("evidence"))
    let names = objectives.map(\.name) + conditions.map(\.name) + comparisons.map(\.name)
    try refuseRepeats(names, "checks", .root)
    guard names.count <= Gate.checkLimit else {
      throw PolicyError(
        .form, "The gate has \(names.count) checks; at most \(Gate.checkLimit) are judged.")
    }
    guard !names.isEmpty || coverage != nil || !evidence.isEmpty else {
      throw PolicyError(
        .form, "The gate asks for nothing, so it would promote everything.",
        hint: "add evidence, objectives, checks, comparisons or coverage")
    }
    if totalScore != nil, objectives.allSatisfy({ $0.weight == 0 }) {
      throw form.wrong("totalScore", "absent where no objective has a weight")
    }
    if let baseline { try requireEvidence(baseline, form.place("baseline")) }
    try checkReferences(form)
  }

  private func checkReferences(_ form: Form) throws(PolicyError) {
    for (index, objective) in objectives.enumerated() {
      let place = form.place("objectives").appending(index)
      try requireEvidence(objective.evidence, place.appending("evidence"))
      if let name = objective.baseline {
        try requireEvidence(name, place.appending("baseline"))
        let isOwn = objective.baselineGroup == nil || objective.group == objective.baselineGroup
        try requireOther(name, than: objective.evidence, objective.isRelative && isOwn, place)
      }
    }
    for (index, comparison) in comparisons.enumerated() {
      let place = form.place("comparisons").appending(index)
      try requireEvidence(comparison.evidence, place.appending("evidence"))
      try requireEvidence(comparison.baseline, place.appending("baseline"))
      let isOwn = comparison.baselineGroup == nil || comparison.group == comparison.baselineGroup
      try requireOther(comparison.baseline, than: comparison.evidence, isOwn, place)
    }
    for (index, condition) in conditions.enumerated() {
      for path in condition.paths {
        guard let name = path.first else { continue }
        try requireEvidence(name, form.place("checks").appending(index).appending("expression"))
      }
    }
    for (index, entry) in (coverage?.entries ?? []).enumerated() {
      let place = form.place("coverage").appending("targets").appending(index)
      try requireEvidence(entry.evidence, place.appending("evidence"))
    }
  }

  private func requireEvidence(_ name: String, _ place: JSONPointer) throws(PolicyError) {
    guard !evidence.contains(where: { $0.name.hasSameBytes(as: name) }) else { return }
    let known = evidence.map(\.name).joined(separator: ", ")
    throw PolicyError(
      .form, "The gate has no evidence named '\(name.oneLine)'.", pointer: place.description,
      hint: known.isEmpty ? "declare it under 'evidence'" : "declared: \(known)")
  }

  private func requireOther(
    _ baseline: String, than name: String, _ matters: Bool, _ place: JSONPointer
  ) throws(PolicyError) {
    guard matters, baseline.hasSameBytes(as: name) else { return }
    throw PolicyError(
      .form, "'\(name.oneLine)' would be compared with itself.", pointer: place.description,
      hint: "name other evidence as the baseline")
  }

  private func refuseRepeats(
    _ names: [String], _ what: String, _ place: JSONPointer
  ) throws(PolicyError) {
    var seen: Set<[UInt8]> = []
    for name in names where !seen.insert(Array(name.utf8)).inserted {
      throw PolicyError(
        .form, "The gate has two \(what) named '\(name.oneLine)'.", pointer: place.description,
        hint: "decisions name them, so give each its own 'name'")
    }
  }
}
