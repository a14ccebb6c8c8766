import Testing
import WritPolicy

/// The statistics of gates against scipy, whose answers are in the case files.
@Suite struct StatisticsTests {
  struct WilsonCase: Decodable, Sendable {
    let successes: Int
    let trials: Int
    let confidence: Double
    let low: Double
    let high: Double
  }

  struct McNemarCase: Decodable, Sendable {
    let regressions: Int
    let improvements: Int
    let p: Double
  }

  @Test("Wilson's interval is scipy's", arguments: CaseFile.load("wilson", of: WilsonCase.self))
  func wilson(_ item: WilsonCase) throws {
    let interval = try #require(
      WilsonInterval(
        successes: item.successes, of: item.trials, confidence: item.confidence))
    #expect(abs(interval.low - item.low) < 1e-12)
    #expect(abs(interval.high - item.high) < 1e-12)
  }

  @Test("Without trials, or for a confidence that is not in the table, there is no interval")
  func wilsonRefuses() {
    #expect(WilsonInterval(successes: 0, of: 0, confidence: 0.95) == nil)
    #expect(WilsonInterval(successes: 3, of: 2, confidence: 0.95) == nil)
    #expect(WilsonInterval(successes: 1, of: 2, confidence: 0.94) == nil)
  }

  @Test("McNemar's exact p is scipy's", arguments: CaseFile.load("mcnemar", of: McNemarCase.self))
  func mcNemar(_ item: McNemarCase) {
    let found = McNemarTest(
      regressions: item.regressions, improvements: item.improvements
    ).pValue
    #expect(
      abs(found - item.p) <= item.p * 1e-9 || (item.p < 1e-200 && found < 1e-200),
      "\(found) for \(item)")
  }
}
