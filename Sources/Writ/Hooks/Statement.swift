import WritGit
import WritJSON
import WritPolicy

/// What a commit says about itself: by its record where it brought one, else by its trailers.
struct Statement {
  var metadata: Metadata
  var intent = Intent.apply
  var restores: String?
  /// Whether the commit is a revert of another one, shown to be one.
  private(set) var isProvenRevert = false
  var findings: [Finding] = []
  /// The records that the commit brought, oldest first.
  var records: [StatedRecord]
  /// What the commit changes itself.
  let documents: [DocumentChange]

  /// Reads what a candidate says, and holds its records against trailers, files and evidence.
  ///
  /// - Parameters:
  ///   - documents: what the candidate changes itself.
  ///   - rules: those that judge the candidate.
  init(
    of candidate: Candidate, _ documents: [DocumentChange], _ rules: Rules, in ledger: Ledger
  ) throws {
    let reading = CommitMessage.read(candidate.message)
    self.documents = documents
    records = try ledger.statedRecords(candidate, reading.message, &findings)
    let isJoined = CommitMessage.joinsRecords(candidate.message) && !records.isEmpty
    let message = isJoined ? Statement.untold : reading.message
    metadata = Metadata(trailersOf: message)
    intent = message.value(of: .intent).flatMap(Intent.init(rawValue:)) ?? .apply
    restores = message.value(of: .restores)
    if message.isGoverned || records.isEmpty { findings += Statement.grammar(reading) }
    if !records.isEmpty, isJoined || !message.isGoverned {
      findings += records.hold(against: JoinedMessage(candidate.message), candidate.message)
    }
    for stated in records { hold(stated, against: message) }
    if records.isEmpty, message.value(of: .intent) == nil {
      isProvenRevert = try ledger.isProvenRevert(candidate, documents)
      if isProvenRevert { intent = .rollback }
    }
    try ledger.requireBounded(records.map(\.record))
    let audit = RecordAudit(ledger: ledger, candidate: candidate, rules: rules)
    let isExact = audit.isExact(records)
    let unrecorded = try ledger.unrecorded(
      records.map(\.record), candidate, isExact: isExact)
    findings += try unrecorded + audit.unbrought(records, besides: unrecorded)
    if !isExact { findings += try ledger.untrueChanges(records, candidate) }
    for stated in records {
      findings += try audit.findings(
        stated, documents, isOnly: records.count == 1)
    }
  }

  /// A message that says nothing: what a forge joined is told by the records.
  private static let untold = CommitMessage(subject: "", body: [], trailers: [])

  /// What git's readers might disagree on is refused; a message without any governance key is
  /// only missing its metadata, which the rules tell.
  private static func grammar(_ reading: MessageReading) -> [Finding] {
    guard reading.mentionsGovernance else { return [] }
    return reading.problems.map { problem in
      let line = problem.line.map { "Line \($0) of the message: " } ?? ""
      return Finding(.messageGrammar, line + problem.sentence, mend: problem.hint)
    }
  }

  /// The trailers are an index over the record.
  private mutating func hold(_ stated: StatedRecord, against message: CommitMessage) {
    let record = stated.record
    findings +=
      stated.isNamed ? stated.findings(ofTrailers: message) : stated.findings(ofStray: message)
    intent = record.intent
    restores = record.restores
    for field in MetadataField.allCases where metadata[field] == nil {
      metadata[field] = record.metadata[field]
    }
  }
}

extension Statement {
  /// The applies that a squash joins, each with its own word and its own approvals.
  ///
  /// What one of them says does not speak for another. None where there is no more than one.
  ///
  /// - Parameter bases: on what each of them rests.
  func parts(_ bases: [Basis]) -> [JoinedApply] {
    guard records.count > 1 else { return [] }
    return zip(records, bases).map { stated, basis in
      JoinedApply(
        intent: stated.record.intent, metadata: stated.record.metadata,
        documents: documents(of: stated), evidence: basis.evidence, approvals: basis.approvals)
    }
  }

  /// On what one of several applies rests.
  typealias Basis = (evidence: [EvidenceDocument], approvals: [Approval])

  /// What changes in the files of one of several records; what is in no record's files, all answer
  /// for.
  func documents(of stated: StatedRecord) -> [DocumentChange] {
    guard records.count > 1 else { return documents }
    let own = Set(stated.record.files.map { GitPath($0.path) })
    let known = Set(records.flatMap { $0.record.files.map { GitPath($0.path) } })
    return documents.filter { document in
      let path = GitPath(document.path)
      return own.contains(path) || !known.contains(path)
    }
  }

  /// What is changed under which intent: by each apply that a squash joins, or by the commit.
  var intents: [(intent: Intent, documents: [DocumentChange], record: ULID?)] {
    records.count > 1
      ? records.map { ($0.record.intent, documents(of: $0), $0.record.id) }
      : [(intent, documents, nil)]
  }

  /// Whether all that the commit says is that it rolls back.
  var isRollback: Bool {
    records.count > 1
      ? records.allSatisfy { $0.record.intent == .rollback } : intent == .rollback
  }
}
