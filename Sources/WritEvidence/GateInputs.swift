import WritJSON
public import WritPolicy

/// A gate with everything that a decision of it follows from, as a commit or a folder carries it.
public struct GateInputs: Sendable {
  /// The gate.
  public let gate: Gate
  /// The artifacts by the names that the gate knows.
  public let evidence: [EvidenceReading]
  /// The change.
  public let subject: GateSubject

  /// Takes artifacts that were read before, by ``EvidenceReading/init(_:_:)``.
  public init(gate: Gate, readings: [EvidenceReading], subject: GateSubject) {
    self.gate = gate
    self.subject = subject
    evidence = readings
  }

  /// Reads the artifacts that the gate asks for; one that cannot be read is told by its check.
  ///
  /// - Parameters:
  ///   - gate: the gate.
  ///   - evidence: artifacts by name; those that the gate does not ask for are left alone.
  ///   - subject: the change.
  public init(
    gate: Gate, evidence: [(name: String, bytes: [UInt8])], subject: GateSubject
  ) {
    self.gate = gate
    self.subject = subject
    self.evidence = gate.evidence.compactMap { wanted in
      evidence.first { $0.name.hasSameBytes(as: wanted.name) }.map {
        EvidenceReading(wanted, $0.bytes)
      }
    }
  }

  /// The decision at a time.
  public func decide(at now: Instant) throws(PolicyError) -> GateDecision {
    try GateEvaluation(gate, evidence: evidence, subject: subject, at: now).decide()
  }

  /// Why a decision is not the one that these inputs give, as a full sentence; nil when it is.
  ///
  /// The decision is worked out again for the time that it names, and compared byte for byte. Whether
  /// it may still be relied on is asked only when `now` is given.
  public func problem(with decision: GateDecision, at now: Instant?) throws(PolicyError) -> String?
  {
    let bound = try BoundDecision(decision.document)
    let given = evidence.map { (name: $0.name, digest: $0.digest) }
    let problem = bound.problem(
      gate: gate, plan: subject.plan, evidence: given, at: now ?? bound.evaluatedAt)
    if let problem { return problem }
    let again = try decide(at: bound.evaluatedAt)
    guard again.digest == decision.digest else {
      return "The decision is not the one that the gate gives for this evidence: it says "
        + "'\(decision.word)' with \(decision.digest), and the gate gives '\(again.word)' with "
        + "\(again.digest)."
    }
    return nil
  }
}

extension EvidenceReading {
  /// Reads an artifact as the kind that the gate asks for, or as what it shows itself to be.
  public init(_ wanted: GateEvidence, _ bytes: [UInt8]) {
    let digest = Digest(of: bytes)
    let content: Content
    do throws(EvidenceError) {
      content = .summary(try EvidenceReading.read(wanted, bytes, digest))
    } catch {
      content = .unusable("\(error)")
    }
    self.init(name: wanted.name, digest: digest, size: bytes.count, content: content)
  }

  private static func read(
    _ wanted: GateEvidence, _ bytes: [UInt8], _ digest: Digest
  ) throws(EvidenceError) -> EvidenceSummary {
    guard let name = wanted.kind else {
      return try EvidenceImport.summary(of: bytes, digest: digest)
    }
    guard let kind = EvidenceKind(rawValue: name) else {
      throw EvidenceError(
        .unknownKind, "The gate asks for the kind '\(name.shortened)', which is not known.",
        hint: "known: \(EvidenceKind.names)")
    }
    do throws(EvidenceError) {
      return try EvidenceImport.summary(of: bytes, kind: kind, digest: digest)
    } catch {
      // A summary that was made before stands for its source.
      guard error.code == .wrongKind || kind == .csv || kind == .ndjson,
        let summary = Self.storedSummary(bytes)
      else { throw error }
      return summary
    }
  }

  private static func storedSummary(_ bytes: [UInt8]) -> EvidenceSummary? {
    do throws(EvidenceError) {
      return try EvidenceImport.summary(of: bytes, kind: .summary)
    } catch {
      return nil
    }
  }
}
