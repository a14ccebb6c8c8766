public import WritJSON
internal import WritSchema

extension SchemaRequirement {
  /// More violations of one schema than this are counted, not told.
  private static let told = 20

  /// What keeps a document from having the form that a rule asks for.
  ///
  /// - Parameter value: the document; nil when it goes, or when the file is none.
  func findings(
    _ rule: Rule, _ path: String, _ value: JSONValue?, isRemoved: Bool
  ) -> [Finding] {
    guard let value else { return unreadable(rule, path, isRemoved).map { [$0] } ?? [] }
    return findings(rule, path, schema.validate(value))
  }

  func findings(_ rule: Rule, _ path: String, _ violations: [SchemaViolation]) -> [Finding] {
    var result = violations.prefix(SchemaRequirement.told).map { finding(rule, path, $0) }
    if violations.count > SchemaRequirement.told {
      result.append(
        Finding(
          .schema, rule: rule.name, path: path,
          "\(path) violates \(GovernanceSchema.folder)/\(name) in "
            + "\(violations.count - SchemaRequirement.told) further places.",
          mend: "see all of them with 'writ validate --schema'"))
    }
    return result
  }

  /// A file that is called a policy and cannot be one is never taken for one that fits.
  private func unreadable(_ rule: Rule, _ path: String, _ isRemoved: Bool) -> Finding? {
    guard !isRemoved, path.utf8.suffix(5).elementsEqual(".json".utf8) else { return nil }
    return Finding(
      .undecided, rule: rule.name, path: path,
      "Rule '\(rule.name)' cannot hold \(path) against its schema: it is no document.",
      mend: "write strict JSON, under a name that a policy can have")
  }

  private func finding(_ rule: Rule, _ path: String, _ violation: SchemaViolation) -> Finding {
    let label = DocumentName(path: path)?.text ?? path
    let place = violation.instance.isRoot ? "" : "#\(violation.instance)"
    var result = Finding(
      .schema, rule: rule.name, path: path, pointer: violation.instance.description,
      "Rule '\(rule.name)' wants \(words), and \(label)\(place) has not: "
        + violation.message.asSentence,
      mend: violation.hint ?? "correct the value, or change the schema first in a commit of its own"
    )
    (result.line, result.column) = (violation.line, violation.column)
    return result
  }
}

extension Rules {
  /// What keeps a document from having the forms that the rules ask for, with line and column.
  public func schemaFindings(_ document: JSONDocument, _ path: String) -> [Finding] {
    rules.flatMap { rule -> [Finding] in
      guard let schema = rule.schema, rule.matches(path) else { return [] }
      let found = schema.findings(rule, path, schema.schema.validate(document))
      return found.map { finding in
        var finding = finding
        finding.requirement = rule.requirement(schema).place
        return finding
      }
    }
  }
}
