import WritGit
import WritJSON
public import WritPolicy

/// What is under `governance/` in a folder, a work tree or a commit, read and not yet understood.
public struct GovernanceFiles {
  /// A file by its path from the top of the repository.
  public typealias File = (path: String, bytes: [UInt8])

  /// The rules; nil when there are none.
  public let rules: [UInt8]?
  /// The schemas.
  public let schemas: [GovernanceSchema]
  /// The files of rule cases, sorted by path.
  public let cases: [File]
  /// The names of the gates that have a document.
  public let gates: [String]

  private static let gateFolder = "governance/gates/"
  private static let caseFolder = RuleCase.folder + "/"

  init(_ files: [(path: GitPath, bytes: [UInt8])]) {
    let named = files.compactMap { path, bytes in path.utf8.map { (path: $0, bytes: bytes) } }
      .filter { $0.path.utf8.suffix(5).elementsEqual(".json".utf8) }
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    rules = named.first { $0.path.hasSameBytes(as: Rules.path) }?.bytes
    schemas = named.compactMap { path, bytes in
      GovernanceSchema.name(GitPath(path)).map { GovernanceSchema(name: $0, bytes: bytes) }
    }
    cases = named.filter { $0.path.utf8.starts(with: GovernanceFiles.caseFolder.utf8) }
    gates = named.compactMap { path, _ in
      guard path.utf8.starts(with: GovernanceFiles.gateFolder.utf8) else { return nil }
      let name = path.utf8.dropFirst(GovernanceFiles.gateFolder.utf8.count).dropLast(5)
      return String(decoding: name, as: UTF8.self)
    }
  }

  /// Reads the files below a folder that holds `governance/`, in a repository or not.
  public init(folder: String) throws {
    let top = folder.hasSuffix("/") ? folder : folder + "/"
    guard FileSystem.isFolder(top + "governance") else {
      throw LedgerError(
        .usage, "no-governance", "There is no folder '\(top)governance'.",
        hint: "name the folder that holds governance/")
    }
    let paths = try FileSystem.files(below: top + "governance")
    self.init(
      try paths.compactMap { path in
        try FileSystem.read(path, limit: Snapshot.documentLimit).map {
          (GitPath(bytes: Array(path.utf8.dropFirst(top.utf8.count))), $0)
        }
      })
  }

  /// Reads the rules.
  ///
  /// - Throws: when there are none, or when they, a schema or a condition cannot be used.
  public func readRules() throws -> Rules {
    guard let rules else {
      throw LedgerError(
        .refused, "no-rules", "There is no \(Rules.path).", hint: "run 'writ init' to lay it down")
    }
    return try Rules(Ledger.parse(rules, Rules.path), schemas: schemas)
  }

  /// What is wrong with the rules, and the gates that they ask and that have no document.
  public func rulesFindings() throws -> [Finding] {
    do {
      let rules = try readRules()
      return rules.doubts
        + rules.rules.compactMap { rule in
          guard let gate = rule.gate, !gates.contains(where: { $0.hasSameBytes(as: gate) })
          else { return nil }
          return Finding(
            .rulesForm, rule: rule.name, path: Rules.path,
            pointer: rule.place.appending("gate").description,
            "Rule '\(rule.name)' asks the gate '\(gate)', which has no document.",
            mend: "write governance/gates/\(gate).json, or correct the name")
        }
    } catch {
      return [try Ledger.unreadableRules(error)]
    }
  }
}

extension GovernanceFiles {
  /// What identifies the elements of the arrays of the policy at a path.
  private func arrayKeys() throws -> (String) -> JSONIdentity {
    let keys = try rules.map {
      ArrayKeys(rules: try Ledger.parse($0, Rules.path).value, schema: schema)
    }
    return { path in
      let own = ArrayKeys.ownSchema(ofPolicyAt: path).flatMap(schema)
      return (keys ?? .evident).identity(
        ofPolicyAt: path, own: own.map(ArrayKeys.declarations) ?? [])
    }
  }

  private func schema(_ name: String) -> [UInt8]? {
    schemas.first { $0.name.hasSameBytes(as: name) }?.bytes
  }
}

extension Ledger {
  /// What is under `governance/`: in the work tree, or on the branch in a bare repository.
  public func governanceFiles() throws -> GovernanceFiles {
    let folder: GitPath = "governance"
    guard let workTree = WorkTree(of: repository) else {
      let snapshot = try snapshot(viewpoint().tip)
      return GovernanceFiles(
        try snapshot.folder(folder).filter { $0.entry.mode.isFile }.map {
          ($0.path, try objects.blob($0.entry.id, limit: Snapshot.documentLimit))
        })
    }
    var paths = Set(try repository.stagedFiles(under: [folder]).map(\.path))
    paths.formUnion(try workTree.status(of: [folder]).map(\.path))
    return GovernanceFiles(
      try paths.sorted().compactMap { path in
        try workTree.read(path, limit: Snapshot.documentLimit).map { (path, $0.bytes) }
      })
  }
}

/// A rule case of a file, held against the rules.
public struct CheckedCase: Sendable {
  /// The file.
  public let path: String
  /// What came of it.
  public let result: RuleCaseResult
}

extension GovernanceFiles {
  /// Holds all rule cases against the rules.
  ///
  /// - Throws: when there are none, since nothing was shown then.
  public func checkCases() throws -> [CheckedCase] {
    let rules = try readRules()
    guard !cases.isEmpty else {
      throw LedgerError(
        .usage, "no-rule-cases", "There are no rule cases under \(RuleCase.folder)/.",
        hint: "write one: see docs/governance.md")
    }
    let keys = try arrayKeys()
    return try cases.flatMap { path, bytes in
      try RuleCase.list(Ledger.parse(bytes, path), path, identity: keys).map {
        CheckedCase(path: path, result: rules.check($0))
      }
    }
  }
}

extension Ledger {
  /// The rules that the next change of a branch is judged by.
  public func rulesInForce(on branchName: String?) throws -> Rules {
    try snapshot(viewpoint(branchName).tip).requireRules()
  }

  /// Whether a branch has a file.
  public func hasFile(_ path: String, on branchName: String?) throws -> Bool {
    try snapshot(viewpoint(branchName).tip).entry(GitPath(path))?.mode.isFile ?? false
  }
}
