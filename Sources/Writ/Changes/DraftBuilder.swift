import WritGit
import WritJSON
import WritPolicy
import WritSignature

/// Works out what a request changes on top of a commit.
struct DraftBuilder {
  let ledger: Ledger
  let branch: Ledger.Branch
  let snapshot: Snapshot
  /// What the work tree holds and the change leaves out, one sentence each.
  private(set) var notes: [String] = []

  init(_ ledger: Ledger, _ branch: Ledger.Branch) throws {
    self.ledger = ledger
    self.branch = branch
    snapshot = try ledger.snapshot(branch.tip)
  }

  mutating func build(_ request: ChangeRequest) throws -> Draft {
    switch request {
    case .edits(let edits): try build(edits)
    case .workTree(let includingGovernance): try buildFromWorkTree(includingGovernance)
    case .plan(let plan): try build(plan)
    }
  }

  // MARK: Edits

  private func build(_ edits: [ChangeRequest.Edit]) throws -> Draft {
    var steps: [(name: DocumentName, edits: [ChangeRequest.Edit])] = []
    for edit in edits {
      if let place = steps.firstIndex(where: { $0.name == edit.document }) {
        steps[place].edits.append(edit)
      } else {
        steps.append((edit.document, [edit]))
      }
    }
    var items: [Draft.Item] = []
    for step in steps {
      if let item = try edited(step.name, step.edits) { items.append(item) }
    }
    return Draft(base: branch.tip, items: items)
  }

  private func edited(_ name: DocumentName, _ steps: [ChangeRequest.Edit]) throws -> Draft.Item? {
    let stored = try snapshot.stored(name)
    let before = try stored.map { try Ledger.parse($0.bytes, name.path) }
    var current = before
    for step in steps { current = try apply(step, to: current, of: name) }
    return try item(name, on: snapshot, stored, before, current?.bytes, current)
  }

  private func apply(
    _ step: ChangeRequest.Edit, to document: JSONDocument?, of name: DocumentName
  ) throws -> JSONDocument? {
    if case .set(_, let pointer, let value) = step, pointer.isRoot, document == nil {
      return try JSONDocument(parsing: value.serialized())
    }
    guard let document else { throw try unknown(name) }
    do throws(JSONError) {
      switch step {
      case .set(_, let pointer, let value): return try document.setting(pointer, to: value)
      case .remove(_, let pointer):
        return pointer.isRoot ? nil : try document.removing(pointer)
      case .patch(_, let patch): return try document.applying(patch)
      }
    } catch {
      throw LedgerError(
        .usage, error.code.rawValue, "\(name): \(error.message)", hint: error.hint)
    }
  }

  private func unknown(_ name: DocumentName) throws -> LedgerError {
    let names = try snapshot.names().map(\.text)
    return LedgerError(
      .usage, "unknown-policy", "There is no policy '\(name)' on this branch.",
      hint: NearNames.hint(for: name.text, among: names)
        ?? "create it with --set '\(name)#={...}', or write \(name.path) and run writ apply")
  }

  // MARK: Work tree

  private mutating func buildFromWorkTree(_ includingGovernance: Bool) throws -> Draft {
    guard let workTree = WorkTree(of: ledger.repository) else {
      throw LedgerError(
        .usage, "bare-repository", "A bare repository has no files to take a change from.",
        hint: "say what to change with --set, --remove or --patch")
    }
    guard branch.isCheckedOut else {
      throw LedgerError(
        .usage, "branch-not-checked-out",
        "'\(branch.name)' is not checked out, so the work tree says nothing about it.",
        hint: "say what to change with --set, --remove or --patch")
    }
    var items: [Draft.Item] = []
    for status in try workTree.status(of: Ledger.governed) {
      guard includingGovernance || status.path.isInside(Ledger.policies) else {
        notes.append("\(status.path) has edits that are left out; --governance takes them too.")
        continue
      }
      guard !status.isConflicted else {
        throw LedgerError(
          .conflict, "merge-conflict", "\(status.path) is in conflict from a merge.",
          hint: "resolve it and stage the file first")
      }
      if let item = try changed(status.path, workTree) {
        items.append(item)
      } else if DocumentName(path: status.path.description) == nil,
        !Ledger.signerLists.contains(status.path)
      {
        notes.append("\(status.path) is left out: only .json files are policy.")
      }
    }
    return Draft(base: branch.tip, items: items)
  }

