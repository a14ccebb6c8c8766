/// A JSON number that keeps the text it was written with and compares by exact decimal value.
///
/// `1`, `1.0` and `10e-1` are equal; `9007199254740993` and `9007199254740992` are not; `-0` equals
/// `0`. No operation materialises a large exponent: `1e999999999999` is as cheap as `1`.
public struct JSONNumber: Sendable, CustomStringConvertible {
  /// The text as it stands in the source.
  public let text: String

  /// Trusts the reader that the text obeys the grammar.
  init(checkedText: String) { text = checkedText }

  /// Reads a text by the strict JSON grammar (RFC 8259, section 6); nil when it does not obey.
  public init?(text: String) {
    var copy = text
    let valid = copy.withUTF8 { bytes -> Bool in
      guard let base = bytes.baseAddress, let first = bytes.first else { return false }
      guard first == UInt8(ascii: "-") || NumberGrammar.isDigit(first) else { return false }
      do throws(NumberGrammar.Failure) {
        return try NumberGrammar.scan(base, from: 0, count: bytes.count) == bytes.count
      } catch {
        return false
      }
    }
    guard valid else { return nil }
    self.text = copy
  }

  /// An integer in its plain spelling.
  public init(_ value: some BinaryInteger) { text = String(value) }

  /// A finite double in its shortest spelling (that of ECMAScript); nil for infinities and NaN.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = Self.shortestText(value)
  }

  /// The source text.
  public var description: String { text }

  /// The exact value.
  var exact: ExactDecimal { ExactDecimal(text: text) }

  /// The shortest digits that read back as the same double, in ECMAScript's spelling.
  static func shortestText(_ value: Double) -> String { ExactDecimal(text: "\(value)").text }
}

extension JSONNumber: Hashable, Comparable {
  /// Compares exact values, whatever the spelling.
  public static func == (left: Self, right: Self) -> Bool {
    left.text.hasSameBytes(as: right.text) || left.exact == right.exact
  }

  /// Orders by exact value.
  public static func < (left: Self, right: Self) -> Bool { left.exact < right.exact }

  /// Hashes the exact value.
  public func hash(into hasher: inout Hasher) { hasher.combine(exact) }
}

extension JSONNumber: ExpressibleByIntegerLiteral {
  /// An integer in its plain spelling.
  public init(integerLiteral value: Int) { self.init(value) }
}
