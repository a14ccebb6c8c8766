/// Reads the text of a glob.
struct GlobReader {
  private let text: String

  init(_ text: String) { self.text = text }

  func parts() throws(GlobError) -> [Glob.Part] {
    var parts: [Glob.Part] = []
    let pieces = text.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
    for piece in pieces { parts.append(try part(Array(piece))) }
    // `a/**` means what is inside of a: one part at least.
    if parts.last == .anyParts { parts.insert(.name([.any]), at: parts.count - 1) }
    return parts
  }

  private func part(_ piece: [Unicode.Scalar]) throws(GlobError) -> Glob.Part {
    if piece.isEmpty || piece == ["."] || piece == [".", "."] {
      throw GlobError(
        code: .emptyPart, sentence: "The pattern `\(text)` has a part that no path has.",
        hint: "Write a path relative to the top of the repository, without `.`, `..` and `//`.")
    }
    if piece == ["*", "*"] { return .anyParts }
    var tokens: [GlobToken] = []
    var rest = piece[...]
    while let scalar = rest.popFirst() {
      tokens.append(try token(scalar, &rest))
    }
    return .name(tokens)
  }

  private func token(
    _ scalar: Unicode.Scalar, _ rest: inout ArraySlice<Unicode.Scalar>
  ) throws(GlobError) -> GlobToken {
    switch scalar {
    case "*":
      guard rest.first != "*" else {
        throw GlobError(
          code: .doubleStar,
          sentence: "The pattern `\(text)` has `**` beside other characters of one part.",
          hint: "Write `**` between slashes, as in `policies/**/*.json`.")
      }
      return .any
    case "?": return .one
    case "[": return try members(&rest)
    case "\\": return .unit(.of(try escaped(&rest)))
    default: return .unit(.of(scalar))
    }
  }

  private func escaped(
    _ rest: inout ArraySlice<Unicode.Scalar>
  ) throws(GlobError) -> Unicode.Scalar {
    guard let scalar = rest.popFirst() else {
      throw GlobError(
        code: .escape, sentence: "A part of the pattern `\(text)` ends in a backslash.",
        hint: "Put the character behind it that it is to escape, or write `\\\\`.")
    }
    return scalar
  }

  private func members(
    _ rest: inout ArraySlice<Unicode.Scalar>
  ) throws(GlobError) -> GlobToken {
    var negated = false
    if rest.first == "!" || rest.first == "^" {
      negated = true
      rest.removeFirst()
    }
    var ranges: [ClosedRange<GlobUnit>] = []
    while let scalar = rest.popFirst() {
      // A bracket in the first place is a member.
      if scalar == "]", !ranges.isEmpty { return .members(ranges, negated: negated) }
      if scalar == "[", rest.first == ":" || rest.first == "." || rest.first == "=" {
        throw classError("named classes are not supported")
      }
      let first = scalar == "\\" ? try escaped(&rest) : scalar
      ranges.append(try range(from: first, &rest))
    }
    throw classError("a class has no closing bracket")
  }

  private func range(
    from first: Unicode.Scalar, _ rest: inout ArraySlice<Unicode.Scalar>
  ) throws(GlobError) -> ClosedRange<GlobUnit> {
    guard rest.first == "-", let second = rest.dropFirst().first, second != "]" else {
      return .of(first)...(.of(first))
    }
    rest = rest.dropFirst(2)
    let last = second == "\\" ? try escaped(&rest) : second
    guard first.value <= last.value else { throw classError("a range runs backwards") }
    return .of(first)...(.of(last))
  }

  private func classError(_ what: String) -> GlobError {
    GlobError(
      code: .characterClass, sentence: "In the pattern `\(text)` \(what).",
      hint: "Write `[abc]`, `[a-z]` or `[!a-z]`; escape an ordinary bracket as `\\[`.")
  }
}
