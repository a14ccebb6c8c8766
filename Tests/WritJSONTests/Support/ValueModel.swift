import WritJSON

/// The plainest possible model of edits: values only, no bytes.
enum ValueModel {
  /// Pointers to every value within a value, itself included.
  static func pointers(in value: JSONValue) -> [JSONPointer] {
    var found: [JSONPointer] = []
    func walk(_ value: JSONValue, _ tokens: [String]) {
      found.append(JSONPointer(tokens: tokens))
      switch value {
      case .array(let elements):
        for (place, element) in elements.enumerated() { walk(element, tokens + ["\(place)"]) }
      case .object(let members):
        for member in members { walk(member.value, tokens + [member.key]) }
      default: break
      }
    }
    walk(value, [])
    return found
  }

  /// A value with another one at a path, or with none where `new` is nil.
  static func setting(
    _ value: JSONValue, _ tokens: ArraySlice<String>, to new: JSONValue?
  ) -> JSONValue? {
    guard let token = tokens.first else { return new }
    switch value {
    case .object(var members):
      members[token] = setting(members[token] ?? .null, tokens.dropFirst(), to: new)
      return .object(members)
    case .array(var elements):
      guard let place = Int(token), elements.indices.contains(place) else { return nil }
      if let element = setting(elements[place], tokens.dropFirst(), to: new) {
        elements[place] = element
      } else {
        elements.remove(at: place)
      }
      return .array(elements)
    default: return nil
    }
  }

  /// A small value of any kind.
  static func value(using random: inout SeededGenerator) -> JSONValue {
    let samples: [JSONValue] = [
      .null, true, 0, -1.5, "", "a \"quoted\" é \n line", [], [1, 2], [[], ["x": 1]],
      .object([:]), ["state": "enabled"], ["rollout": ["steps": [["percent": 5]]], "n": .null],
    ]
    return samples.randomElement(using: &random) ?? .null
  }
}
