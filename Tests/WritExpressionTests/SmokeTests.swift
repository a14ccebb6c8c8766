import Testing

@testable import WritExpression

@Suite struct SmokeTests {
  @Test func works() throws {
    #expect(try Expression(parsing: "1 + 1").checked().evaluate() == .int(2))
  }
}
