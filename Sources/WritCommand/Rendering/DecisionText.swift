import WritJSON
import WritPolicy

/// A gate's decision for people and programs.
enum DecisionText {
  static func print(_ decision: GateDecision) {
    let word = decision.word == "promote" ? Style.green("promote") : Style.red("hold")
    let gate = decision.document["gate"]?["name"]?.stringValue ?? ""
    Output.line("\(word)  gate \(gate)")
    for check in decision.document["checks"]?.arrayValue ?? [] {
      let verdict = check["verdict"]?.stringValue ?? ""
      let holds = check["holds"]?.boolValue == true
      let padded = verdict.padding(to: 12)
      let shown =
        verdict == "pass" ? Style.green(padded) : holds ? Style.red(padded) : Style.yellow(padded)
      let name = check["name"]?.stringValue ?? ""
      Output.line("  \(shown)  \(name): \(check["reason"]?.stringValue ?? "")")
    }
    Output.line("decision  \(decision.digest)")
    if let until = decision.document["expiresAt"]?.stringValue {
      Output.line("holds     to \(until)")
    }
  }

  static func json(_ decision: GateDecision) -> JSONObject {
    [
      "decision": .string(decision.word), "digest": .string(decision.digest.description),
      "document": decision.document,
    ]
  }
}

extension String {
  /// The text with blanks behind it, at least to that number of characters.
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
