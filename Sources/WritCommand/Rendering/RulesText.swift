import WritJSON
import WritPolicy

/// What rules say, for people and programs.
enum RulesText {
  /// Prints which rules speak for a file, why, and what each asks.
  static func explain(_ path: String, _ speaking: [(rule: Rule, pattern: String)]) {
    let name = DocumentName(path: path).map { " (\($0.text))" } ?? ""
    Output.line(Style.bold(path) + name)
    if speaking.isEmpty { Output.line("No rule speaks for it: everybody may change it.") }
    for (rule, pattern) in speaking {
      Output.line()
      Output.line("\(Style.bold(rule.name)) (\(Rules.path)#\(rule.place))")
      if let summary = rule.summary { Output.line("  \(summary)") }
      Output.line("  \("matched by".padded(to: 20))\(pattern)")
      let intents = rule.intents?.map(\.rawValue).joined(separator: ", ") ?? "all"
      Output.line("  \("intents".padded(to: 20))\(intents)")
      for requirement in rule.requirements {
        let kind = requirement.kind.rawValue.padded(to: 20)
        Output.line("  \(kind)\(requirement.words) (#\(requirement.place))")
      }
      if rule.allowsBreakGlass {
        Output.line(
          "  \("break-glass".padded(to: 20))may stand in for approvals, separation of duty, "
            + "freezes and gate")
      }
    }
  }

  static func json(
    _ path: String, _ speaking: [(rule: Rule, pattern: String)], exists: Bool
  ) -> JSONObject {
    var object: JSONObject = ["path": .string(path)]
    object["policy"] = DocumentName(path: path).map { .string($0.text) }
    object["exists"] = .bool(exists)
    object["rules"] = .array(speaking.map { json($0.rule, $0.pattern) })
    return object
  }

  private static func json(_ rule: Rule, _ pattern: String) -> JSONValue {
    var object: JSONObject = ["name": .string(rule.name)]
    object["description"] = rule.summary.map(JSONValue.string)
    object["pointer"] = .string(rule.place.description)
    object["pattern"] = .string(pattern)
    object["intents"] = rule.intents.map { .array($0.map { .string($0.rawValue) }) }
    object["breakGlass"] = .bool(rule.allowsBreakGlass)
    object["requirements"] = .array(rule.requirements.map(\.json))
    return .object(object)
  }
}

extension Requirement {
  var json: JSONValue {
    [
      "rule": .string(rule), "kind": .string(kind.rawValue), "pointer": .string(place),
      "words": .string(words),
    ]
  }
}

extension CheckedRequirement {
  var json: JSONValue {
    guard case .object(var object) = requirement.json else { return .null }
    object["policy"] = document.map(JSONValue.string)
    object["outcome"] = .string(outcome.rawValue)
    return .object(object)
  }
}
