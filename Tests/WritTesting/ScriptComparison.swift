/// Commands that compare whole files.
enum ScriptComparison {
  static func perform(
    _ command: ScriptCommand, _ arguments: ScriptArguments, on run: inout ScriptRun
  ) throws {
    let words = try arguments.exactly(2)
    let actual = try run.contents(words[0])
    var expected = try run.contents(words[1])
    if command == .cmpenv { expected = try expand(expected, run.variables) }
    if arguments.isNegated {
      if actual == expected { throw ScriptError("\(words[0]) and \(words[1]) are the same") }
      return
    }
    if actual == expected { return }
    if run.isUpdating, command == .cmp, run.update(words[1], actual) { return }
    let difference = Golden.difference(expected: expected, actual: actual)
    throw ScriptError("\(words[0]) differs from \(words[1]) \(difference)")
  }

  /// Puts `$NAME` and `${NAME}` in; a dollar before anything else stays.
  private static func expand(_ bytes: [UInt8], _ variables: [String: String]) throws -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    return try Array(
      text.replacing(/\$(?:\{(\w+)\}|(\w+))/) { match -> String in
        let name = String(match.1 ?? match.2 ?? "")
        guard let value = variables[name] else { throw ScriptError("$\(name) is not set") }
        return value
      }.utf8)
  }
}
