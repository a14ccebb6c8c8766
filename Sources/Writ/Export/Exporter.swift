import WritGit
import WritJSON
import WritPolicy

/// Makes statements of what commits brought.
struct Exporter {
  let ledger: Ledger
  /// The URI of the repository.
  let source: String

  /// What is exported.
  enum Item {
    case statement(ExportedStatement)
    /// An approval: signed by who gave it, and by nobody else.
    case envelope([UInt8])
  }

  // MARK: in-toto

  /// Statements about the applies that a commit brought, their decisions and their approvals.
  func attestations(of commit: Commit) throws -> [Item] {
    try ledger.readableRecords(of: commit).records.flatMap { record -> [Item] in
      let approvals = try ledger.exportedApprovals(of: record, commit)
      for left in approvals where !left.counts {
        ledger.observer.note(
          "The approval \(left.input.name) does not count and is left out: "
            + left.reasons.joined(separator: " "))
      }
      var items: [Item] = [.statement(try apply(record, commit, approvals))]
      if let kept = record.decision {
        items += try DecisionSet(kept).decisions.map { .statement(decision($0, record, commit)) }
      }
      return items + approvals.filter(\.counts).map { .envelope($0.input.bytes) }
    }
  }

  private func apply(
    _ record: Record, _ commit: Commit, _ approvals: [ExportedApproval]
  ) throws -> ExportedStatement {
    let files = record.files.compactMap { file in
      file.after.map { Resource.blob($0, named: file.path) }
    }
    return ExportedStatement(
      subject: [Resource.commit(commit.id.hex)] + files, predicateType: ExportedStatement.apply,
      predicate: [
        "source": .string(source), "commit": .string(commit.id.hex),
        "committedAt": .string(Instant(seconds: commit.committer.seconds).description),
        "recordDigest": .string(try Digest(of: record.json).description), "record": record.json,
        "approvals": .array(approvals.map(\.json)),
      ])
  }

  private func decision(
    _ decision: GateDecision, _ record: Record, _ commit: Commit
  ) -> ExportedStatement {
    let plan: JSONValue = ["name": "plan", "digest": ["sha256": .string(record.plan.hex)]]
    return ExportedStatement(
      subject: [plan, Resource.commit(commit.id.hex)]
        + record.evidence.map { Resource.artifact($0, of: record) },
      predicateType: ExportedStatement.decision,
      predicate: [
        "source": .string(source), "apply": .string(record.id.description),
        "digest": .string(decision.digest.description), "decision": decision.document,
      ])
  }

  // MARK: SLSA

  /// The provenance of the applies that a commit brought, in the form that SLSA gives builds: the
  /// apply is the build, and the commit what it built.
  func provenance(of commit: Commit) throws -> [ExportedStatement] {
    try ledger.readableRecords(of: commit).records.map { record in
      ExportedStatement(
        subject: [
          Resource.commit(commit.id.hex), Resource.tree(commit.tree, named: "tree"),
        ],
        predicateType: ExportedStatement.provenance,
        predicate: [
          "buildDefinition": [
            "buildType": .string(ExportedStatement.apply),
            "externalParameters": parameters(record),
            "internalParameters": [
              "plan": .string(record.plan.description),
              "request": .string(record.request.description),
            ],
            "resolvedDependencies": .array(try dependencies(record)),
          ],
          "runDetails": [
            "builder": ["id": "urn:writ:tool", "version": ["writ": .string(record.tool)]],
            "metadata": [
              "invocationId": .string(record.id.description),
              "startedOn": .string(record.time.description),
              "finishedOn": .string(Instant(seconds: commit.committer.seconds).description),
            ],
            "byproducts": [
              [
                "name": .string(Record.path(record.id)),
                "digest": ["sha256": .string(try Digest(of: record.json).hex)],
              ]
            ],
          ],
        ])
    }
  }

  private func parameters(_ record: Record) -> JSONValue {
    var object: JSONObject = [
      "source": .string(source), "branch": .string(record.branch),
      "intent": .string(record.intent.rawValue),
    ]
    for field in MetadataField.allCases {
      object[field.rawValue] = record.metadata[field].map(JSONValue.string)
    }
    object["restores"] = record.restores.map(JSONValue.string)
    object["changes"] = record.json["changes"]
    return .object(object)
  }

  /// What the apply was made of: its base, the rules and gates there, and the artifacts.
  private func dependencies(_ record: Record) throws -> [JSONValue] {
    var result = [Resource.commit(record.base, named: "base")]
    if let base = ObjectID(record.base), ledger.objects.contains(base) {
      let snapshot = try ledger.snapshot(base)
      if let rules = try snapshot.entry(GitPath(Rules.path)) {
        result.append(Resource.blob(rules.id.hex, named: Rules.path))
      }
      for (path, entry) in try snapshot.folder(Ledger.gates) where entry.mode.isFile {
        result.append(Resource.blob(entry.id.hex, named: path.description))
      }
    }
    return result + record.evidence.map { Resource.artifact($0, of: record) }
  }
}
