public import WritJSON

/// The whole truth about one apply, kept as `record.json` beside its evidence.
public struct Record: Sendable, Equatable {
  /// The format that this writ reads and writes.
  public static let version = 1

  /// A file that changed, by its blobs.
  public struct File: Sendable, Equatable {
    /// The path in the repository.
    public let path: String
    /// The blob before, or nil.
    public let before: String?
    /// The blob after, or nil.
    public let after: String?

    /// Makes a file from its parts.
    public init(path: String, before: String?, after: String?) {
      self.path = path
      self.before = before
      self.after = after
    }
  }

  /// Something that would have held the change up, and was let pass by name.
  public struct Override: Sendable, Equatable {
    /// That a value came back which a rollback had taken away.
    public static let rollback = "rollback"
    /// That a break-glass approval stood in for what rules ask.
    public static let breakGlass = "break-glass"
    /// That a change passed against a gate's hold.
    public static let gate = "gate"
    /// That a profile policy was applied although the profile gate did not pass.
    public static let profileGate = "profile-gate"

    /// That a rollback was made while the rules in force could not be read.
    public static let rules = "rules"

    /// What was overridden: `rollback`, `break-glass`, `gate`, `profile-gate` or `rules`.
    public let kind: String
    /// Whether a break-glass approval stood in for what rules ask.
    public var isBreakGlass: Bool { kind == Override.breakGlass }

    /// Why.
    public let reason: String
    /// Who.
    public let by: String

    /// Makes an override from its parts.
    public init(kind: String, reason: String, by: String) {
      self.kind = kind
      self.reason = reason
      self.by = by
    }
  }

  /// The id of the apply.
  public var id: ULID
  /// Why it was made.
  public var intent: Intent
  /// When it was made.
  public var time: Instant
  /// Who, on whose approval, why, until when.
  public var metadata: Metadata
  /// The branch by its full name.
  public var branch: String
  /// The commit that the change was made on.
  public var base: String
  /// The digest of the plan.
  public var plan: Digest
  /// The digest of what was asked for, to which the idempotency key is bound.
  public var request: Digest
  /// The values that changed.
  public var changes: [RecordedChange]
  /// The files that changed.
  public var files: [File]
  /// The artifacts, sorted by name.
  public var evidence: [EvidenceItem]
  /// The approvals that were given, in the order of their files.
  public var approvals: [RecordedApproval]
  /// The gate's decision, whole.
  public var decision: GateDecision?
  /// What was let pass by name.
  public var overrides: [Override]
  /// The limits that were held against changed values.
  public var limits: [CheckedLimit]
  /// The automatic checkpoint, as `checkpoint/<id>`.
  public var checkpoint: String?
  /// What a rollback restores or undoes: `checkpoint/<id or name>`, an apply's id or a commit's.
  public var restores: String?
  /// The tool that made the record, as `writ <version>`.
  public var tool: String
  /// The digest of all the rest, as the record was made; nil where an older writ made it.
  public internal(set) var seal: Digest?

  /// Makes a record of an apply without evidence, decision, overrides or rollback.
  public init(
    id: ULID, intent: Intent, time: Instant, metadata: Metadata, branch: String, base: String,
    plan: Digest, request: Digest, tool: String
  ) {
    self.id = id
    self.intent = intent
    self.time = time
    self.metadata = metadata
    self.branch = branch
    self.base = base
    self.plan = plan
    self.request = request
    self.tool = tool
    changes = []
    files = []
    evidence = []
    approvals = []
    overrides = []
    limits = []
  }

  /// The folder of an apply's record and artifacts.
  public static func folder(_ id: ULID) -> String { "evidence/\(id)" }

  /// The folder of the approvals of an apply.
  public static func approvalFolder(_ id: ULID) -> String {
    "\(folder(id))/\(RecordedApproval.folder)"
  }

  /// The path of an apply's record.
  public static func path(_ id: ULID) -> String { "\(folder(id))/record.json" }
}

