/// Why a source text could not be made into a ``Pattern``.
///
/// A pattern is refused when it is compiled or not at all: matching never fails.
public struct PatternError: Error, Sendable, Equatable {
  /// What kind of fault it is; the raw value is stable and fit for machine-readable output.
  public enum Code: String, Sendable {
    /// The text is not a pattern of the chosen syntax.
    case syntax = "pattern.syntax"
    /// The construct exists in the syntax but cannot be matched in linear time or is not offered.
    case unsupported = "pattern.unsupported"
    /// The compiled form, or a repetition count, is over the limit.
    case tooLarge = "pattern.too-large"
    /// Groups are nested deeper than the limit.
    case tooDeep = "pattern.too-deep"
  }

  /// The kind of fault.
  public let code: Code
  /// A full sentence on what is wrong.
  public let message: String
  /// Where in the source, counted in Unicode scalars from 0.
  public let offset: Int
  /// What would mend it, where that is known.
  public let hint: String?

  init(_ code: Code, at offset: Int, _ message: String, hint: String? = nil) {
    self.code = code
    self.offset = offset
    self.message = Self.visible(message)
    self.hint = hint
  }
}

extension PatternError {
  /// A sentence that may quote the pattern, with control and formatting characters escaped.
  private static func visible(_ message: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in message.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        let code = String(scalar.value, radix: 16, uppercase: true)
        result.append(contentsOf: "\\u{\(code)}".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

extension PatternError: CustomStringConvertible {
  /// The sentence, the place, and the hint, in one line.
  public var description: String {
    let text = "\(message) (at character \(offset + 1) of the pattern)"
    return hint.map { text + "; " + $0 } ?? text
  }
}
