import WritJSON

/// A pattern for JSON Pointers, by their reference tokens: `*` stands for one token and `**` for
/// any number of them, none included; every other token stands for itself, by its UTF-8 bytes.
public struct PointerPattern: Sendable, Hashable {
  private let tokens: [[UInt8]]

  private static let one = Array("*".utf8)
  private static let any = Array("**".utf8)

  /// Makes a pattern of tokens that are unescaped (no `~0`, `~1`).
  public init(_ tokens: [String]) { self.tokens = tokens.map { Array($0.utf8) } }

  /// Whether a token stands for one index of an array.
  var namesIndex: Bool {
    tokens.contains { JSONPointer.arrayIndex(String(decoding: $0, as: UTF8.self)) != nil }
  }

  /// Whether the whole pointer matches.
  ///
  /// - Parameter pointer: unescaped reference tokens.
  public func matches(_ pointer: [String]) -> Bool {
    Wildcard.matches(pattern: tokens.count, text: pointer.count) {
      tokens[$0] == PointerPattern.any
    } matches: {
      tokens[$0] == PointerPattern.one || tokens[$0].withUnsafeBytes(pointer[$1].hasBytes)
    }
  }
}
