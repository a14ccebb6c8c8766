import WritGit
public import WritPolicy
public import WritSignature

/// A signed approval on its way into the ledger, unchecked.
public struct ApprovalInput: Sendable {
  /// How errors name it: the path of its file.
  public let name: String
  /// The bytes of the DSSE envelope.
  public let bytes: [UInt8]

  /// Takes the bytes of an envelope.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// An approval that was read, and what its check found.
public struct CheckedApproval: Sendable {
  /// The digest of the envelope's bytes.
  public let digest: Digest
  /// What it says.
  public let predicate: ApprovalPredicate
  /// What the check of its signature found.
  public let verdict: SignatureVerdict
  /// What is not as it was approved, one sentence each.
  public let drift: [String]
  /// The fingerprint of the key that it says it was signed with.
  public let key: String

  /// The approval for the judge, who knows no keys.
  public var approval: Approval {
    var result = Approval(
      approver: approver, key: key, mode: predicate.mode, status: verdict.forJudge, drift: drift)
    result.otherNames = Array(verdict.principals.dropFirst())
    return result
  }

  /// The identity that the allowed signers give the key; empty when they do not.
  public var approver: String { verdict.principals.first ?? "" }

  /// The approval for the record.
  var recorded: RecordedApproval {
    RecordedApproval(
      digest: digest, key: key, approver: approver, mode: predicate.mode, time: predicate.time,
      note: predicate.note)
  }
}

extension Ledger {
  /// What approvals are signed for.
  public static let approvalNamespace = "writ-approval"
  /// How many seconds clocks may disagree.
  static let clockSkew: Int64 = 300

  /// Reads an approval and checks it.
  ///
  /// - Parameters:
  ///   - subject: what must have been approved.
  ///   - latest: the time after which it cannot have been given, in seconds since 1970.
  ///   - actor: who makes the change: a key that may sign as the actor is the actor's.
  /// - Throws: for what cannot be read; what does not count is told in the result.
  func check(
    _ input: ApprovalInput, against subject: ApprovalSubject, latest: Int64, actor: String?,
    by trust: FoundTrust
  ) throws -> CheckedApproval {
    let (envelope, predicate) = try readApproval(input)
    var drift = subject.drift(from: predicate.subject)
    if let problem = try timeProblem(predicate, latest) { drift.append(problem) }
    return CheckedApproval(
      digest: Digest(of: input.bytes), predicate: predicate,
      verdict: judge(envelope, at: predicate.time.seconds, actor, by: trust), drift: drift,
      key: envelope.keyID)
  }

  private func judge(
    _ envelope: Envelope, at seconds: Int64, _ actor: String?, by trust: FoundTrust
  ) -> SignatureVerdict {
    switch trust {
    case .unreadable(let reason):
      SignatureVerdict(.unverifiable, "The lists of signers cannot be read: \(reason)")
    case .trust(let trust):
      trust.judge(
        envelope.signature, over: envelope.signedBytes, namespace: Ledger.approvalNamespace,
        at: seconds, asking: Ledger.identities(of: actor)
      ).ofSomebody
    }
  }

  /// A signer who states a false time could use a key that was not valid yet, or not any more.
  private func timeProblem(_ predicate: ApprovalPredicate, _ latest: Int64) throws -> String? {
    let seconds = predicate.time.seconds
    if seconds > latest + Ledger.clockSkew {
      return "It states the time \(predicate.time), which is later than the change."
    }
    guard let base = ObjectID(predicate.subject.base), objects.contains(base) else { return nil }
    let earliest = try objects.commit(base).committer.seconds
    guard seconds < earliest - Ledger.clockSkew else { return nil }
    return "It states the time \(predicate.time), when its base did not exist."
  }

  /// Reads the envelope, the Statement in it and the predicate in that.
  func readApproval(
    _ input: ApprovalInput
  ) throws -> (envelope: Envelope, predicate: ApprovalPredicate) {
    do {
      let envelope = try Envelope(parsing: input.bytes)
      guard envelope.payloadType == InTotoStatement.payloadType else {
        throw unreadable(input, "Its payload is of the type '\(envelope.payloadType)'.")
      }
      let statement = try InTotoStatement(payload: envelope.payload)
      guard statement.predicateType == ApprovalPredicate.type else {
        throw unreadable(input, "Its predicate is of the type '\(statement.predicateType)'.")
      }
      let predicate = try ApprovalPredicate(statement.predicate)
      guard statement.subject == (try predicate.subject.inToto) else {
        throw unreadable(input, "Its digest is not that of what it says was approved.")
      }
      return (envelope, predicate)
    } catch let error as SignatureError {
      throw unreadable(input, error.message)
    } catch let error as PolicyError {
      throw unreadable(input, error.message)
    }
  }

  private func unreadable(_ input: ApprovalInput, _ why: String) -> LedgerError {
    LedgerError(
      .refused, "approval-unreadable", "The approval '\(input.name)' cannot be read: \(why)",
      hint: "make it anew with 'writ approve'")
  }
}

extension ApprovalSubject {
  /// What the Statement names: a label for people, and the digest.
  var inToto: InTotoStatement.Subject {
    get throws {
      InTotoStatement.Subject(name: "\(branch)@\(base)", sha256: try digest().hex)
    }
  }
}

extension SignatureVerdict {
  /// The verdict without patterns among the principals: people are counted, and a pattern is
  /// nobody.
  fileprivate var ofSomebody: SignatureVerdict {
    guard status == .good else { return self }
    let names = principals.filter { !$0.isPrincipalPattern }
    guard names.isEmpty else { return SignatureVerdict(.good, reason, key: key, principals: names) }
    return SignatureVerdict(
      .untrustedKey,
      "The allowed signers give the key only the pattern '\(principals.first ?? "")', and an "
        + "approval needs a name.", key: key)
  }
}

extension String {
  /// Whether a principal of a list of signers stands for many.
  var isPrincipalPattern: Bool { utf8.contains { "*?!".utf8.contains($0) } }
}