extension Record {
  /// The document that is stored.
  public var json: JSONValue {
    var object: JSONObject = [
      "version": .number(JSONNumber(Record.version)), "id": .string(id.description),
      "intent": .string(intent.rawValue), "time": .string(time.description),
    ]
    object["actor"] = metadata.actor.map(JSONValue.string)
    object["actorSource"] = metadata.actorSource.map(JSONValue.string)
    for field in MetadataField.allCases where field != .actor {
      object[field.rawValue] = metadata[field].map(JSONValue.string)
    }
    object["key"] = metadata.key.map(JSONValue.string)
    object["branch"] = .string(branch)
    object["base"] = .string(base)
    object["planDigest"] = .string(plan.description)
    object["requestDigest"] = .string(request.description)
    object["changes"] = .array(changes.map(\.json))
    object["files"] = .array(files.map(\.json))
    object["evidence"] = .array(evidence.map(\.json))
    // A record without approvals reads as it did before there were any.
    if !approvals.isEmpty { object["approvals"] = .array(approvals.map(\.json)) }
    object["decision"] = decision?.document
    object["overrides"] = .array(overrides.map(\.json))
    object["limits"] = .array(limits.map(\.json))
    object["checkpoint"] = checkpoint.map(JSONValue.string)
    object["restores"] = restores.map(JSONValue.string)
    object["tool"] = .string(tool)
    object["digest"] = seal.map { .string($0.description) }
    return .object(object)
  }

  private static let known = [
    "version", "id", "intent", "time", "actor", "actorSource", "approvalRef", "rationale",
    "reviewBy", "pullRequest", "key", "branch", "base", "planDigest", "requestDigest", "changes",
    "files", "evidence", "approvals", "decision", "overrides", "limits", "checkpoint", "restores",
    "tool", "digest",
  ]

  /// Reads a stored record.
  public init(_ document: JSONValue) throws(PolicyError) {
    let form = try Form(document, "the record", known: Record.known)
    try form.requireVersion(Record.version)
    guard let id = ULID(try form.string("id")) else { throw form.wrong("id", "an id") }
    guard let intent = Intent(rawValue: try form.string("intent")) else {
      throw form.wrong("intent", "an intent")
    }
    let time = try Record.instant(form, "time")
    var metadata = Metadata()
    for field in MetadataField.allCases {
      metadata[field] = try form.optionalString(field.rawValue)
    }
    metadata.actorSource = try form.optionalString("actorSource")
    metadata.key = try form.optionalString("key")
    self.init(
      id: id, intent: intent, time: time, metadata: metadata, branch: try form.string("branch"),
      base: try form.string("base"), plan: try Record.digest(form, "planDigest"),
      request: try Record.digest(form, "requestDigest"), tool: try form.string("tool"))
    try readLists(form)
    decision = try form.value("decision").map { (value) throws(PolicyError) in
      try GateDecision(value)
    }
    checkpoint = try form.optionalString("checkpoint")
    restores = try form.optionalString("restores")
    if form.value("digest") != nil { seal = try Record.digest(form, "digest") }
  }

  private mutating func readLists(_ form: Form) throws(PolicyError) {
    changes = try Record.list(form, "changes") { (value, place) throws(PolicyError) in
      try RecordedChange(value, at: place)
    }
    files = try Record.list(form, "files") { (value, place) throws(PolicyError) in
      try File(value, at: place)
    }
    evidence = try Record.list(form, "evidence") { (value, place) throws(PolicyError) in
      try EvidenceItem(value, at: place)
    }
    approvals = try Record.list(form, "approvals") { (value, place) throws(PolicyError) in
      try RecordedApproval(value, at: place)
    }
    overrides = try Record.list(form, "overrides") { (value, place) throws(PolicyError) in
      try Override(value, at: place)
    }
    limits = try Record.list(form, "limits") { (value, place) throws(PolicyError) in
      try CheckedLimit(value, at: place)
    }
  }

  private static func list<Item>(
    _ form: Form, _ key: String, _ read: (JSONValue, JSONPointer) throws(PolicyError) -> Item
  ) throws(PolicyError) -> [Item] {
    var result: [Item] = []
    for (index, value) in try form.array(key).enumerated() {
      result.append(try read(value, form.place(key).appending(String(index))))
    }
    return result
  }

  static func instant(_ form: Form, _ key: String) throws(PolicyError) -> Instant {
    let text = try form.string(key)
    do throws(TimeError) {
      return try Instant.parse(text)
    } catch {
      throw form.wrong(key, "an RFC 3339 date-time")
    }
  }

  static func digest(_ form: Form, _ key: String) throws(PolicyError) -> Digest {
    let text = try form.string(key)
    guard text.utf8.starts(with: "sha256:".utf8),
      let digest = Digest(hex: Substring(text.utf8.dropFirst(7)))
    else {
      throw form.wrong(key, "sha256: and 64 hexadecimal digits")
    }
    return digest
  }
}
