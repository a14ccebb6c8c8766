import WritGit
import WritPolicy

/// What is found of the commits of a history, before references and gap records are looked at.
struct VerifyState {
  /// The commits that changed policy or governance, newest first.
  var commits: [VerifiedCommit] = []
  /// How many others there are.
  var others = 0
  /// What is in trouble, newest first.
  var problems: [VerifyProblem] = []
  /// The applies, newest first.
  var applies: [VerifiedApply] = []
  /// What commits state of values that were rolled back.
  var facts: [StatedFact] = []
  /// The oldest commit that rules judged.
  var adoption: ObjectID?
  /// How many commits are taken at the word of their record, which nothing else holds.
  var takenAtTheirWord = 0
  /// How many commits were taken over from an earlier run.
  var known = 0

  /// Of no history.
  init() {}

  /// Of what was found on a walk that is finished.
  init(_ findings: WalkFindings) {
    others = findings.others
    applies = findings.applies.sorted { $0.number < $1.number }.map(\.apply)
    for item in findings.found {
      guard case .judged(let status) = item.outcome else {
        self.others += 1
        continue
      }
      commits.append(VerifiedCommit(id: item.id, status: status))
      facts += item.facts
      if let problem = item.problem { problems.append(problem) }
      if item.hasRules { adoption = item.id }
      if item.isTakenAtItsWord { takenAtTheirWord += 1 }
    }
  }

  /// Adds what was found of older commits.
  mutating func append(_ older: VerifyState) {
    commits += older.commits
    others += older.others
    problems += older.problems
    applies += older.applies
    facts += older.facts
    adoption = older.adoption ?? adoption
    takenAtTheirWord += older.takenAtTheirWord
  }
}
