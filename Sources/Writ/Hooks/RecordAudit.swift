import WritGit
import WritJSON
import WritPolicy

/// Holds a record against the commit that brought it: its evidence, the place in history where it
/// says that it was made, the change itself, and the plan.
struct RecordAudit {
  let ledger: Ledger
  let candidate: Candidate
  /// Those that judge the candidate.
  let rules: Rules

  /// What the record says that is not so.
  ///
  /// - Parameters:
  ///   - documents: what the candidate changes itself.
  ///   - isOnly: whether the candidate brought no other record.
  func findings(
    _ stated: StatedRecord, _ documents: [DocumentChange], isOnly: Bool
  ) throws -> [Finding] {
    var findings = try evidenceFindings(stated)
    if let checkpoint = stated.record.checkpoint,
      !checkpoint.hasSameBytes(as: "checkpoint/\(stated.record.id)")
    {
      findings.append(
        mismatch(stated, "The record names '\(checkpoint)', which is not its own checkpoint."))
    }
    findings += try timeFindings(stated)
    guard isOnBase(stated.record) else { return try findings + placeFindings(stated) }
    var plan: PlanForm?
    if isOnly {
      plan = try planForm(stated.record)
      findings += try changeFindings(stated, documents, plan)
    }
    // What names its base was in no history before that.
    if plan != .own, let parent = candidate.parents.first {
      findings += [
        try ledger.used(stated, candidate, before: parent, asksID: false)
      ].compactMap { $0 }
    }
    return findings
  }

  /// What the records list and the commit does not bring, so that it is another change than theirs.
  ///
  /// One record that stands on its base is held against the whole change as it is.
  ///
  /// - Parameter unrecorded: what the commit brings and the records do not list.
  func unbrought(_ records: [StatedRecord], besides unrecorded: [Finding]) throws -> [Finding] {
    if isExact(records) { return [] }
    return try ledger.unbrought(records.map(\.record), candidate, besides: unrecorded)
  }

  /// Whether there is one record, which stands on its base.
  func isExact(_ records: [StatedRecord]) -> Bool {
    records.count == 1 && records.allSatisfy { isOnBase($0.record) }
  }

  private func mismatch(
    _ stated: StatedRecord, code: Finding.Code = .recordMismatch, pointer: String? = nil,
    _ message: String
  ) -> Finding {
    Finding(
      code, path: stated.path.description, pointer: pointer, message,
      mend: "a record is never edited: make the change with 'writ apply'")
  }

  // MARK: Place

  /// Whether the commit stands where the record says that it was made.
  private func isOnBase(_ record: Record) -> Bool {
    let base = candidate.parents.first ?? .zero
    return candidate.parents.count < 2 && record.base.hasSameBytes(as: base.hex)
  }

  /// A record may move, by a squash or a rebase merge; but it is used once, and one that says it
  /// was made on a protected branch stays in that branch's history, which is never rewritten.
  private func placeFindings(_ stated: StatedRecord) throws -> [Finding] {
    let record = stated.record
    guard let parent = candidate.parents.first else {
      return [
        mismatch(
          stated, code: .recordBase, pointer: "/base",
          "The record was made on the commit \(record.base), and this commit has no parent.")
      ]
    }
    if let finding = try ledger.used(stated, candidate, before: parent) { return [finding] }
    guard stated.isNamed, rules.protects(record.branch) else { return [] }
    if let base = ObjectID(record.base), ledger.objects.contains(base),
      try ledger.isPart(base, ofHistoryOf: parent)
    {
      return []
    }
    return [
      mismatch(
        stated, code: .recordBase, pointer: "/base",
        "The record was made on \(record.branch) at the commit \(record.base.prefix(10)), which "
          + "is not part of this history: a commit was dropped, reordered or rebased.")
    ]
  }

  /// A record is not older than the commit that it says it was made on, where that is known: the age
  /// of evidence and of decisions is held against its time.
  private func timeFindings(_ stated: StatedRecord) throws -> [Finding] {
    let record = stated.record
    guard record.intent != .rollback, let base = ObjectID(record.base),
      let parent = candidate.parents.first
    else { return [] }
    let made: Int64?
    if base == parent {
      made = try candidate.parentSeconds()
    } else {
      guard ledger.objects.contains(base), try ledger.isPart(base, ofHistoryOf: parent) else {
        return []
      }
      made = try ledger.objects.commit(base).committer.seconds
    }
    guard let made, record.time < Instant(seconds: made).adding(seconds: -Ledger.timeTolerance)
    else { return [] }
    return [
      Finding(
        .commitTime, path: stated.path.description, pointer: "/time",
        "The record says that it was made at \(record.time), and the commit \(base.short), on which "
          + "it was made, at \(Instant(seconds: made)): one of the clocks was wrong.",
        mend: "correct the clock, and make the change again with 'writ apply'")
    ]
  }

  // MARK: Evidence

