/// How many people looked at a change afterwards that passed without all that was asked.
public struct Review: Sendable, Equatable {
  /// How many did.
  public let found: Int
  /// How many must.
  public let wanted: Int

  /// Whether enough did.
  public var isDone: Bool { found >= wanted }

  /// Counts people: approvals that hold, given by a person who looked, who is neither who acted
  /// nor who set the rules aside.
  ///
  /// - Parameters:
  ///   - approvals: all that were found.
  ///   - actor: who made the change.
  public init(_ approvals: [Approval], actor: String?, wanted: Int) {
    let emergency = approvals.filter { $0.mode == .breakGlass }
    let others = approvals.filter { approval in
      guard approval.holds, approval.mode == .human else { return false }
      if let actor, Principal(actor) == Principal(approval.approver) { return false }
      return !emergency.contains { ApprovalRequirement.people([$0, approval]) == 1 }
    }
    found = ApprovalRequirement.people(others)
    self.wanted = wanted
  }
}

extension Rules {
  /// How many people must look at a change of some files that passed without all that was asked: as
  /// many as rules want to approve one, and at least one.
  public func reviewersWanted(for paths: [String], _ intent: Intent) -> Int {
    rules.filter { rule in rule.speaks(of: intent) && paths.contains { rule.matches($0) } }
      .compactMap { $0.approvals?.count }.max() ?? 1
  }
}
