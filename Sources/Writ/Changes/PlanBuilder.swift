import WritGit
public import WritPolicy

/// A plan with what the rules say of it.
public struct PlannedChange {
  /// The plan; one without documents when nothing changes.
  public let plan: Plan
  /// The change by value.
  public let documents: [DocumentChange]
  /// What the rules say.
  public let verdict: Verdict
  /// The values that an earlier rollback undid.
  public let held: [HeldValue]
  /// What a user may have meant to change and did not, one sentence each.
  public let notes: [String]

  /// Whether nothing changes.
  public var isEmpty: Bool { plan.documents.isEmpty }
}

extension Ledger {
  /// Works out what a request would change, and what the rules say of it, without writing.
  public func plan(
    _ request: ChangeRequest, on branchName: String? = nil, intent: Intent = .apply,
    metadata: Metadata, evidence: [EvidenceInput] = []
  ) throws -> PlannedChange {
    try requireWholeHistory(for: "whether a rollback took a value away")
    let branch = try branch(branchName)
    var builder = try DraftBuilder(self, branch)
    let rules = try builder.snapshot.requireRules()
    let draft = try builder.build(request)
    let opaque = draft.items.filter { $0.name == nil }.map {
      "\($0.path) is no document and stays out of the plan; apply it by itself with --governance."
    }
    var verdict = Verdict()
    verdict.findings = try excess(of: draft)
    if !draft.isEmpty, verdict.isAllowed {
      // Whether the commit will be signed shows when it is made, and a plan is what is approved.
      let circumstances = Circumstances(
        evidence: evidence.map { EvidenceDocument($0, reads: rules.readEvidence) },
        approvalsComeLater: true,
        gates: try askGates(
          of: Mutation(
            draft: draft, branch: branch, intent: intent, metadata: metadata, evidence: evidence,
            request: Digest(of: [UInt8]()), rebase: { draft, _ in draft }),
          by: rules, on: builder.snapshot, at: branch
        ).answers,
        signature: nil)
      verdict = rules.judge(
        Proposal(
          intent: intent, documents: draft.documents, metadata: metadata,
          now: surroundings.now(), isProvenRollback: false, circumstances))
      verdict.findings += try brokenRules(after: draft, on: builder.snapshot)
      verdict.findings += try gapFindings(draft, on: builder.snapshot)
    }
    return PlannedChange(
      plan: try plan(draft, for: branch), documents: draft.documents, verdict: verdict,
      held: draft.isEmpty ? [] : try heldValues(draft, at: branch.tip),
      notes: builder.notes + opaque)
  }

  /// The plan document for a draft.
  func plan(_ draft: Draft, for branch: Branch) throws -> Plan {
    try Plan(
      base: draft.base.hex, branch: branch.name,
      documents: draft.items.compactMap { item in
        item.name.map {
          Plan.Document(name: $0, beforeBlob: item.before?.id.hex, text: item.afterBytes)
        }
      },
      changes: try RecordedChange.list(draft.documents))
  }
}

extension Draft.Item {
  /// The bytes after the change where they are known without reading the repository.
  var afterBytes: [UInt8]? {
    if case .bytes(let bytes, _) = after { bytes } else { nil }
  }
}
