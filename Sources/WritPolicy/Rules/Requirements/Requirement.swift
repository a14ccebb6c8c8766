internal import WritJSON

/// One thing that a rule asks of a change, in words.
public struct Requirement: Sendable, Equatable {
  /// What is asked for, stable across versions.
  public enum Kind: String, Sendable, CaseIterable {
    case metadata
    case reviewDate = "review-date"
    case automation
    case signature
    case approvals
    case separationOfDuty = "separation-of-duty"
    case freeze
    case gate
    case schema
    case limit
    case condition

    /// Whether it asks who makes the change and why, which a rollback answers too.
    public var isWhoAndWhy: Bool {
      switch self {
      case .metadata, .reviewDate, .automation, .signature: true
      default: false
      }
    }

    /// Whether it is asked of the change that adopts a repository: what needs somebody, or
    /// something, that was there before is not.
    public var isAskedOfAdoption: Bool {
      switch self {
      case .metadata, .reviewDate, .automation, .schema, .limit: true
      default: false
      }
    }
  }

  /// The rule.
  public let rule: String
  /// What is asked for.
  public let kind: Kind
  /// Where it stands in `governance/rules.json`, as a JSON Pointer.
  public let place: String
  /// What it asks, as part of a sentence.
  public let words: String
}

/// What came of one requirement for one change.
public struct CheckedRequirement: Sendable, Equatable {
  /// The result.
  public enum Outcome: String, Sendable, CaseIterable {
    /// It is as the rule asks.
    case met
    /// It is not.
    case broken
    /// It could not be decided, which refuses the change.
    case undecided
    /// It can be decided only later: a signature when there is a commit, approvals when the change
    /// lands on a protected branch.
    case later
    /// It is not as the rule asks, and a break-glass approval that the rule allows stands in for it.
    case breakGlass = "break-glass"
    /// It is not asked of a rollback, or of the change that adopts a repository.
    case exempt

    /// Whether the change may not pass because of it.
    public var refuses: Bool { self == .broken || self == .undecided }
  }

  /// The requirement.
  public let requirement: Requirement
  /// The document that it was held against, or nil for the change as a whole.
  public let document: String?
  /// The result.
  public let outcome: Outcome
}

extension Rule {
  /// Everything that the rule asks, in the order in which it is judged.
  public var requirements: [Requirement] {
    var result: [Requirement] = []
    if !required.isEmpty { result.append(metadataRequirement) }
    if reviewWithinDays != nil { result.append(reviewRequirement) }
    if automation != nil { result.append(automationRequirement) }
    if signature != nil { result.append(signatureRequirement) }
    if approvals != nil { result.append(approvalsRequirement) }
    if separatesDuty { result.append(separationRequirement) }
    result += freezes.map(requirement)
    if gate != nil { result.append(gateRequirement) }
    if let schema { result.append(requirement(schema)) }
    return result + limits.map(requirement) + conditions.map(requirement)
  }

  func requirement(_ kind: Requirement.Kind, _ key: String, _ words: String) -> Requirement {
    Requirement(
      rule: name, kind: kind, place: place.appending(key).description, words: words)
  }

  var metadataRequirement: Requirement {
    requirement(.metadata, "require", required.map(\.rawValue).text(separatedBy: ", "))
  }

  var reviewRequirement: Requirement {
    requirement(.reviewDate, "reviewWithinDays", "a review within \(reviewWithinDays ?? 0) days")
  }

  var automationRequirement: Requirement {
    requirement(.automation, "automation", AutomationGrant.words(automation ?? []))
  }

  var signatureRequirement: Requirement {
    requirement(.signature, "signature", (signature ?? .required).words)
  }

  var approvalsRequirement: Requirement {
    requirement(.approvals, "approvals", approvals?.words ?? "")
  }

  var separationRequirement: Requirement {
    requirement(.separationOfDuty, "separationOfDuty", "no approval by who acts or signs")
  }

  var gateRequirement: Requirement {
    requirement(.gate, "gate", "the gate '\(gate ?? "")' says promote")
  }

  func requirement(_ freeze: Freeze) -> Requirement {
    Requirement(
      rule: name, kind: .freeze, place: freeze.place.description, words: freeze.words)
  }

  func requirement(_ schema: SchemaRequirement) -> Requirement {
    requirement(.schema, "schema", schema.words)
  }

  func requirement(_ limit: Limit) -> Requirement {
    Requirement(rule: name, kind: .limit, place: limit.place.description, words: limit.words)
  }

  func requirement(_ condition: Condition) -> Requirement {
    Requirement(
      rule: name, kind: .condition, place: condition.place.description, words: condition.words)
  }
}
