internal import WritJSON

/// What rules say that nobody can have meant.
///
/// Such rules can be read, and are in force where somebody landed them: a history that has them
/// stays what it is. `writ rules check` tells of them before they land.
extension Rules {
  /// What is in doubt, in the order of the file.
  public var doubts: [Finding] { rules.flatMap(\.doubts) }
}

extension Rule {
  fileprivate var doubts: [Finding] {
    paths.enumerated().compactMap(pathDoubt) + limits.flatMap(limitDoubts)
      + (automation ?? []).enumerated().compactMap(automationDoubt)
  }

  private func doubt(_ pointer: JSONPointer, _ message: String, mend: String) -> Finding {
    Finding(
      .rulesForm, rule: name, path: Rules.path, pointer: pointer.description,
      "Rule '\(name)' \(message)", mend: mend)
  }

  private func pathDoubt(_ index: Int, _ pattern: String) -> Finding? {
    guard !Rule.mayMatchGoverned(Array(pattern.utf8)) else { return nil }
    return doubt(
      place.appending("paths").appending(index),
      "has the path '\(pattern.oneLine)', which no governed file can have.",
      mend: "write a path below policies/ or governance/")
  }

  /// Whether what stands before the first wildcard leaves room for a governed file.
  private static func mayMatchGoverned(_ pattern: [UInt8]) -> Bool {
    let literal = pattern.prefix { !"*?[\\".utf8.contains($0) }
    let isWhole = literal.count == pattern.count
    return ["policies/", "governance/"].contains { folder in
      // A path without wildcards stands for the folder of that name too.
      literal.starts(with: folder.utf8)
        || (isWhole && literal.elementsEqual(folder.utf8.dropLast()))
        || (!isWhole && folder.utf8.starts(with: literal))
    }
  }

  private func limitDoubts(_ limit: Limit) -> [Finding] {
    var result: [Finding] = []
    if let min = limit.min, let max = limit.max, min > max {
      result.append(
        doubt(
          limit.place.appending("min"),
          "wants \(limit.pointer) to be at least \(min.text) and at most \(max.text), which no number is.",
          mend: "write a min that is not more than the max"))
    }
    for (key, step) in [("maxIncrease", limit.maxIncrease), ("maxDecrease", limit.maxDecrease)] {
      guard let step, step < JSONNumber(0) else { continue }
      result.append(
        doubt(
          limit.place.appending(key), "has the \(key) \(step.text) for \(limit.pointer).",
          mend: "write 0 to refuse every such step, or how far one may go"))
    }
    return result
  }

  private func automationDoubt(_ index: Int, _ grant: AutomationGrant) -> Finding? {
    let prefix = "automation:"
    let start = grant.name.utf8.prefix(prefix.utf8.count).map(Ascii.lowercase)
    guard start.elementsEqual(prefix.utf8) else { return nil }
    return doubt(
      place.appending("automation").appending(index).appending("name"),
      "speaks of the automation '\(grant.name)', which acts as '\(prefix)\(grant.name)'.",
      mend: "write the part after '\(prefix)'")
  }
}
