import WritGit
import WritJSON
public import WritPolicy

/// One file that was checked, with what is wrong with it.
public struct Checked: Sendable {
  /// The path.
  public let path: String
  /// What is wrong; none when the file is well-formed.
  public let findings: [Finding]

  /// Makes a result from its parts.
  public init(path: String, findings: [Finding]) {
    self.path = path
    self.findings = findings
  }
}

extension Ledger {
  /// Checks a document's form: strict JSON, and for rules and rule cases their own form too.
  ///
  /// - Parameter schemas: the schemas beside the rules, asked for when `path` is that of rules.
  public static func validate(
    _ bytes: [UInt8], _ path: String, schemas: () throws -> [GovernanceSchema]
  ) throws -> [Finding] {
    do {
      let document = try parse(bytes, path)
      if path.isPath(of: Rules.path) {
        let files = Rules.namesSchemas(document.value) ? try schemas() : []
        _ = try Rules(document, schemas: files)
      } else if path.isPath(of: TargetList.path) {
        _ = try TargetList(document)
      } else if path.isCases {
        _ = try RuleCase.list(document, path)
      }
      return []
    } catch let error as PolicyError {
      let place = error.line.map { ":\($0):\(error.column ?? 1)" } ?? ""
      var finding = Finding(
        .rulesForm, path: path, pointer: error.pointer,
        "\(path)\(place)#\(error.pointer): \(error.message)",
        mend: error.hint ?? "correct \(path)")
      (finding.line, finding.column) = (error.line, error.column)
      return [finding]
    } catch let error as LedgerError where !error.findings.isEmpty {
      return error.findings
    }
  }

  /// Checks all governed documents: those of the work tree, or of the tip in a bare repository.
  ///
  /// Policies are held against the schemas that the rules beside them name, and against the schema
  /// of their own name; schemas are checked themselves.
  public func validateAll() throws -> [Checked] {
    let files = try governedDocuments()
    let governance = GovernanceFiles(files)
    var results = try files.filter { $0.path.isInside("governance") }.map { path, bytes in
      let path = path.description
      return Checked(
        path: path, findings: try Ledger.validate(bytes, path) { governance.schemas })
    }
    let isReadable = results.allSatisfy(\.findings.isEmpty) && governance.rules != nil
    let forms = PolicyForms(
      schemas: PolicySchemas(governance.schemas),
      rules: isReadable ? try governance.readRules() : nil)
    results = try results.map { checked in try forms.addingSchemaFaults(to: checked, governance) }
    for (path, bytes) in files where !path.isInside("governance") {
      let path = path.description
      var findings = try Ledger.validate(bytes, path) { [] }
      if findings.isEmpty { findings = forms.findings(try Ledger.parse(bytes, path), path) }
      results.append(Checked(path: path, findings: findings))
    }
    return results.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private func governedDocuments() throws -> [(path: GitPath, bytes: [UInt8])] {
    if let workTree = WorkTree(of: repository) {
      var paths = Set(try repository.stagedFiles(under: Ledger.governed).map(\.path))
      paths.formUnion(try workTree.status(of: Ledger.governed).map(\.path))
      return try paths.sorted().filter(\.isJSON).compactMap { path in
        try workTree.read(path).map { (path, $0.bytes) }
      }
    }
    let snapshot = try snapshot(viewpoint().tip)
    return try Ledger.governed.flatMap { try snapshot.folder($0) }
      .filter { $0.path.isJSON && $0.entry.mode.isFile }
      .map { ($0.path, try objects.blob($0.entry.id, limit: Snapshot.documentLimit)) }
  }
}

/// The schemas that documents are held against: those of the rules and those of their own names.
private struct PolicyForms {
  let schemas: PolicySchemas
  /// Nil where there are none that can be read.
  let rules: Rules?

  func findings(_ document: JSONDocument, _ path: String) -> [Finding] {
    (rules?.schemaFindings(document, path) ?? [])
      + schemas.findings(document, path, besides: rules)
  }

  /// What was found in a file of governance, and what is wrong with it as a schema if it is one.
  func addingSchemaFaults(to checked: Checked, _ governance: GovernanceFiles) throws -> Checked {
    guard checked.findings.isEmpty, let name = GovernanceSchema.name(GitPath(checked.path)),
      let file = governance.schemas.first(where: { $0.name.hasSameBytes(as: name) })
    else { return checked }
    let document = try Ledger.parse(file.bytes, checked.path)
    return Checked(
      path: checked.path, findings: schemas.findings(ofSchema: name, document))
  }
}

extension GitPath {
  fileprivate var isJSON: Bool { bytes.suffix(5).elementsEqual(".json".utf8) }
}

extension String {
  /// Whether this is a path, from wherever, that ends in another.
  func isPath(of other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
      || utf8.suffix(other.utf8.count + 1).elementsEqual("/\(other)".utf8)
  }

  /// Whether it is the path of a file of rule cases.
  fileprivate var isCases: Bool {
    var parts = utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
    parts.removeLast()
    return parts.suffix(2).joined(separator: "/") == RuleCase.folder
  }
}
