extension GovernanceKey {
  /// Judges one value before it is written, whatever its source.
  ///
  /// - Parameter value: the text as given, untrimmed.
  /// - Returns: the first problem, told of this key, or nil when the value may be written.
  public func check(_ value: String) -> MessageProblem? {
    if let problem = TextRules.problem(inLine: value) { return problem.of(self) }
    let bytes = Array(value.utf8)
    if Ascii.trim(bytes[...]).count != bytes.count, !Ascii.trim(bytes[...]).isEmpty {
      return MessageProblem(
        .valuePadding, "The value begins or ends with white space.",
        hint: "Remove the white space at both ends."
      ).of(self)
    }
    return checkForm(value)
  }

  /// Judges length and form of a value that is known to be one trimmed line of good characters.
  func checkForm(_ value: String) -> MessageProblem? {
    let bytes = Array(value.utf8)
    if Ascii.trim(bytes[...]).isEmpty {
      return MessageProblem(.emptyValue, "The value is empty.", hint: "Give \(form).").of(self)
    }
    if bytes.count > GovernanceKey.valueLimit {
      return MessageProblem(
        .valueTooLong,
        "The value has \(bytes.count) bytes, more than \(GovernanceKey.valueLimit).",
        hint: "Shorten it; a longer text belongs into the pull request or into evidence."
      ).of(self)
    }
    if hasForm(bytes[...], value) { return nil }
    return MessageProblem(
      .valueSyntax, "The value is not \(form).", hint: "Write \(example)."
    ).of(self)
  }

  private func hasForm(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool {
    switch self {
    case .approvalRef, .rationale: true
    case .actor: GovernanceActor(text) != nil
    case .reviewBy: ReviewDate(text) != nil
    case .pullRequest: GovernanceForm.isNumberSign(bytes) || GovernanceForm.isURL(bytes)
    case .intent: Intent(rawValue: text) != nil
    case .record: DigestValue.split(bytes).map(GovernanceForm.isRecordPath) ?? false
    case .decision:
      DigestValue.split(bytes).map {
        $0.elementsEqual("promote".utf8) || $0.elementsEqual("hold".utf8)
      } ?? false
    case .evidence: DigestValue.split(bytes).map { $0.last != 0x20 } ?? false
    case .checkpoint:
      GovernanceForm.isCheckpoint(bytes)
        && ULID(String(decoding: bytes.dropFirst(GovernanceForm.tagPrefix.count), as: UTF8.self))
          != nil
    case .restores:
      GovernanceForm.isCheckpoint(bytes) || ULID(text) != nil || GovernanceForm.isObjectId(bytes)
    case .key: GovernanceForm.isIdempotencyKey(bytes)
    }
  }

  /// What the value is, for a sentence.
  private var form: String {
    switch self {
    case .actor: "`Name <mail>` or `automation:<name>`"
    case .approvalRef: "a URL or an id of the approval"
    case .rationale: "the reason on one line"
    case .reviewBy: "an RFC 3339 date or date-time"
    case .pullRequest: "a URL or `#` and a number"
    case .intent: "an intent"
    case .record: "the path of a record.json and its digest"
    case .decision: "`promote` or `hold` and a digest"
    case .evidence: "the name of an artifact and its digest"
    case .checkpoint: "`checkpoint/` and an id"
    case .restores: "a checkpoint, the id of an apply or a commit"
    case .key: "1 to 128 of `A-Z a-z 0-9 . _ : / -`"
    }
  }

  /// How a good value looks.
  private var example: String {
    switch self {
    case .actor: "`Ada Lovelace <ada@example.org>` or `automation:release-bot`"
    case .approvalRef: "`https://example.org/approvals/7`"
    case .rationale: "`error budget is intact`"
    case .reviewBy: "`2030-01-31` or `2030-01-31T12:00:00Z`"
    case .pullRequest: "`#42` or `https://example.org/pull/42`"
    case .intent: "one of " + Intent.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    case .record: "`evidence/<id>/record.json sha256:<64 hex digits>`"
    case .decision: "`promote sha256:<64 hex digits>`"
    case .evidence: "`<name> sha256:<64 hex digits>`"
    case .checkpoint: "`checkpoint/<id>`"
    case .restores: "`checkpoint/<id or name>`, `<id>` or a whole commit id"
    case .key: "`deploy-2030-01-31/7`"
    }
  }
}
