import WritGit
import WritJSON
import WritPolicy
import WritSignature

extension Ledger {
  /// What statements for others are signed for.
  public static let attestationNamespace = "writ-attestation"

  /// Gives `body` one line after the other, for the oldest commit first.
  ///
  /// - Parameter progress: is told how many commits were verified, on any thread.
  public func export(
    _ request: ExportRequest, progress: (@Sendable (Int) -> Void)? = nil,
    _ body: (ExportedLine) throws -> Void
  ) throws {
    try requireWholeHistory(for: "what is exported")
    if let source = request.source {
      try ExportRequest.checkSource(source, mayBeRelative: false)
    }
    let signer = request.isSigned ? try namedSigner(request.key) : nil
    let source = try request.source ?? "urn:git:\(root(from: nil, on: nil).hex)"
    let exporter = Exporter(ledger: self, source: source)
    for commit in try exportedCommits(request) {
      for item in try items(of: commit, request, exporter, progress) {
        switch item {
        case .envelope(let bytes) where signer != nil:
          try body(ExportedLine(bytes: try JSONDocument(parsing: bytes).value.compact))
        case .envelope(let bytes):
          try body(ExportedLine(bytes: try Envelope(parsing: bytes).payload))
        case .statement(let statement):
          try body(line(statement, by: signer))
        }
      }
    }
  }

  private func items(
    of commit: Commit, _ request: ExportRequest, _ exporter: Exporter,
    _ progress: (@Sendable (Int) -> Void)?
  ) throws -> [Exporter.Item] {
    switch request.kind {
    case .inToto: return try exporter.attestations(of: commit)
    case .provenance: return try exporter.provenance(of: commit).map { .statement($0) }
    case .verificationSummary:
      var verification = VerifyRequest()
      verification.range = request.target == nil ? nil : commit.id.hex
      let report = try verify(verification, progress: progress)
      return [.statement(try exporter.summary(of: commit, report))]
    }
  }

  private func line(
    _ statement: ExportedStatement, by signer: ObjectSigner?
  ) throws -> ExportedLine {
    let payload = try statement.payload()
    guard let signer else { return ExportedLine(bytes: payload, isFailure: statement.isFailure) }
    let type = InTotoStatement.payloadType
    let signature = try signer.sign(
      Envelope.preAuthenticationEncoding(type, payload), namespace: Ledger.attestationNamespace)
    let envelope = Envelope(payloadType: type, payload: payload, signature: signature)
    return ExportedLine(bytes: envelope.json.compact, isFailure: statement.isFailure)
  }

  // MARK: Commits

  /// The commits that are asked for, oldest first; of a range those that brought a record.
  private func exportedCommits(_ request: ExportRequest) throws -> [Commit] {
    guard let target = request.target, let dots = target.firstRange(of: "..") else {
      let text = request.target
      let id = try text.map { try applyCommit($0, on: viewpoint()) } ?? viewpoint().tip
      let commit = try objects.commit(id)
      let hasRecord = try !readableRecords(of: commit).records.isEmpty
      guard hasRecord || request.kind == .verificationSummary else {
        throw LedgerError(
          .usage, "no-record",
          "The commit \(id.short) has no record, so there is nothing to say of it.",
          hint: "name an apply, or a range such as HEAD~10..HEAD")
      }
      return [commit]
    }
    guard request.kind != .verificationSummary else {
      throw LedgerError(
        .usage, "summary-of-range", "A verification summary is of one commit and its history.",
        hint: "name the commit")
    }
    let from = String(target[..<dots.lowerBound])
    let to = String(target[dots.upperBound...])
    let history = try History(
      of: repository, from: [to.isEmpty ? viewpoint().tip : commit(to)],
      hiding: [try commit(from.isEmpty ? "HEAD" : from)], order: .oldestFirst)
    var result: [Commit] = []
    while let commit = try history.next() {
      if try !readableRecords(of: commit).records.isEmpty { result.append(commit) }
    }
    return result
  }
}

extension JSONValue {
  /// The text on one line.
  fileprivate var compact: [UInt8] { Array(compactText.utf8) }
}
