import WritGit
import WritJSON
import WritPolicy
import WritSignature

/// What lies beside a record as an approval, and why it is none where it is none.
struct ExportedApproval {
  let input: ApprovalInput
  /// What its check found; nil when it cannot be read.
  let checked: CheckedApproval?
  /// Why it does not count, one sentence each; none when it does.
  let reasons: [String]

  /// Whether it is one: well signed, by a key that could, and of this very apply.
  var counts: Bool { reasons.isEmpty }

  /// What the statement about the apply says of it.
  var json: JSONValue {
    var object: JSONObject = [
      "name": .string(input.name),
      "digest": ["sha256": .string(Digest(of: input.bytes).hex)],
      "counts": .bool(counts), "reasons": .array(reasons.map(JSONValue.string)),
    ]
    guard let checked else { return .object(object) }
    object["status"] = .string(checked.verdict.status.rawValue)
    object["key"] = .string(checked.key)
    object["mode"] = .string(checked.predicate.mode.rawValue)
    object["time"] = .string(checked.predicate.time.description)
    if !checked.approver.isEmpty { object["approver"] = .string(checked.approver) }
    return .object(object)
  }
}

extension Ledger {
  /// The envelopes that lie beside a record, and those that came later, each checked by the signers
  /// of the commit that it came with.
  func exportedApprovals(of record: Record, _ commit: Commit) throws -> [ExportedApproval] {
    let parent = try parentTree(of: commit)
    let hasRules = try parent.map { try objects.entry(at: GitPath(Rules.path), in: $0) != nil }
    let governing = hasRules == true ? parent ?? commit.tree : commit.tree
    let subject = try approvalSubject(record, governedBy: governing)
    let tip = try viewpoint().tip
    var seen = Set<Digest>()
    var result: [ExportedApproval] = []
    for place in try approvalPlaces(of: record.id, broughtBy: commit, at: tip) {
      let trust = try trust(in: parentTree(of: place) ?? place.tree)
      for input in try storedEnvelopes(of: record.id, in: place.tree)
      where seen.insert(Digest(of: input.bytes)).inserted {
        result.append(try exportedApproval(input, subject, place, record, trust))
      }
    }
    return result
  }

  private func exportedApproval(
    _ input: ApprovalInput, _ subject: ApprovalSubject, _ place: Commit, _ record: Record,
    _ trust: FoundTrust
  ) throws -> ExportedApproval {
    do {
      let checked = try check(
        input, against: subject, latest: place.committer.seconds, actor: record.metadata.actor,
        by: trust)
      let signature = checked.verdict.status == .good ? [] : [checked.verdict.reason]
      return ExportedApproval(input: input, checked: checked, reasons: signature + checked.drift)
    } catch let error as LedgerError where error.kind == .refused {
      return ExportedApproval(input: input, checked: nil, reasons: [error.message])
    }
  }
}
