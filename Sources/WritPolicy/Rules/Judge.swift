internal import WritJSON

/// A change together with what it says about itself, ready to be judged.
public struct Proposal: Sendable {
  /// Why the change is made.
  public let intent: Intent
  /// What changes.
  public let documents: [DocumentChange]
  /// Who, on whose approval, why, until when.
  public let metadata: Metadata
  /// The time that review dates are held against.
  public let now: Instant
  /// Whether the change was proved to restore or undo what history says, so that limits and gates
  /// do not hold it up.
  public let isProvenRollback: Bool

  /// Makes a proposal from its parts.
  public init(
    intent: Intent, documents: [DocumentChange], metadata: Metadata, now: Instant,
    isProvenRollback: Bool = false
  ) {
    self.intent = intent
    self.documents = documents
    self.metadata = metadata
    self.now = now
    self.isProvenRollback = isProvenRollback
  }
}

/// One reason why a change is refused.
public struct Finding: Sendable, Equatable {
  /// What was violated, stable across versions.
  public enum Code: String, Sendable {
    case metadataMissing = "metadata-missing"
    case metadataForm = "metadata-form"
    case reviewDatePast = "review-date-past"
    case reviewDateTooFar = "review-date-too-far"
    case limit
    case notStrictJSON = "not-strict-json"
    case rulesForm = "rules-form"
    case gateForm = "gate-form"
    case recordMismatch = "record-mismatch"
    case rollbackUnproved = "rollback-unproved"
    case messageGrammar = "message-grammar"
    case protectedReference = "protected-reference"
    case specialFile = "special-file"
    case rolledBackValue = "rolled-back-value"
  }

  /// What was violated.
  public let code: Code
  /// The rule, or nil when it is writ's own.
  public let rule: String?
  /// The file, or nil when it is about the whole change.
  public let path: String?
  /// The value, as a JSON Pointer.
  public let pointer: String?
  /// A full sentence that names what was found.
  public let message: String
  /// What mends it where the change is made by a command.
  public let mend: String
  /// What mends it where the change is a commit with a message, when that is something else.
  private let mendInCommit: String?

  /// Makes a finding from its parts.
  public init(
    _ code: Code, rule: String? = nil, path: String? = nil, pointer: String? = nil,
    _ message: String, mend: String, inCommit: String? = nil
  ) {
    self.code = code
    self.rule = rule
    self.path = path
    self.pointer = pointer
    self.message = message
    self.mend = mend
    mendInCommit = inCommit
  }

  /// The finding as a hook tells it: options of a command mend no commit.
  public var ofCommit: Finding {
    Finding(
      code, rule: rule, path: path, pointer: pointer, message, mend: mendInCommit ?? mend)
  }
}

/// A limit that was held against a value, for the record.
public struct CheckedLimit: Sendable, Equatable {
  /// The rule that holds the limit.
  public let rule: String
  /// The document.
  public let document: String
  /// The value.
  public let pointer: String
  /// Whether the value is inside.
  public let isInside: Bool
}

/// What the rules say of a change.
public struct Verdict: Sendable, Equatable {
  /// Every reason for a refusal; none when the change may pass.
  public var findings: [Finding] = []
  /// The names of the rules that spoke, in the order of the file.
  public var speaking: [String] = []
  /// Every limit that matched a changed value.
  public var limits: [CheckedLimit] = []

  /// A verdict without any reason against the change.
  public init() {}

  /// Whether the change may pass.
  public var isAllowed: Bool { findings.isEmpty }
}

extension Rules {
  /// Judges a change.
  ///
  /// Every rule that matches speaks, requirements add up, and all reasons are told at once.
  public func judge(_ proposal: Proposal) -> Verdict {
    var verdict = Verdict()
    for problem in proposal.metadata.problems {
      verdict.findings.append(
        Finding(.metadataForm, problem.sentence, mend: problem.hint))
    }
    var told = Set<MetadataField>()
    for rule in rules {
      let documents = proposal.documents.filter { rule.matches($0.path) }
      guard let first = documents.first else { continue }
      if verdict.speaking.isEmpty { verdict.findings += proposal.pastReview(path: first.path) }
      verdict.speaking.append(rule.name)
      verdict.findings += rule.missing(in: proposal, path: first.path, &told)
      verdict.findings += rule.reviewProblems(in: proposal, path: first.path)
      if !proposal.isProvenRollback { rule.checkLimits(documents, &verdict) }
    }
    return verdict
  }
}

extension Proposal {
  /// A review that was due before the change is a problem whatever a rule asks for.
  fileprivate func pastReview(path: String) -> [Finding] {
    guard let text = metadata.reviewBy, let date = ReviewDate(text), date.isPast(at: now) else {
      return []
    }
    return [
      Finding(
        .reviewDatePast, path: path, "The review date \(text) is not in the future.",
        mend: "give a later --review-by",
        inCommit: "write a later date into the trailer '\(GovernanceKey.reviewBy.rawValue)'")
    ]
  }
}

extension Rule {
  /// The required fields that are not there.
  ///
  /// A field that another rule told of is told once.
  fileprivate func missing(
    in proposal: Proposal, path: String, _ told: inout Set<MetadataField>
  ) -> [Finding] {
    required.filter { proposal.metadata[$0] == nil && told.insert($0).inserted }.map { field in
      Finding(
        .metadataMissing, rule: name, path: path,
        "Rule '\(name)' requires \(field.rawValue) for a change of \(path), and there is none.",
        mend: "give \(field.option)",
        inCommit: "add '\(field.key.rawValue): ...' to the last paragraph of the message")
    }
  }

  fileprivate func reviewProblems(in proposal: Proposal, path: String) -> [Finding] {
    guard let text = proposal.metadata.reviewBy, let date = ReviewDate(text),
      let days = reviewWithinDays,
      date.deadline.seconds - proposal.now.seconds > Int64(days + 1) * 86_400
    else { return [] }
    return [
      Finding(
        .reviewDateTooFar, rule: name, path: path,
        "Rule '\(name)' wants a review within \(days) days, and \(text) is later.",
        mend: "give an earlier --review-by",
        inCommit: "write an earlier date into the trailer '\(GovernanceKey.reviewBy.rawValue)'")
    ]
  }

  fileprivate func checkLimits(_ documents: [DocumentChange], _ verdict: inout Verdict) {
    guard !limits.isEmpty else { return }
    for document in documents {
      let leaves = document.leaves
      let leavesByPlace = limits.contains { $0.namesIndex } ? document.leavesByPlace : []
      for limit in limits {
        // A limit for one index speaks of a place, whichever element stands there.
        for leaf in limit.namesIndex ? leavesByPlace : leaves where limit.matches(leaf.pointer) {
          let problem = limit.problem(with: leaf)
          verdict.limits.append(
            CheckedLimit(
              rule: name, document: document.label, pointer: leaf.pointer.description,
              isInside: problem == nil))
          guard let problem else { continue }
          verdict.findings.append(limitFinding(problem, document, leaf, limit))
        }
      }
    }
  }

  private func limitFinding(
    _ problem: String, _ document: DocumentChange, _ leaf: LeafChange, _ limit: Limit
  ) -> Finding {
    Finding(
      .limit, rule: name, path: document.path, pointer: leaf.pointer.description,
      "Rule '\(name)' limits \(document.label)#\(leaf.pointer) (\(limit.pointer)): \(problem).",
      mend: "take a step inside the limit, or change the rule first in a commit of its own")
  }
}
