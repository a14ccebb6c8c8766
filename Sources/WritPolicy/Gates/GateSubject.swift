public import WritJSON

/// A value that a change brings.
struct GateTarget: Sendable {
  /// The document's name.
  let document: String
  /// The file.
  let path: String
  /// Where in the document.
  let pointer: JSONPointer
  /// The new value, which has no parts.
  let value: JSONValue
}

/// The change that a gate judges evidence for.
public struct GateSubject: Sendable {
  /// The digest of the plan.
  public let plan: Digest
  /// The branch by its full name.
  public let branch: String
  /// The values that change, as plan and record tell them.
  public let changes: [RecordedChange]
  /// The values that the change brings, one by one.
  let targets: [GateTarget]

  /// Takes the change of a plan.
  ///
  /// - Throws: when the plan does not hold the values that it tells by digest.
  public init(_ plan: Plan) throws(PolicyError) {
    var texts: [String: [UInt8]] = [:]
    for document in plan.documents { texts[document.name.text] = document.text }
    try self.init(
      plan: plan.digest, branch: plan.branch, changes: plan.changes
    ) { (name) throws(PolicyError) in
      try texts[name].map { (bytes) throws(PolicyError) in try GateSubject.value(bytes, name) }
    }
  }

  /// Takes the change that a record tells.
  ///
  /// - Parameters:
  ///   - plan: the digest of the plan.
  ///   - branch: by its full name.
  ///   - changes: of the plan or the record.
  ///   - after: gives the document of that name after the change; asked only for values that are
  ///     told by digest.
  public init(
    plan: Digest, branch: String, changes: [RecordedChange],
    after: (String) throws(PolicyError) -> JSONValue?
  ) throws(PolicyError) {
    self.plan = plan
    self.branch = branch
    self.changes = changes
    var targets: [GateTarget] = []
    for change in changes {
      let value: JSONValue
      switch change.after {
      case nil: continue
      case .whole(let whole): value = whole
      case .digest(let digest):
        value = try GateSubject.resolve(change, digest, try after(change.document))
      }
      try GateSubject.add(value, of: change, to: &targets)
    }
    self.targets = targets
  }

  private static func value(_ bytes: [UInt8], _ name: String) throws(PolicyError) -> JSONValue {
    do throws(JSONError) {
      return try JSONDocument(parsing: bytes).value
    } catch {
      throw PolicyError(.form, "'\(name)' in the plan is not strict JSON: \(error.message)")
    }
  }

  /// The large value that a change tells by digest, from the document after it.
  private static func resolve(
    _ change: RecordedChange, _ digest: Digest, _ document: JSONValue?
  ) throws(PolicyError) -> JSONValue {
    let found: Digest?
    let value: JSONValue?
    do throws(JSONError) {
      value = document?.value(at: try JSONPointer(parsing: change.pointer))
      found = try value.map { (value) throws(JSONError) in try Digest(of: value) }
    } catch {
      throw PolicyError(.form, "The change of '\(change.document)' is unsound: \(error.message)")
    }
    guard let value, found == digest else {
      throw PolicyError(
        .digest,
        "The value at \(change.document)#\(change.pointer.oneLine) is not there to be judged.",
        hint: "give the plan that 'writ plan --out' wrote, unchanged")
    }
    return value
  }

  private static func add(
    _ value: JSONValue, of change: RecordedChange, to targets: inout [GateTarget]
  ) throws(PolicyError) {
    let pointer: JSONPointer
    do throws(JSONError) {
      pointer = try JSONPointer(parsing: change.pointer)
    } catch {
      throw PolicyError(.form, error.message, hint: error.hint)
    }
    var before: [JSONPointer: JSONValue] = [:]
    if case .whole(let old) = change.before {
      old.visitLeaves(from: pointer) { before[$0] = $1 }
    }
    let path = try DocumentName(change.document).path
    value.visitLeaves(from: pointer) { place, leaf in
      guard before[place] != leaf else { return }
      targets.append(
        GateTarget(document: change.document, path: path, pointer: place, value: leaf))
    }
  }
}
