import Testing
import WritJSON

@testable import WritPolicy

/// Cases as data: a gate, evidence, a change, and the verdicts that must come of them.
@Suite struct GateCaseTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let note: String
    let value: JSONValue

    var testDescription: String { note }
  }

  static let cases: [Case] = {
    guard let list = try? Cases.load("gates.json").arrayValue else { return [] }
    return list.map { Case(note: $0["note"]?.stringValue ?? "", value: $0) }
  }()

  @Test("There are cases") func casesAreThere() { #expect(Self.cases.count > 60) }

  @Test("A gate gives the verdicts and the decision of the case", arguments: cases)
  func decides(_ item: Case) throws {
    let evidence = item.value["evidence"]?.objectValue?.members ?? []
    let gate = try GateFixture.gate(item.value["gate"] ?? [:], evidence: evidence.map(\.key))
    let evaluation = GateEvaluation(
      gate, evidence: try evidence.map { try GateFixture.reading($0.key, $0.value) },
      subject: try GateFixture.subject(item.value["changes"]),
      at: try GateFixture.instant(item.value["now"]?.stringValue ?? GateFixture.now))
    let results = evaluation.results()
    for (name, verdict) in item.value["verdicts"]?.objectValue ?? [:] {
      let found = try #require(results.first { $0.name == name }, "no check named \(name)")
      #expect(found.verdict.rawValue == verdict.stringValue, "\(name): \(found.reason)")
    }
    let decision = try evaluation.decide()
    #expect(decision.word == item.value["decision"]?.stringValue, "\(results.map(\.reason))")
    if let reason = item.value["reason"]?.stringValue {
      #expect(results.contains { $0.reason.contains(reason) }, "\(results.map(\.reason))")
    }
    #expect(
      results.allSatisfy { !$0.reason.isEmpty && ($0.verdict == .pass || $0.reason.count > 9) })
    #expect(try evaluation.decide() == decision, "the same inputs give the same bytes")
  }

  static let refused: [Case] = {
    guard let list = try? Cases.load("gates-refused.json").arrayValue else { return [] }
    return list.map { Case(note: $0["note"]?.stringValue ?? "", value: $0) }
  }()

  @Test("There are gates with mistakes") func mistakesAreThere() {
    #expect(Self.refused.count > 25)
  }

  @Test("A gate with a mistake is refused, with the place told", arguments: refused)
  func refuses(_ item: Case) throws {
    let error = #expect(throws: PolicyError.self) {
      try Gate(item.value["gate"] ?? [:], name: "test")
    }
    #expect(error?.pointer == item.value["pointer"]?.stringValue, "\(error?.message ?? "")")
    #expect(error?.message.isEmpty == false)
  }
}
