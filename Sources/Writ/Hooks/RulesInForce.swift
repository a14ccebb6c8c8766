import WritGit
import WritJSON
import WritPolicy

/// Rules that cannot be read are a refusal, never the absence of rules.
enum FoundRules {
  case success(Rules)
  case failure(Finding)

  /// The rules, when they can be read.
  var rules: Rules? { if case .success(let rules) = self { rules } else { nil } }
}

extension Ledger {
  /// The finding for rules that could not be read; any other error is thrown on.
  static func unreadableRules(_ error: any Error) throws -> Finding {
    switch error {
    case let error as PolicyError: return Finding(unreadable: Rules.path, error)
    case let error as LedgerError where error.kind == .refused:
      if let finding = error.findings.first { return finding }
      return Finding(
        .rulesForm, path: Rules.path, error.message, mend: error.hint ?? "correct the rules")
    default: throw error
    }
  }

  /// The rules that a candidate is judged by; nil when there are none yet.
  func rules(for candidate: Candidate) throws -> FoundRules? {
    do {
      if let tree = candidate.parentTree, let rules = try ruleBook.rules(in: tree) {
        return .success(rules)
      }
      // The first commit, or the one that adopts the repository, is judged by its own rules.
      return try candidate.ownRules().map(FoundRules.success)
    } catch {
      return .failure(try Ledger.unreadableRules(error))
    }
  }

  /// Why nobody could be judged by the rules that the candidate would leave behind: rules, or a
  /// schema that they name, that cannot be read never land.
  func brokenRules(of candidate: Candidate) throws -> [Finding] {
    let touches = candidate.changes.contains { change in
      change.path == GitPath(Rules.path) || GovernanceSchema.name(change.path) != nil
    }
    guard touches else { return [] }
    do {
      guard try candidate.ownRules() == nil else { return [] }
      return [
        Finding(
          .rulesForm, path: Rules.path, "The commit removes \(Rules.path).",
          mend: "keep the rules; an empty list of rules allows everything")
      ]
    } catch {
      return [try Ledger.unreadableRules(error)]
    }
  }

  /// The rules for a rollback where those in force cannot be read: the way out asks who and why.
  func rulesOfTheWayOut() throws -> Rules {
    let fields = MetadataField.allCases.filter { $0 != .pullRequest }
    return try Rules(
      [
        // No tag is taken for one too many.
        "version": 1, "checkpoints": ["keep": 100_000],
        "rules": [
          [
            "name": "way-out", "paths": ["policies/**"],
            "require": .array(fields.map { .string($0.rawValue) }),
          ]
        ],
      ], schemas: [])
  }
}
