import WritGit
import WritPolicy

// A commit is judged by the rules of its first parent, and one that a merge brings to another line
// also by what governs there: else a line that began before the rules became stricter would be a
// way around them.

extension Ledger {
  /// Tells a candidate with what it lands.
  func land(
    _ candidate: inout Candidate, _ commit: Commit, with place: LandingPlace?
  ) throws {
    guard let place else { return }
    let landing = try objects.commit(place.commit)
    candidate.landing = landing
    candidate.onto = place.onto.map { tree in
      Candidate.Onto(tree: tree, tip: place.tip) { [self] in
        try commitSignature(commit, actor: $0, trusting: tree)
      }
    }
  }

  /// What the rules of the line where a candidate lands find besides, when they are others.
  func landingFindings(
    _ candidate: Candidate, _ changes: [TreeChange], besides known: [Finding]
  ) throws -> [Finding] {
    guard let onto = candidate.onto, try isGovernedOtherwise(candidate, onto.tree) else {
      return []
    }
    // The values of a foreign history are the merge's own, which answers for them.
    if let tip = onto.tip, let parent = candidate.parents.first,
      try !shareHistory(parent, tip)
    {
      return []
    }
    let found: [Finding]
    switch try foundRules(in: onto.tree) {
    case nil: return []
    case .failure(let finding): found = [finding]
    case .success(let rules):
      var landing = candidate
      landing.onto = nil
      landing.signerTree = onto.tree
      landing.signature = onto.signature
      var statement: Statement?
      found = try judge(landing, changes, by: rules, looksBack: false, &statement).findings
    }
    return found.filter { !known.contains($0) }.map(\.whereItLands)
  }

  /// Records that the line where a candidate lands has used already: a record is used once, and so
  /// is an approval of it.
  func recordsUsedWhereItLands(
    _ records: [StatedRecord], _ candidate: Candidate
  ) throws -> [Finding] {
    guard let tip = candidate.onto?.tip else { return [] }
    return try records.compactMap { stated in
      try used(
        stated, candidate, before: tip, place: ", on the line to which a merge brings this commit")
    }
  }

  /// Whether what governs a line is not what governed the candidate's first parent.
  private func isGovernedOtherwise(_ candidate: Candidate, _ tree: ObjectID) throws -> Bool {
    guard let own = candidate.parentTree else { return true }
    if own == tree { return false }
    return try objects.entry(at: "governance", in: own) != objects.entry(at: "governance", in: tree)
  }
}
