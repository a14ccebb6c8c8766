internal import WritJSON

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
  ///   - signature: the signature of the commit that is the change; who signs it made it too.
  public init(
    _ approvals: [Approval], actor: String?, signature: CommitSignature? = nil, wanted: Int
  ) {
    found = ApprovalRequirement.people(
      approvals.filter {
        Review.counts($0, among: approvals, actor: actor, signature: signature)
      })
    self.wanted = wanted
  }

  /// Whether an approval is one of somebody who looked at a change that others made.
  ///
  /// - Parameters:
  ///   - approvals: all that were found: who broke the glass is among them.
  ///   - actor: who made the change.
  ///   - signature: the signature of the commit that is the change; who signs it made it too.
  public static func counts(
    _ approval: Approval, among approvals: [Approval], actor: String?,
    signature: CommitSignature? = nil
  ) -> Bool {
    guard approval.holds, approval.mode == .human, !approval.isOwn(of: actor, signature) else {
      return false
    }
    return !approvals.contains {
      $0.mode == .breakGlass && ApprovalRequirement.people([$0, approval]) == 1
    }
  }
}

extension Rules {
  /// How many people must look at a change of some files that passed without all that was asked: as
  /// many as rules want to approve one, and at least one.
  public func reviewersWanted(for paths: [String], _ intent: Intent) -> Int {
    rules.filter { rule in rule.speaks(of: intent) && paths.contains { rule.matches($0) } }
      .compactMap { $0.approvals?.count }.max() ?? 1
  }

  /// The date up to which the values of some files may stand by a review: the one that it gives, or
  /// the last that lies as few days ahead of it as every rule that speaks of them wants.
  public func held(
    _ date: ReviewDate, for paths: [String], _ intent: Intent, reviewedAt time: Instant
  ) -> ReviewDate {
    rules.filter { rule in rule.speaks(of: intent) && paths.contains { rule.matches($0) } }
      .compactMap(\.reviewWithinDays).reduce(date) { min($0, date.held(within: $1, of: time)) }
  }
}

extension Rules {
  /// Why a change of some files is refused with an approval by who makes it; nil when none is.
  public func refusal(
    ofOwn approval: Approval, for paths: [String], _ intent: Intent, actor: String?,
    signature: CommitSignature?
  ) -> String? {
    guard approval.mode != .breakGlass, approval.isOwn(of: actor, signature) else { return nil }
    for rule in rules where rule.separatesDuty && rule.speaks(of: intent) {
      guard let path = paths.first(where: rule.matches) else { continue }
      return "Rule '\(rule.name)' lets nobody approve their own change of \(path), and "
        + "\(approval.giver) both makes and approves it."
    }
    return nil
  }
}

extension Approval {
  /// Whether it is by who acts, or by who signs the commit.
  func isOwn(of actor: String?, _ signature: CommitSignature?) -> Bool {
    if let actor, names.contains(Principal(actor)) { return true }
    guard let signature, signature.status == .good else { return false }
    if names.contains(where: signature.names.contains) { return true }
    return signature.key.map { $0.hasSameBytes(as: key) } ?? false
  }
}
