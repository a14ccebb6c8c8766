extension Parser {
  /// Reads what follows `(`.
  mutating func parseGroup() throws(PatternError) -> Atom {
    let outer = flags
    if !skip("?") {
      groupCount += 1
    } else if try !skipLookaround() {
      switch syntax {
      case .ecma262: try parseECMAGroupStart()
      case .re2: if try parseRE2GroupStart() { return Atom(tree: .empty, isQuantifiable: false) }
      }
    }
    let tree = try parseChoice()
    guard skip(")") else {
      throw error("The pattern opens a group that it never closes.", escapeHint("("))
    }
    flags = outer
    return Atom(tree: tree)
  }

  /// Refuses what stands for a condition on the text around, in both syntaxes; true when it was
  /// read because the text is only checked.
  private mutating func skipLookaround() throws(PatternError) -> Bool {
    for (mark, name) in [
      ("=", "Look-ahead (?=...)"), ("!", "Negative look-ahead (?!...)"),
      ("<=", "Look-behind (?<=...)"), ("<!", "Negative look-behind (?<!...)"),
    ] where skip(mark) {
      if checksOnly, syntax == .ecma262 { return true }
      throw unsupported(name, "in a schema, combine \"pattern\" with \"allOf\" and \"not\"")
    }
    if !checksOnly, skip(">") { throw unsupported("An atomic group (?>...)") }
    return false
  }

  private mutating func parseECMAGroupStart() throws(PatternError) {
    if skip(":") { return }
    if skip("<") { return try parseGroupName() }
    if let flag = peek(), "ims-".unicodeScalars.contains(flag) {
      if checksOnly, skipFlags() { return }
      throw unsupported("A group with flags (?i:...)", "write both cases out, as in \"[Aa]\"")
    }
    throw error(
      "The pattern has a group of unknown kind.", "groups begin with ( or (?: or (?<name>")
  }

  private mutating func skipFlags() -> Bool {
    while let flag = peek(), "ims-".unicodeScalars.contains(flag) { position += 1 }
    return skip(":")
  }

  /// Reads what follows `(?` in RE2; true when it was a whole group `(?flags)`.
  private mutating func parseRE2GroupStart() throws(PatternError) -> Bool {
    if skip("P=") || skip("P>") { throw unsupported("A reference to a group by name") }
    if skip("P<") || skip("<") {
      try parseGroupName()
      return false
    }
    var isSetting = true
    var changed = false
    while let flag = advance() {
      switch flag {
      case "i": flags.ignoresCase = isSetting
      case "m": flags.multiline = isSetting
      case "s": flags.dotMatchesNewline = isSetting
      case "U": break  // Swaps greedy and lazy, which does not change whether there is a match.
      case "-" where isSetting:
        isSetting = false
        changed = false
        continue
      case ":" where isSetting || changed: return false
      case ")" where isSetting || changed: return true
      default: throw error("The pattern has a group of unknown kind or with an unknown flag.")
      }
      changed = true
    }
    throw error("The pattern opens a group that it never closes.")
  }

  /// Reads a name and `>`; the name must be a word and new.
  private mutating func parseGroupName() throws(PatternError) {
    guard let name = readText(until: ">"), isGroupName(name) else {
      throw error("The pattern has a group whose name is not a word followed by \">\".")
    }
    groupCount += 1
    guard groupNames.insert(Array(name.utf8)).inserted else {
      throw error("The pattern gives two groups the name \"\(name)\".")
    }
  }

  private func isGroupName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first else { return false }
    let rest = name.unicodeScalars.dropFirst()
    switch syntax {
    case .re2:
      return name.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
    case .ecma262:
      return (first == "$" || first == "_" || first.properties.isIDStart)
        && rest.allSatisfy {
          $0 == "$" || $0.properties.isIDContinue || $0.properties.isJoinControl
        }
    }
  }
}
