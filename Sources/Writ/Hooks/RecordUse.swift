import WritGit
import WritPolicy

// A record is used once, and so is the plan to which approvals and decisions are bound: a copy of the
// record under another id would let the same change in again, on what people and gates said once.

extension Ledger {
  /// Why a record cannot be used on top of a history that has used it; nil when it can.
  ///
  /// - Parameters:
  ///   - asksID: whether the history may have the record itself.
  ///   - place: what to say of where it was used, where that is not the commit's own history.
  func used(
    _ stated: StatedRecord, _ candidate: Candidate, before tip: ObjectID, asksID: Bool = true,
    place: String = ""
  ) throws -> Finding? {
    let record = stated.record
    let plan = try restsOnPlan(record, candidate) ? Fact(.plan, record.plan.hex) : nil
    let id = asksID ? Fact(.id, record.id.description) : nil
    let asked = [id, plan].compactMap { $0 }
    if asked.isEmpty { return nil }
    let found = try facts(at: tip).commits(stating: asked).filter { kind, commit in
      try kind == .id || plansRestedOn(by: commit).contains(record.plan)
    }
    func refusal(_ kind: Fact.Kind, _ what: String, pointer: String) -> Finding? {
      found.filter { $0.kind == kind }.map(\.commit).min().map { earlier in
        Finding(
          .recordReused, path: stated.path.description, pointer: pointer,
          "\(what) used before, by commit \(earlier.short)\(place).",
          mend: place.isEmpty
            ? "a record is never edited: make the change with 'writ apply'"
            : "make the change again with 'writ apply'")
      }
    }
    return refusal(.id, "The record was", pointer: "/id")
      ?? refusal(
        .plan, "The plan that was approved or decided on was", pointer: "/planDigest")
  }

  /// Whether approvals or decisions that are bound to its plan may speak for a record.
  private func restsOnPlan(_ record: Record, _ candidate: Candidate) throws -> Bool {
    if record.decision != nil || !record.approvals.isEmpty { return true }
    let folder = GitPath(Record.approvalFolder(record.id))
    if try candidate.evidence().contains(where: { $0.path.isInside(folder) }) { return true }
    return try candidate.landing.map { try objects.entry(at: folder, in: $0.tree) != nil } ?? false
  }

  /// The plans of those records of a commit for which such approvals or decisions may speak.
  func plansRestedOn(by id: ObjectID) throws -> [Digest] {
    let commit = try objects.commit(id)
    return try readableRecords(of: commit).records.filter { record in
      let folder = GitPath(Record.approvalFolder(record.id))
      return try record.decision != nil || !record.approvals.isEmpty
        || objects.entry(at: folder, in: commit.tree) != nil
    }.map(\.plan)
  }
}
