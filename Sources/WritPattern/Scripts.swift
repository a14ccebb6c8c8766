/// The Script and Script_Extensions properties, looked up in ``ScriptTable`` when a pattern asks.
package enum Scripts {
  /// How a name of a script may be spelled.
  enum Naming {
    /// Short or long, as ECMA-262 takes it.
    case shortOrLong
    /// Long only, as RE2 takes it.
    case long
  }

  /// Whether a scalar is of a script, which is given by its long name.
  package static func contains(_ scalar: Unicode.Scalar, script: String) -> Bool {
    ranges(of: script, naming: .long)?.contains(scalar.value) ?? false
  }

  /// The scalars of a script; nil when there is none of that name.
  static func ranges(
    of name: String, naming: Naming = .shortOrLong, extensions: Bool = false
  ) -> ScalarRanges? {
    for line in ScriptTable.lines.split(separator: "\n") {
      let halves = line.split(separator: ":", maxSplits: 1)
      let names = halves[0].split(separator: " ")
      let isNamed = naming == .long ? names[1] == name : names.contains { $0 == name }
      guard isNamed, let text = halves.last else { continue }
      let parts = text.split(separator: "+")
      let script = ScalarRanges(decode(parts[0]))
      guard extensions, parts.count > 1 else { return script }
      return script.symmetricDifference(ScalarRanges(decode(parts[1])))
    }
    return nil
  }

  private static func decode(_ text: Substring) -> [ClosedRange<UInt32>] {
    var ranges: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for item in text.split(separator: " ") {
      let numbers = item.split(separator: ".").compactMap { UInt32($0, radix: 36) }
      guard let gap = numbers.first else { continue }
      let first = next + gap
      let last = first + (numbers.count > 1 ? numbers[1] : 0)
      ranges.append(first...last)
      next = last + 1
    }
    return ranges
  }
}
