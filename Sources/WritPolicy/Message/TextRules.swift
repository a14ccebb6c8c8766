/// Which characters a commit message may hold.
enum TextRules {
  /// What is wrong with a scalar in running text, or nil; a line feed is judged by the caller.
  static func problem(of scalar: Unicode.Scalar) -> MessageProblem? {
    switch scalar.value {
    case 0x00:
      MessageProblem(.nul, "A NUL byte stands in the text.", hint: "Remove it.")
    case 0x0D:
      MessageProblem(
        .carriageReturn, "A carriage return stands in the text.",
        hint: "End lines with a line feed only.")
    case 0x09:
      MessageProblem(
        .controlCharacter, "A tab stands in the text.", hint: "Use spaces instead of tabs.")
    case 0x01...0x1F, 0x7F...0x9F, 0x2028, 0x2029:
      MessageProblem(
        .controlCharacter, "The control character \(name(of: scalar)) stands in the text.",
        hint: "Remove it.")
    case _ where isBidirectionalControl(scalar):
      MessageProblem(
        .bidiCharacter,
        "The character \(name(of: scalar)), which changes the direction of text, stands in it.",
        hint: "Remove it: text must read in the order in which it is stored.")
    default: nil
    }
  }

  /// The first problem in a text that must be one line.
  static func problem(inLine text: String) -> MessageProblem? {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return nil }
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        return MessageProblem(
          .valueLineBreak, "A line break stands in the text.", hint: "Write it on one line.")
      }
      if let problem = problem(of: scalar) { return problem }
    }
    return nil
  }

  /// `U+202E` and the like.
  static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The characters with the Unicode property Bidi_Control.
  private static func isBidirectionalControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
