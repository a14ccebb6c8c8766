public import WritJSON

/// The exact change proposed against one base commit, with its digest; used once.
public struct Plan: Sendable {
  /// The format that this writ reads and writes.
  public static let version = 1

  /// A file's content after the change.
  public struct Document: Sendable {
    /// The document.
    public let name: DocumentName
    /// The blob on the base, or nil when there is none.
    public let beforeBlob: String?
    /// The exact bytes after the change, or nil when the document goes.
    public let text: [UInt8]?

    /// Makes a document from its parts.
    public init(name: DocumentName, beforeBlob: String?, text: [UInt8]?) {
      self.name = name
      self.beforeBlob = beforeBlob
      self.text = text
    }
  }

  /// The commit that the change is proposed against.
  public let base: String
  /// The branch by its full name.
  public let branch: String
  /// The documents that change, sorted by path.
  public let documents: [Document]
  /// The values that change, for people and gates.
  public let changes: [RecordedChange]
  /// The digest that decisions and approvals are bound to.
  public let digest: Digest

  /// Makes a plan and computes its digest.
  public init(
    base: String, branch: String, documents: [Document], changes: [RecordedChange]
  ) throws(JSONError) {
    self.base = base
    self.branch = branch
    self.documents = documents.sorted { $0.name < $1.name }
    self.changes = changes
    digest = try Digest(
      of: Plan.content(base: base, branch: branch, documents: self.documents, changes: changes))
  }

  private static func content(
    base: String, branch: String, documents: [Document], changes: [RecordedChange]
  ) -> JSONValue {
    [
      "version": .number(JSONNumber(version)), "base": .string(base), "branch": .string(branch),
      "documents": .array(documents.map(\.json)), "changes": .array(changes.map(\.json)),
    ]
  }

  /// The document that `writ plan --out` writes.
  public var json: JSONValue {
    guard
      case .object(var object) = Plan.content(
        base: base, branch: branch, documents: documents, changes: changes)
    else { return .null }
    object["digest"] = .string(digest.description)
    return .object(object)
  }

  /// Reads a plan file and holds it against its digest.
  public init(_ document: JSONValue) throws(PolicyError) {
    let form = try Form(
      document, "the plan",
      known: ["version", "base", "branch", "documents", "changes", "digest"])
    try form.requireVersion(Plan.version)
    base = try form.string("base")
    branch = try form.string("branch")
    var documents: [Document] = []
    for (index, value) in try form.array("documents").enumerated() {
      documents.append(
        try Document(value, at: form.place("documents").appending(String(index))))
    }
    self.documents = documents
    var changes: [RecordedChange] = []
    for (index, value) in try form.array("changes").enumerated() {
      changes.append(
        try RecordedChange(value, at: form.place("changes").appending(String(index))))
    }
    self.changes = changes
    digest = try Record.digest(form, "digest")
    try Plan.verify(document, digest)
  }

  private static func verify(_ document: JSONValue, _ claimed: Digest) throws(PolicyError) {
    guard case .object(var object) = document else { return }
    object["digest"] = nil
    let actual: Digest?
    do throws(JSONError) {
      actual = try Digest(of: .object(object))
    } catch {
      throw PolicyError(.form, "The plan has no canonical form: \(error.message)")
    }
    guard actual == claimed else {
      throw PolicyError(
        .digest, "The plan's content does not match its digest: it was edited after it was made.",
        pointer: "/digest", hint: "make a new plan with 'writ plan --out'")
    }
  }
}

extension Plan.Document {
  var json: JSONValue {
    [
      "policy": .string(name.text), "before": beforeBlob.map(JSONValue.string) ?? .null,
      "text": text.map { .string(String(decoding: $0, as: UTF8.self)) } ?? .null,
    ]
  }

  init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(value, "the plan", at: place, known: ["policy", "before", "text"])
    self.init(
      name: try DocumentName(try form.string("policy")),
      beforeBlob: try form.optionalString("before"),
      text: try form.optionalString("text").map { Array($0.utf8) })
  }
}
