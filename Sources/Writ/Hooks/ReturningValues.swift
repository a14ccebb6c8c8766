import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// The values that a candidate brings back although a rollback took them away.
  ///
  /// A merge is held against each of its parents: what one of them rolled back must not come back
  /// from another as if nothing had happened.
  func returningValues(of candidate: Candidate, ownChanges: [TreeChange]) throws -> [Finding] {
    let isMerge = candidate.parents.count > 1
    var result: [Finding] = []
    for parent in candidate.parents {
      let changes = try isMerge ? candidate.changesFrom(parent) : ownChanges
      if changes.isEmpty { continue }
      try requireWholeHistory(for: "whether a rollback took a value away")
      let documents = try changes.map(judgedChange)
      let others = candidate.parents.filter { $0 != parent }
      let held = try heldValues(documents, at: parent, besides: others)
      for finding in held.map(\.finding) where !result.contains(finding) { result.append(finding) }
    }
    return result
  }

  /// The values of them that no record lets come back by name.
  func withoutOverridden(_ findings: [Finding], _ records: [Record]) throws -> [Finding] {
    let overriding = records.filter {
      $0.overrides.contains { $0.kind == Record.Override.rollback }
    }
    guard !findings.isEmpty, !overriding.isEmpty else { return findings }
    let readmitted = try overriding.flatMap(\.changes).map {
      (document: $0.document, pointer: try JSONPointer(parsing: $0.pointer))
    }
    return try findings.filter { finding in
      let pointer = try JSONPointer(parsing: finding.pointer ?? "")
      let label = finding.path.flatMap { DocumentName(path: $0) }?.text ?? finding.path ?? ""
      return !readmitted.contains {
        $0.document.hasSameBytes(as: label) && $0.pointer.isPrefix(of: pointer)
      }
    }
  }
}

extension HeldValue {
  /// The value as a reason for a refusal.
  var finding: Finding {
    Finding(
      .rolledBackValue, path: path, pointer: pointer,
      "\(document)#\(pointer) was rolled back by commit \(rollback.prefix(10)).",
      mend: "give --override-rollback REASON",
      inCommit: "apply it with 'writ apply --override-rollback REASON', which records why")
  }
}
