import WritPattern

/// Labels of other scripts than ASCII (RFC 5891, section 4.2, and RFC 5892).
///
/// The rule on text direction (RFC 5893) and normalisation form C are not checked.
enum InternationalLabel {
  /// Whether a label with at least one scalar beyond ASCII is valid.
  static func accepts(_ label: [Unicode.Scalar]) -> Bool {
    guard let first = label.first, first != "-", label.last != "-" else { return false }
    if label.count >= 4, label[2] == "-", label[3] == "-" { return false }
    switch first.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return false
    default: break
    }
    return label.indices.allSatisfy { isAllowed(at: $0, in: label) }
  }

  private static func isAllowed(at index: Int, in label: [Unicode.Scalar]) -> Bool {
    let scalar = label[index]
    switch scalar {
    case "\u{DF}", "\u{3C2}", "\u{6FD}", "\u{6FE}", "\u{F0B}", "\u{3007}": return true
    case "\u{640}", "\u{7FA}", "\u{302E}", "\u{302F}", "\u{3031}"..."\u{3035}", "\u{303B}":
      return false
    case "\u{200C}", "\u{200D}", "\u{B7}", "\u{375}", "\u{5F3}", "\u{5F4}", "\u{30FB}",
      "\u{660}"..."\u{669}", "\u{6F0}"..."\u{6F9}":
      return ContextRules(label: label, index: index).hold
    default: return isGenerallyAllowed(scalar)
    }
  }

  /// The derived property PVALID without its exceptions (RFC 5892, section 3).
  private static func isGenerallyAllowed(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return scalar == "-" || ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar)
    }
    let properties = scalar.properties
    guard !properties.changesWhenNFKCCaseFolded, !properties.isDefaultIgnorableCodePoint,
      !properties.isWhitespace, !properties.isNoncharacterCodePoint
    else { return false }
    switch scalar {
    // Blocks of marks for symbols and music, and conjoining Hangul letters.
    case "\u{20D0}"..."\u{20FF}", "\u{1D100}"..."\u{1D1FF}", "\u{1D200}"..."\u{1D24F}",
      "\u{1100}"..."\u{11FF}", "\u{A960}"..."\u{A97C}", "\u{D7B0}"..."\u{D7FB}":
      return false
    default: break
    }
    switch properties.generalCategory {
    case .lowercaseLetter, .uppercaseLetter, .otherLetter, .decimalNumber, .modifierLetter,
      .nonspacingMark, .spacingMark:
      return true
    default: return false
    }
  }
}

/// The rules for scalars that are allowed in a context only (RFC 5892, appendix A).
private struct ContextRules {
  let label: [Unicode.Scalar]
  let index: Int

  private var before: Unicode.Scalar? { index > 0 ? label[index - 1] : nil }
  private var after: Unicode.Scalar? { index + 1 < label.count ? label[index + 1] : nil }

  var hold: Bool {
    switch label[index] {
    case "\u{200C}": followsVirama || joinsNeighbours
    case "\u{200D}": followsVirama
    case "\u{B7}": before == "l" && after == "l"
    case "\u{375}": after.map { Scripts.contains($0, script: "Greek") } ?? false
    case "\u{5F3}", "\u{5F4}": before.map { Scripts.contains($0, script: "Hebrew") } ?? false
    case "\u{30FB}":
      label.contains { scalar in
        ["Hiragana", "Katakana", "Han"].contains { Scripts.contains(scalar, script: $0) }
      }
    case "\u{660}"..."\u{669}": !label.contains { ("\u{6F0}"..."\u{6F9}").contains($0) }
    case "\u{6F0}"..."\u{6F9}": !label.contains { ("\u{660}"..."\u{669}").contains($0) }
    default: false
    }
  }

  private var followsVirama: Bool {
    before?.properties.canonicalCombiningClass == .virama
  }

  /// Whether the letters on both sides would join without the sign between them.
  private var joinsNeighbours: Bool {
    let left = label[..<index].last { !JoiningType.isTransparent($0) }
    let right = label[(index + 1)...].first { !JoiningType.isTransparent($0) }
    guard let left, let right else { return false }
    return JoiningType.joinsFollowing(left) && JoiningType.joinsPreceding(right)
  }
}
