import Testing
import WritJSON

@testable import WritTrials

/// How answers are scored.
@Suite struct ScoreTests {
  private func score(_ answer: String, _ set: (inout AnswerChecks) -> Void) -> AnswerScore {
    var checks = AnswerChecks()
    set(&checks)
    return AnswerScore(
      answer, for: TrialCase(id: "a", category: "", prompt: "p", checks: checks))
  }

  @Test("Without a check, an answer must be there")
  func nonEmpty() {
    #expect(score("x") { _ in }.value == 1)
    #expect(score(" \n") { _ in }.value == 0)
  }
}
