internal import WritJSON

/// What an automation may do: the actor `automation:<name>`.
public struct AutomationGrant: Sendable {
  /// The name; `*` stands for any.
  public let name: String
  /// The intents under which it may act; nil for all.
  public let intents: [Intent]?

  static func read(_ form: Form) throws(PolicyError) -> [AutomationGrant]? {
    guard form.value("automation") != nil else { return nil }
    var result: [AutomationGrant] = []
    for (index, value) in try form.array("automation").enumerated() {
      let place = form.place("automation").appending(index)
      let own = try Form(value, Rules.path, at: place, known: ["name", "intents"])
      let name = try own.string("name")
      guard name == "*" || GovernanceActor("automation:\(name)") != nil else {
        throw own.bad(
          "name", "'\(name.oneLine)'", hint: "write the part after 'automation:', or * for any")
      }
      result.append(AutomationGrant(name: name, intents: try Intent.list(own, "intents")))
    }
    return result
  }

  /// Whether the automation of that name may act under an intent.
  func allows(_ automation: String, _ intent: Intent) -> Bool {
    (name == "*" || name.hasSameBytes(as: automation))
      && (intents?.contains(intent) ?? true)
  }

  static func words(_ grants: [AutomationGrant]) -> String {
    if grants.isEmpty { return "no automation acts" }
    let told = grants.map { grant in
      let under = grant.intents.map { " (\($0.words))" } ?? ""
      return (grant.name == "*" ? "any" : grant.name) + under
    }
    return "of automations only \(told.joined(separator: ", "))"
  }
}

extension Intent {
  /// A list of intents that may be missing; empty stands for a mistake.
  static func list(_ form: Form, _ key: String) throws(PolicyError) -> [Intent]? {
    guard form.value(key) != nil else { return nil }
    var result: [Intent] = []
    for text in try form.strings(key) {
      guard let intent = Intent(rawValue: text) else {
        let known = allCases.map(\.rawValue).joined(separator: ", ")
        throw form.bad(key, "'\(text.oneLine)', which is no intent", hint: "known: \(known)")
      }
      if !result.contains(intent) { result.append(intent) }
    }
    guard !result.isEmpty else {
      throw form.bad(key, "no intent", hint: "name one, or leave the member out for all of them")
    }
    return result
  }
}

extension [Intent] {
  /// `expand, resume`.
  var words: String { map(\.rawValue).joined(separator: ", ") }
}