  private func changed(_ path: GitPath, _ workTree: WorkTree) throws -> Draft.Item? {
    guard let text = path.utf8 else {
      throw LedgerError(
        .refused, "path-not-utf8", "The path '\(path)' is not UTF-8.", hint: "rename the file")
    }
    if Ledger.signerLists.contains(path) { return try changedSigners(path, workTree) }
    guard let name = DocumentName(path: text) else { return nil }
    let stored = try snapshot.stored(name)
    guard let file = try workTree.read(path, limit: Snapshot.documentLimit) else {
      return try item(name, on: snapshot, stored, parsedLeniently(stored), nil, nil)
    }
    let bytes = try workTree.storedForm(of: file.bytes, at: path)
    let after = try Ledger.parse(bytes, text)
    return try item(name, on: snapshot, stored, parsedLeniently(stored), bytes, after)
  }

  /// A list of signers is governed, and no document.
  private func changedSigners(_ path: GitPath, _ workTree: WorkTree) throws -> Draft.Item? {
    let before = try snapshot.entry(path)
    let file = try workTree.read(path, limit: RevocationList.limit)
    let bytes = try file.map { try workTree.storedForm(of: $0.bytes, at: path) }
    let id = try bytes.map { try ObjectDatabase.id(of: $0, as: .blob) }
    if id == before?.id { return nil }
    return Draft.Item(
      path: path, name: nil, before: before,
      after: bytes.map { .bytes($0, before?.mode ?? .file) },
      change: DocumentChange(opaque: path.description, isRemoved: bytes == nil))
  }

  /// What was broken before may be mended: only the new content must be strict.
  private func parsedLeniently(_ stored: Snapshot.Stored?) -> JSONDocument? {
    guard let stored else { return nil }
    do throws(JSONError) {
      return try JSONDocument(parsing: stored.bytes)
    } catch {
      return nil
    }
  }

  // MARK: Plan

  private func build(_ plan: Plan) throws -> Draft {
    guard let base = ObjectID(plan.base), ledger.objects.contains(base) else {
      throw LedgerError(
        .unverifiable, "foreign-plan",
        "The plan was made on commit \(plan.base), which is not in this repository.",
        hint: "make the plan here, or fetch the commit")
    }
    guard plan.branch.hasSameBytes(as: branch.name) else {
      throw LedgerError(
        .usage, "other-branch", "The plan is for '\(plan.branch)', not for '\(branch.name)'.",
        hint: "name the plan's branch with --branch")
    }
    let planned = try ledger.snapshot(base)
    var items: [Draft.Item] = []
    for document in plan.documents {
      let stored = try planned.stored(document.name)
      guard stored?.entry.id.hex == document.beforeBlob else {
        throw LedgerError(
          .refused, "plan-mismatch",
          "The plan says that \(document.name) was another document than its base commit has.",
          hint: "make a new plan")
      }
      let after = try document.text.map { try Ledger.parse($0, document.name.path) }
      if let item = try item(
        document.name, on: planned, stored, parsedLeniently(stored), document.text, after)
      {
        items.append(item)
      }
    }
    return Draft(base: base, items: items)
  }

  // MARK: Items

  /// The item for a document, or nil when its bytes stay the same.
  private func item(
    _ name: DocumentName, on base: Snapshot, _ stored: Snapshot.Stored?, _ before: JSONDocument?,
    _ bytes: [UInt8]?,
    _ after: JSONDocument?
  ) throws -> Draft.Item? {
    if stored?.bytes == bytes { return nil }
    guard GitPath(name.path).isSafe else {
      throw LedgerError(
        .usage, "name", "Git lets no file be named '\(name.path)'.", hint: "choose another name")
    }
    let change = DocumentChange(
      name: name, before: before?.value, after: after?.value,
      identity: try ledger.arrayIdentity(of: GitPath(name.path), in: base.commit.tree))
    return Draft.Item(
      path: GitPath(name.path), name: name, before: stored?.entry,
      after: bytes.map { .bytes($0, stored?.entry.mode ?? .file) }, change: change)
  }
}
