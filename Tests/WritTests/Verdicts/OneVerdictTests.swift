import Foundation
import Testing
import WritPolicy

/// `apply`, the client's hook, `pre-receive` and `verify` say the same of every change.
///
/// The changes are made by chance from a seed that is printed with what is found. `WRIT_EXHAUSTIVE=1`
/// makes all 5,000.
@Suite struct OneVerdictTests {
  private static let count =
    ProcessInfo.processInfo.environment["WRIT_EXHAUSTIVE"] == "1" ? 5_000 : 250

  @Test func `all who judge agree on every change`() throws {
    var run = try VerdictRun(seed: 20_260_601)
    try run.make(Self.count)
    #expect(run.disagreements.isEmpty, "\(run.report)")
    #expect(run.accepted * 5 > Self.count && run.refused * 5 > Self.count, "\(run.summary)")
    let missing = Self.expected.subtracting(run.codes)
    #expect(missing.isEmpty, "never seen: \(missing.sorted()); \(run.summary)")
    print("verdicts: \(run.summary)")
  }

  /// Every way in which a rule can be broken, and what holds a record to its commit.
  private static let expected: Set<String> = [
    "metadata-missing", "review-date-past", "review-date-too-far", "automation", "signature",
    "approvals", "freeze", "gate-missing", "schema", "limit", "condition", "not-strict-json",
    "document-name", "rules-form", "record-mismatch", "record-base", "evidence-mismatch",
    "trailer-mismatch", "trailers-unreadable", "message-grammar", "special-file",
    "rolled-back-value",
  ]

  @Test(arguments: Judge.allCases)
  func `one who overlooks a rule is found out`(_ judge: Judge) throws {
    var run = try VerdictRun(seed: 1)
    run.overlooks = { $0 == judge && $1.code == .limit }
    try run.make(100, untilDisagreement: true)
    #expect(!run.disagreements.isEmpty)
  }
}

/// Many changes, each shown to all who judge.
struct VerdictRun {
  let seed: UInt64
  var overlooks: (Judge, Finding) -> Bool = { _, _ in false }
  private(set) var disagreements: [String] = []
  private(set) var accepted = 0
  private(set) var refused = 0
  private(set) var codes = Set<String>()
  private var maker: ChangeMaker

  init(seed: UInt64) throws {
    self.seed = seed
    maker = ChangeMaker(world: try PolicyWorld(), chance: Chance(seed))
  }

  var summary: String { "\(accepted) accepted, \(refused) refused, seed \(seed)" }
  var report: String {
    "seed \(seed), \(disagreements.count) disagreements:\n"
      + disagreements.prefix(12).joined(separator: "\n")
  }

  mutating func make(_ count: Int, untilDisagreement: Bool = false) throws {
    while accepted + refused < count, !untilDisagreement || disagreements.isEmpty {
      guard let change = try maker.next() else { continue }
      try maker.world.reset()
      try judge(change)
    }
  }

  private mutating func judge(_ change: Change) throws {
    let number = accepted + refused
    let judges = Judges(world: maker.world, overlooks: overlooks)
    let verify = try judges.verify(change)
    // When commits came in is known to the server alone; what it adds for that is not compared.
    let push = try judges.push(change).without("commit-time", unlessIn: verify)
    let client = try judges.client(change)
    codes.formUnion(push.codes)
    if push.isAllowed { accepted += 1 } else { refused += 1 }
    let place = "change \(number) (\(change.kind))"
    if push != verify { note("\(place): push says \(push), verify \(verify)") }
    // Git signs after its hooks, so the client cannot say that a signature is missing.
    let unsigned = push.without("signature")
    if unsigned != client { note("\(place): push says \(unsigned), client \(client)") }
    guard let apply = try judges.apply(change) else { return }
    if apply.isAllowed != push.isAllowed || apply.ruled != push.ruled {
      note("\(place): push says \(push), apply \(apply)")
    }
  }

  private mutating func note(_ text: String) { disagreements.append(text) }
}

extension Said {
  func without(_ code: String, unlessIn other: Said = Said()) -> Said {
    var result = self
    for (commit, reasons) in refused {
      let kept = other.refused[commit] ?? []
      let rest = reasons.filter { !$0.hasPrefix(code + " ") || kept.contains($0) }
      result.refused[commit] = rest.isEmpty ? nil : rest
    }
    return result
  }

  /// The reasons that rules give, whatever the commit.
  var ruled: Set<String> {
    Set(refused.values.joined().filter { $0.split(separator: " ")[1] != "-" })
  }
}
