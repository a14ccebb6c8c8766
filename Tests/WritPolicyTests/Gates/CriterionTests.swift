import Testing

@testable import WritPolicy

@Suite struct CriterionTests {
  @Test(
    "A criterion bounds a value against the baseline",
    arguments: [
      ("<600", nil, 600.0), ("<= 600", nil, 600), ("=0", 5, 0), (">0.5", nil, 0.5),
      ("<=+10%", 200, 220), ("<=10%", 200, 220), (">=-10%", 200, 180), ("<=-5", 200, 195),
      ("<+5", 200, 205), ("<=+10%", -200, -180), ("<=+10%", 0, 0), ("<=1e3", nil, 1000),
      ("<=+2.5%", 40, 41),
    ] as [(String, Double?, Double)])
  func bounds(text: String, baseline: Double?, bound: Double) throws {
    let criterion = try #require(Criterion(text))
    #expect(criterion.bound(baseline: baseline) == bound)
  }

  @Test("A sign or a percent sign makes it relative, and then it needs a baseline")
  func relative() throws {
    for text in ["<=+10%", "<=10%", "<=-5", ">=+1"] {
      let criterion = try #require(Criterion(text))
      #expect(criterion.isRelative)
      #expect(criterion.bound(baseline: nil) == nil)
    }
    #expect(try #require(Criterion("<5")).isRelative == false)
  }

  @Test(
    "What is no criterion is refused",
    arguments: [
      "", "600", "<", "<%", "<+%", "==5", "<>5", "<5 ms", "<NaN", "<inf", "<1e999", "<0x10",
      "<--5", "<+-5", "<5%%", "=<5", "!5", "<5,0", "<.5", "<5.",
    ])
  func refuses(text: String) { #expect(Criterion(text) == nil) }
}
