import Foundation
import Testing
import Writ
import WritGit
import WritPolicy
import WritTesting

/// Whoever changes a history is told of, by the name of what was changed.
///
/// `WRIT_EXHAUSTIVE=1` makes 1,000 mutations instead of a sample.
@Suite struct TamperingTests {
  /// A kind of tampering, with the findings of which one must be told of the commit itself.
  enum Kind: String, CaseIterable, Sendable {
    case record, squashedRecord, evidence, gate, rules, approval, review, policy, trailers
    case brokenTrailers, joinedTrailers, forgedRecord, forgedBase, backdated, copied
    case tagMessage, tagTarget
    case reordered, dropped, droppedTip, duplicated, resigned, unsigned, signedCommit

    var codes: Set<String> {
      switch self {
      case .record:
        [
          "record-mismatch", "record-base", "trailer-mismatch", "plan-mismatch",
          "evidence-mismatch", "approval-mismatch", "not-strict-json",
        ]
      case .squashedRecord: ["record-mismatch", "not-strict-json"]
      case .evidence: ["evidence-mismatch"]
      case .gate, .rules, .policy: ["record-mismatch"]
      case .approval, .review: ["approval-mismatch"]
      case .trailers: ["trailer-mismatch", "message-grammar", "record-mismatch"]
      case .brokenTrailers:
        ["trailer-mismatch", "trailers-unreadable", "message-grammar", "record-mismatch"]
      // Where one record is left that trailers name, the message is that of a single apply.
      case .joinedTrailers: ["trailer-mismatch", "trailers-unreadable", "message-grammar"]
      case .forgedRecord: ["approval-mismatch"]
      case .forgedBase: ["record-base"]
      case .backdated: ["commit-time"]
      case .tagMessage, .tagTarget: ["checkpoint-mismatch"]
      case .reordered: ["record-base"]
      case .dropped: ["record-base", "record-mismatch"]
      case .droppedTip: ["apply-missing"]
      case .duplicated, .copied: ["record-reused"]
      case .resigned, .unsigned, .signedCommit: ["signature"]
      }
    }
  }

  private static let isExhaustive = ProcessInfo.processInfo.environment["WRIT_EXHAUSTIVE"] == "1"
  private static let perKind = isExhaustive ? 1_000 / Kind.allCases.count + 1 : 4

  @Test("Every mutation of a real history is told, each kind by name")
  func mutations() throws {
    let history = try RealHistory()
    let forgery = try Forgery(of: history)
    let sound = try forgery.verify(tip: forgery.tip)
    #expect(sound.problems.isEmpty, "\(sound.problems)")
    #expect(sound.count(of: .ok) > 10)
    var told: [Kind: Int] = [:]
    for kind in Kind.allCases {
      for number in 0..<Self.perKind {
        var mutation = Mutation(
          kind: kind, forgery: forgery, history: history,
          chance: Chance(seed: UInt64(number) &* 0x1_0001))
        let codes = try mutation.codes()
        let isTold = !codes.isDisjoint(with: kind.codes)
        if isTold { told[kind, default: 0] += 1 }
        #expect(isTold, "\(kind.rawValue) \(number): \(mutation.note): \(codes.sorted())")
      }
    }
    #expect(told.values.reduce(0, +) == Self.perKind * Kind.allCases.count)
  }
}
