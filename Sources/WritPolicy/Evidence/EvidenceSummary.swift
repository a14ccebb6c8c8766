public import WritJSON

/// What an artifact says, in the one form that gates read, whatever tool wrote it.
public struct EvidenceSummary: Sendable, Equatable {
  /// The format that this writ reads and writes.
  public static let version = 1
  /// What the member `type` of a summary says.
  public static let type = "writ-evidence-summary"

  /// The file that a summary was made from.
  public struct Source: Sendable, Equatable {
    /// The digest of the raw bytes.
    public let digest: Digest
    /// How many bytes there are.
    public let size: Int

    /// Makes a source from its parts.
    public init(digest: Digest, size: Int) {
      self.digest = digest
      self.size = size
    }
  }

  /// The kind of the source: `hyperfine`, `junit`.
  public var kind: String
  /// When it was measured, as the source itself says; nil when it does not.
  public var recordedAt: Instant?
  /// What it was made from.
  public var sources: [Source]
  /// The things that were measured, in the order of the source; no two have one name.
  public var groups: [EvidenceGroup]
  /// What a reader should know, one sentence each.
  public var notes: [String]
  /// The whole source, where it is a document that conditions read as it is.
  public var document: JSONValue?

  /// Makes a summary from its parts.
  public init(
    kind: String, recordedAt: Instant?, sources: [Source] = [], groups: [EvidenceGroup],
    notes: [String] = [], document: JSONValue? = nil
  ) {
    self.kind = kind
    self.recordedAt = recordedAt
    self.sources = sources
    self.groups = groups
    self.notes = notes
    self.document = document
  }

  /// How all runs ended.
  public var runs: RunCounts { groups.reduce(RunCounts()) { $0 + $1.runs } }

  /// The group with that name.
  public func group(_ name: String) -> EvidenceGroup? {
    groups.first { $0.name.hasSameBytes(as: name) }
  }
}

extension EvidenceSummary {
  /// The document that is stored beside the source.
  public var json: JSONValue {
    var object: JSONObject = [
      "version": .number(JSONNumber(EvidenceSummary.version)),
      "type": .string(EvidenceSummary.type), "kind": .string(kind),
    ]
    object["recordedAt"] = recordedAt.map { .string($0.description) }
    object["sources"] = .array(
      sources.map { ["sha256": .string($0.digest.hex), "size": .number(JSONNumber($0.size))] })
    object["runs"] = runs.json
    object["groups"] = .object(JSONObject(groups.map { (key: $0.name, value: $0.json) }))
    if !notes.isEmpty { object["notes"] = .array(notes.map(JSONValue.string)) }
    object["document"] = document
    return .object(object)
  }

  /// Whether a document says of itself that it is a summary.
  public static func isSummary(_ document: JSONValue) -> Bool {
    document["type"]?.stringValue == type
  }

  /// Reads a stored summary.
  public init(_ value: JSONValue) throws(PolicyError) {
    let form = try Form(
      value, "the evidence summary",
      known: [
        "version", "type", "kind", "recordedAt", "sources", "runs", "groups", "notes", "document",
      ])
    try form.requireVersion(EvidenceSummary.version)
    guard try form.string("type") == EvidenceSummary.type else {
      throw form.wrong("type", "'\(EvidenceSummary.type)'")
    }
    var groups: [EvidenceGroup] = []
    for (key, member) in form.value("groups")?.objectValue ?? [:] {
      groups.append(try EvidenceGroup(key, member, at: form.place("groups").appending(key)))
    }
    self.init(
      kind: try form.string("kind"), recordedAt: try EvidenceSummary.time(form),
      sources: try EvidenceSummary.sources(form), groups: groups,
      notes: try form.strings("notes"), document: form.value("document"))
    guard try RunCounts(form.value("runs") ?? .null, at: form.place("runs")) == runs else {
      throw form.wrong("runs", "the sum over the groups")
    }
  }

  private static func time(_ form: Form) throws(PolicyError) -> Instant? {
    guard let text = try form.optionalString("recordedAt") else { return nil }
    do throws(TimeError) {
      return try Instant.parse(text)
    } catch {
      throw form.wrong("recordedAt", "an RFC 3339 date-time")
    }
  }

  private static func sources(_ form: Form) throws(PolicyError) -> [Source] {
    var result: [Source] = []
    for (index, value) in try form.array("sources").enumerated() {
      let place = form.place("sources").appending(index)
      let part = try Form(value, "the evidence summary", at: place, known: ["sha256", "size"])
      guard let digest = Digest(hex: try part.string("sha256")),
        let size = try part.optionalInt("size", in: 0...Int.max)
      else { throw part.wrong("sha256", "64 hexadecimal digits, with the size") }
      result.append(Source(digest: digest, size: size))
    }
    return result
  }
}
