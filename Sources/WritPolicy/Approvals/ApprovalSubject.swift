public import WritJSON

/// What an approval is about, exactly: the change, the commit it is made on, the evidence it rests
/// on, and the gates and rules that judge it.
///
/// When any of it is different, the approval is about something else.
public struct ApprovalSubject: Sendable, Equatable {
  /// The format that this writ reads and writes.
  public static let version = 1

  /// A document with its digest.
  public struct Item: Sendable, Equatable {
    /// The path in the repository, or the name of an artifact.
    public let name: String
    /// The digest: of the canonical form for a document, of the raw bytes for an artifact.
    public let digest: Digest

    /// Makes an item from its parts.
    public init(name: String, digest: Digest) {
      self.name = name
      self.digest = digest
    }
  }

  /// The commit that the change is made on.
  public let base: String
  /// The branch by its full name.
  public let branch: String
  /// The digest of the plan, and so of the exact bytes after the change.
  public let plan: Digest
  /// The files that change, sorted by path.
  public let files: [Record.File]
  /// The digest of the values that change, as people read them.
  public let changes: Digest
  /// The artifacts that the change rests on, sorted by name.
  public let evidence: [Item]
  /// The gates that were in force, sorted by path.
  public let gates: [Item]
  /// The rules that were in force.
  public let rules: Digest
  /// The digest of the apply's record, with who and why; nil where a plan was approved.
  public let record: Digest?

  /// Makes a subject from its parts, in any order.
  public init(
    base: String, branch: String, plan: Digest, files: [Record.File], changes: Digest,
    evidence: [Item], gates: [Item], rules: Digest, record: Digest? = nil
  ) {
    self.base = base
    self.branch = branch
    self.plan = plan
    self.files = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    self.changes = changes
    self.evidence = ApprovalSubject.sorted(evidence)
    self.gates = ApprovalSubject.sorted(gates)
    self.rules = rules
    self.record = record
  }

  private static func sorted(_ items: [Item]) -> [Item] {
    items.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The document whose digest is approved.
  public var json: JSONValue {
    func list(_ items: [Item], _ key: String) -> JSONValue {
      .array(items.map { [key: .string($0.name), "sha256": .string($0.digest.hex)] as JSONValue })
    }
    var object: JSONObject = [
      "version": .number(JSONNumber(ApprovalSubject.version)), "base": .string(base),
      "branch": .string(branch), "plan": .string(plan.description),
      "files": .array(files.map(\.json)), "changes": .string(changes.description),
      "evidence": list(evidence, "name"), "gates": list(gates, "path"),
      "rules": .string(rules.description),
    ]
    object["record"] = record.map { .string($0.description) }
    return .object(object)
  }

  /// The digest of the document.
  public func digest() throws(JSONError) -> Digest { try Digest(of: json) }

  /// Reads a document.
  public init(_ document: JSONValue, at place: JSONPointer = .root) throws(PolicyError) {
    let form = try Form(
      document, "the approval", at: place,
      known: [
        "version", "base", "branch", "plan", "files", "changes", "evidence", "gates", "rules",
        "record",
      ])
    try form.requireVersion(ApprovalSubject.version)
    var files: [Record.File] = []
    for (index, value) in try form.array("files").enumerated() {
      files.append(try Record.File(value, at: form.place("files").appending(String(index))))
    }
    self.init(
      base: try form.string("base"), branch: try form.string("branch"),
      plan: try Record.digest(form, "plan"), files: files,
      changes: try Record.digest(form, "changes"),
      evidence: try ApprovalSubject.items(form, "evidence", "name"),
      gates: try ApprovalSubject.items(form, "gates", "path"),
      rules: try Record.digest(form, "rules"),
      record: form.value("record") == nil ? nil : try Record.digest(form, "record"))
  }

  private static func items(
    _ form: Form, _ key: String, _ name: String
  ) throws(PolicyError) -> [Item] {
    var result: [Item] = []
    for (index, value) in try form.array(key).enumerated() {
      let item = try Form(
        value, "the approval", at: form.place(key).appending(String(index)),
        known: [name, "sha256"])
      guard let digest = Digest(hex: try item.string("sha256")) else {
        throw item.wrong("sha256", "64 hexadecimal digits")
      }
      result.append(Item(name: try item.string(name), digest: digest))
    }
    return result
  }
}

extension ApprovalSubject {
  /// What is not as it was approved, one sentence each; none when all is the same.
  public func drift(from approved: ApprovalSubject) -> [String] {
    var result: [String] = []
    if !approved.base.hasSameBytes(as: base) {
      result.append(
        "The base is the commit \(base.prefix(10)), and \(approved.base.prefix(10)) was approved.")
    }
    if !approved.branch.hasSameBytes(as: branch) {
      result.append("The branch is \(branch), and \(approved.branch) was approved.")
    }
    result += changeDrift(from: approved)
    result += ApprovalSubject.drift("artifact", evidence, from: approved.evidence)
    result += ApprovalSubject.drift("gate", gates, from: approved.gates)
    if approved.rules != rules { result.append("The rules are not those that were approved.") }
    if isOther(than: approved) {
      result.append("The record, which says who and why, is not the one that was approved.")
    }
    return result
  }

  /// Whether the approval was given to another record than this one.
  public func isOther(than approved: ApprovalSubject) -> Bool {
    approved.record != nil && approved.record != record
  }

  private func changeDrift(from approved: ApprovalSubject) -> [String] {
    let paths = ApprovalSubject.differences(
      files.map { ($0.path, [$0.before, $0.after]) },
      approved.files.map { ($0.path, [$0.before, $0.after]) })
    if paths.isEmpty {
      if approved.changes != changes {
        return ["The values that the change lists are not those that were approved."]
      }
      guard approved.plan != plan, approved.base.hasSameBytes(as: base) else { return [] }
      return ["The change is not the one that was approved."]
    }
    return paths.map { "The change of \($0) is not the one that was approved." }
  }

  private static func drift(_ what: String, _ now: [Item], from old: [Item]) -> [String] {
    differences(now.map { ($0.name, $0.digest) }, old.map { ($0.name, $0.digest) }).map { name in
      if !old.contains(where: { $0.name.hasSameBytes(as: name) }) {
        return "The \(what) '\(name)' was not there when it was approved."
      }
      if !now.contains(where: { $0.name.hasSameBytes(as: name) }) {
        return "The \(what) '\(name)' that was approved is not there."
      }
      return "The \(what) '\(name)' is not the one that was approved."
    }
  }

  /// The names under which two lists do not have the same, sorted.
  private static func differences<Value: Equatable>(
    _ left: [(String, Value)], _ right: [(String, Value)]
  ) -> [String] {
    func missing(_ entry: (String, Value), in list: [(String, Value)]) -> Bool {
      !list.contains { $0.0.utf8.elementsEqual(entry.0.utf8) && $0.1 == entry.1 }
    }
    let names = left.filter { missing($0, in: right) } + right.filter { missing($0, in: left) }
    var result: [String] = []
    for (name, _) in names where !result.contains(where: { $0.hasSameBytes(as: name) }) {
      result.append(name)
    }
    return result.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