  /// The artifacts in the record's folder are those that it lists, byte for byte.
  private func evidenceFindings(_ stated: StatedRecord) throws -> [Finding] {
    let folder = GitPath(Record.folder(stated.record.id))
    // Approvals come later too, and are checked by themselves.
    let approvals = GitPath(Record.approvalFolder(stated.record.id))
    var files: [GitPath: TreeEntry] = [:]
    for (path, entry) in try candidate.evidence() where path.isInside(folder) {
      if path != stated.path, !path.isInside(approvals) { files[path] = entry }
    }
    var findings: [Finding] = []
    for item in stated.record.evidence {
      let path = folder.appending(item.name)
      let entry = files.removeValue(forKey: path)
      if let problem = try evidenceProblem(item, entry) {
        findings.append(evidence(path, "The artifact '\(item.name)' \(problem)."))
      }
    }
    for path in files.keys.sorted() {
      findings.append(evidence(path, "\(path) is not in the record's list of evidence."))
    }
    return findings
  }

  private func evidence(_ path: GitPath, _ message: String) -> Finding {
    Finding(
      .evidenceMismatch, path: path.description, message,
      mend: "evidence is never edited: make the change with 'writ apply --evidence'")
  }

  private func evidenceProblem(_ item: EvidenceItem, _ entry: TreeEntry?) throws -> String? {
    guard let entry else { return "is missing" }
    guard entry.mode.isFile else { return "is a \(entry.mode)" }
    let size = try ledger.objects.header(entry.id).size
    guard size == item.size else {
      return "has \(size) bytes, and the record says \(item.size)"
    }
    guard size <= rules.evidenceLimit else {
      return "has \(size) bytes, more than the \(rules.evidenceLimit) that the rules allow"
    }
    let digest = try ledger.objects.withContent(of: entry.id, as: .blob) { Digest(of: $0) }
    return digest == item.digest ? nil : "has the digest \(digest), and the record says another"
  }

  // MARK: Change

  /// The files and values that the record lists are those that differ from its base.
  private func changeFindings(
    _ stated: StatedRecord, _ documents: [DocumentChange], _ plan: PlanForm?
  ) throws -> [Finding] {
    let record = stated.record
    var findings: [Finding] = []
    let files = candidate.changes.map {
      Record.File(
        path: $0.path.description, before: $0.before?.id.hex, after: $0.after?.id.hex)
    }
    if !RecordAudit.isSame(files, record.files, by: \.path) {
      findings.append(
        mismatch(
          stated, pointer: "/files",
          "The files in the record are not those that the commit changes."))
    }
    let changes = try RecordedChange.list(documents)
    if !RecordAudit.isSame(changes, record.changes, by: \.document) {
      findings.append(
        mismatch(
          stated, pointer: "/changes",
          "The changes in the record are not those between its base and the commit."))
    }
    if plan == nil {
      findings.append(
        mismatch(
          stated, code: .planMismatch, pointer: "/planDigest",
          "The plan digest in the record is not that of the change."))
    }
    return findings
  }

  /// The lists are equal, but for the order of their documents.
  private static func isSame<Item: Equatable>(
    _ left: [Item], _ right: [Item], by name: (Item) -> String
  ) -> Bool {
    if left == right { return true }
    guard left.count == right.count else { return false }
    func ordered(_ items: [Item]) -> [Item] {
      items.enumerated().sorted { first, second in
        let names = (name(first.element), name(second.element))
        if names.0.utf8.elementsEqual(names.1.utf8) { return first.offset < second.offset }
        return names.0.utf8.lexicographicallyPrecedes(names.1.utf8)
      }.map(\.element)
    }
    return ordered(left) == ordered(right)
  }

  // MARK: Plan

  /// Whose plan a record names.
  private enum PlanForm {
    /// That of the change itself, on its base, in one of the forms in which commands make plans.
    case own
    /// One that was given and merged by value onto a newer tip, to which the digest of the request is
    /// bound.
    case given
  }

  /// The form of the plan; nil when the digest is not one of the change.
  private func planForm(_ record: Record) throws -> PlanForm? {
    let documents = try candidate.changes.compactMap { change -> Plan.Document? in
      guard let name = change.path.utf8.flatMap(DocumentName.init(path:)) else { return nil }
      let text = try change.after.flatMap { entry -> [UInt8]? in
        guard entry.mode.isFile else { return nil }
        return try ledger.readDocuments.source(of: entry.id) ?? ledger.objects.blob(entry.id)
      }
      return Plan.Document(name: name, beforeBlob: change.before?.id.hex, text: text)
    }
    if try plan(record, documents) == record.plan { return .own }
    let branch = Ledger.Branch(name: record.branch, tip: .zero, isCheckedOut: false)
    let request = try ledger.requestDigest(
      .string(record.plan.description), record.intent, branch)
    if request == record.request { return .given }
    // A rollback takes content from the repository, an adoption from a template.
    if record.intent == .rollback {
      let stored = documents.map {
        Plan.Document(name: $0.name, beforeBlob: $0.beforeBlob, text: nil)
      }
      return try plan(record, stored) == record.plan ? .own : nil
    }
    return try plan(record, []) == record.plan ? .own : nil
  }

  private func plan(_ record: Record, _ documents: [Plan.Document]) throws -> Digest {
    try Plan(
      base: record.base, branch: record.branch, documents: documents, changes: record.changes
    ).digest
  }
}
