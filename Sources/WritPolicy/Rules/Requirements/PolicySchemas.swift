public import WritJSON
internal import WritSchema

/// The schemas below `governance/schemas/` as `writ validate` applies them: each is checked itself, and
/// speaks for the policy of its own name where no rule says more.
public struct PolicySchemas {
  private let names: [String]
  private let library: SchemaLibrary

  /// Takes the files below the folder.
  public init(_ files: [GovernanceSchema]) {
    names = files.map(\.name)
    library = SchemaLibrary(files)
  }

  /// What is wrong with a schema itself, used and unused parts alike.
  ///
  /// - Parameter name: its path below the folder; the file is strict JSON.
  public func findings(ofSchema name: String, _ document: JSONDocument) -> [Finding] {
    let path = "\(GovernanceSchema.folder)/\(name)"
    return library.check(name, document).map { violation in
      PolicySchemas.finding(path, "", violation, mend: "correct the schema")
    }
  }

  /// What keeps a policy from having the form that the schema of its name tells.
  ///
  /// - Parameters:
  ///   - document: the policy.
  ///   - path: its path in the repository.
  ///   - rules: those that may name the same schema for the same policy, which is told once.
  public func findings(_ document: JSONDocument, _ path: String, besides rules: Rules?) -> [Finding]
  {
    guard let name = schemaName(of: path) else { return [] }
    let isNamed = rules?.rules.contains { rule in
      rule.matches(path) && rule.schema?.name.hasSameBytes(as: name) ?? false
    }
    if isNamed ?? false { return [] }
    let schemaPath = "\(GovernanceSchema.folder)/\(name)"
    do throws(PolicyError) {
      let schema = try library.compile(name, assertsFormat: false, namedAt: .root)
      return schema.validate(document).map { violation in
        PolicySchemas.finding(
          path, " does not fit \(schemaPath)", violation,
          mend: "correct the value, or change the schema first in a commit of its own")
      }
    } catch {
      return [
        Finding(
          .undecided, path: path,
          "\(path) cannot be held against its schema. \(error.message.asSentence)",
          mend: error.hint ?? "correct \(schemaPath)")
      ]
    }
  }

  /// The schema with the name of a policy, if there is one.
  private func schemaName(of path: String) -> String? {
    let folder = "policies/"
    guard path.utf8.starts(with: folder.utf8) else { return nil }
    let name = path.utf8.dropFirst(folder.utf8.count)
    return names.first { $0.utf8.elementsEqual(name) }
  }

  private static func finding(
    _ path: String, _ relation: String, _ violation: SchemaViolation, mend: String
  ) -> Finding {
    let place = violation.line.map { ":\($0):\(violation.column ?? 1)" } ?? ""
    let pointer = violation.instance.isRoot ? "" : "#\(violation.instance)"
    var finding = Finding(
      .schema, path: path, pointer: violation.instance.description,
      "\(path)\(place)\(pointer)\(relation): \(violation.message.asSentence)",
      mend: violation.hint ?? mend)
    (finding.line, finding.column) = (violation.line, violation.column)
    return finding
  }
}
