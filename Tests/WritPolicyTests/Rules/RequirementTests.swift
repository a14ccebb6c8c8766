import Testing
import WritJSON

@testable import WritPolicy

/// Cases as data: rules, a rule case as users write them, and what came of each requirement.
@Suite struct RequirementTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let note: String
    let value: JSONValue

    var testDescription: String { note }

    func rules() throws -> Rules {
      let document: JSONValue = ["version": 1, "rules": value["rules"] ?? []]
      return try Rules(document, schemas: Cases.schemas(value["schemas"]))
    }

    /// The case as a file of one case.
    func ruleCase() throws -> RuleCase {
      let file: JSONValue = ["cases": .array([value["case"] ?? [:]])]
      let list = try RuleCase.list(JSONDocument(parsing: file.serialized()), "case.json")
      return try #require(list.first)
    }

    func strings(_ key: String) -> [String]? {
      value[key]?.arrayValue?.compactMap(\.stringValue)
    }
  }

  static let cases: [Case] = {
    guard let value = try? Cases.load("requirements.json"), let list = value.arrayValue else {
      return []
    }
    return list.map { Case(note: $0["case"]?["note"]?.stringValue ?? "", value: $0) }
  }()

  @Test func `there are cases of every kind of requirement`() throws {
    #expect(Self.cases.count > 100)
    var kinds = Set<Requirement.Kind>()
    var outcomes: [Requirement.Kind: Set<CheckedRequirement.Outcome>] = [:]
    for item in Self.cases {
      for checked in try item.rules().judge(item.ruleCase().proposal).requirements {
        kinds.insert(checked.requirement.kind)
        outcomes[checked.requirement.kind, default: []].insert(checked.outcome)
      }
    }
    #expect(kinds == Set(Requirement.Kind.allCases))
    for kind in Requirement.Kind.allCases {
      #expect(outcomes[kind]?.isSuperset(of: [.met, .broken]) == true, "\(kind)")
    }
  }

  @Test("The verdict is the one of the case", arguments: cases)
  func judges(_ item: Case) throws {
    let result = try item.rules().check(item.ruleCase())
    #expect(result.problems.isEmpty, "\(result.problems)")
    if let wanted = item.strings("outcomes") {
      let found = result.verdict.requirements.map {
        "\($0.requirement.kind.rawValue) \($0.outcome.rawValue)"
      }
      #expect(found == wanted)
    }
    #expect(result.verdict.breakGlass == item.strings("breakGlass") ?? [])
  }

  @Test(
    "Findings are sentences that name rule, path and mend, and belong to a requirement",
    arguments: cases)
  func explains(_ item: Case) throws {
    let verdict = try item.rules().judge(item.ruleCase().proposal)
    for finding in verdict.findings where finding.rule != nil {
      #expect(finding.message.hasSuffix("."), "\(finding.message)")
      #expect(finding.path != nil && !finding.mend.isEmpty && finding.requirement != nil)
    }
    // What a requirement came to and what was found never disagree.
    #expect(verdict.isAllowed == !verdict.refusesSomething)
  }

  @Test("Dropping a rule never refuses more, adding one never allows more", arguments: cases)
  func addsUp(_ item: Case) throws {
    let proposal = try item.ruleCase().proposal
    let all = try item.rules().judge(proposal)
    let rules = item.value["rules"]?.arrayValue ?? []
    for index in rules.indices {
      var fewer = rules
      fewer.remove(at: index)
      let document: JSONValue = ["version": 1, "rules": .array(fewer)]
      let less = try Rules(document, schemas: Cases.schemas(item.value["schemas"])).judge(proposal)
      #expect(all.isAllowed ? less.isAllowed : true)
      #expect(less.findings.count <= all.findings.count)
    }
  }

  @Test func `a signature that cannot be there yet is asked for later, and refuses nothing now`()
    throws
  {
    let rules = try Rules(
      ["version": 1, "rules": [["name": "r", "paths": ["**"], "signature": "required"]]]
        as JSONValue,
      schemas: [])
    let change = DocumentChange(name: try DocumentName("a"), before: nil, after: [:])
    var proposal = Proposal(
      intent: .apply, documents: [change], metadata: Metadata(), now: Instant(seconds: 0))
    #expect(!rules.judge(proposal).isAllowed)
    proposal.signature = nil
    #expect(rules.judge(proposal).isAllowed)
    #expect(rules.judge(proposal).requirements.map(\.outcome) == [.later])
  }

  @Test func `the change that adopts a repository is asked what needs nobody before it`() throws {
    let rule: JSONValue = [
      "name": "r", "paths": ["**"], "require": ["actor"], "schema": "any.json", "gate": "g",
      "approvals": ["count": 1], "separationOfDuty": true, "signature": "required",
      "limits": [["pointer": "/a", "max": 10, "maxIncrease": 1]],
      "conditions": [["expr": "old.a > new.a", "message": "m"]],
    ]
    let rules = try Rules(
      ["version": 1, "rules": [rule]] as JSONValue,
      schemas: Cases.schemas(["any.json": ["maxProperties": 1]]))
    func codes(_ document: JSONValue, _ actor: String?) throws -> [Finding.Code] {
      var metadata = Metadata()
      metadata.actor = actor
      var proposal = Proposal(
        intent: .apply,
        documents: [
          DocumentChange(name: try DocumentName("a"), before: nil, after: document)
        ],
        metadata: metadata, now: Instant(seconds: 0))
      proposal.isAdoption = true
      return rules.judge(proposal).findings.map(\.code)
    }
    #expect(try codes(["a": 10], "Ada <ada@example.org>").isEmpty)
    #expect(
      try codes(["a": 11, "b": 1], nil) == [.metadataMissing, .schema, .limit])
  }

  @Test func `a file that is called a policy and is no document never fits a schema`() throws {
    let rules = try Rules(
      ["version": 1, "rules": [["name": "r", "paths": ["**"], "schema": "any.json"]]] as JSONValue,
      schemas: Cases.schemas(["any.json": true]))
    func codes(_ change: DocumentChange) -> [Finding.Code] {
      rules.judge(
        Proposal(
          intent: .apply, documents: [change], metadata: Metadata(), now: Instant(seconds: 0))
      ).findings.map(\.code)
    }
    #expect(codes(DocumentChange(opaque: "policies/a.json")) == [.undecided])
    #expect(codes(DocumentChange(opaque: "policies/a.json", isRemoved: true)).isEmpty)
    #expect(codes(DocumentChange(opaque: "policies/README.md")).isEmpty)
  }

  @Test func `a condition sees a file that is no document as null`() throws {
    let rules = try Rules(
      [
        "version": 1,
        "rules": [
          [
            "name": "r", "paths": ["**"],
            "conditions": [
              [
                "expr": "policy == 'policies/README.md' && new == null && old == null",
                "message": "m",
              ]
            ],
          ]
        ],
      ] as JSONValue, schemas: [])
    let verdict = rules.judge(
      Proposal(
        intent: .apply, documents: [DocumentChange(opaque: "policies/README.md")],
        metadata: Metadata(), now: Instant(seconds: 0)))
    #expect(verdict.isAllowed, "\(verdict.findings)")
  }

  @Test func `nothing but holds is held and not refused`() throws {
    let rules = try Rules(
      ["version": 1, "rules": [["name": "r", "paths": ["**"], "gate": "g", "require": ["actor"]]]]
        as JSONValue, schemas: [])
    let change = DocumentChange(name: try DocumentName("a"), before: nil, after: [:])
    var metadata = Metadata()
    func verdict() -> Verdict {
      var proposal = Proposal(
        intent: .apply, documents: [change], metadata: metadata, now: Instant(seconds: 0))
      proposal.gates = [GateAnswer(gate: "g", outcome: .hold(Digest(of: []), reasons: ["slow"]))]
      return rules.judge(proposal)
    }
    #expect(!verdict().isOnlyHeld)
    metadata.actor = "Ada <ada@example.org>"
    #expect(verdict().isOnlyHeld)
    #expect(verdict().findings.first?.message.contains("slow") == true)
  }
}

extension Verdict {
  fileprivate var refusesSomething: Bool {
    requirements.contains { $0.outcome.refuses } || findings.contains { $0.rule == nil }
  }
}

extension Cases {
  /// Schemas by name, as files.
  static func schemas(_ value: JSONValue?) -> [GovernanceSchema] {
    (value?.objectValue ?? [:]).map {
      GovernanceSchema(
        name: $0.key, bytes: $0.value.stringValue.map { Array($0.utf8) } ?? $0.value.serialized())
    }
  }
}
