import WritJSON

/// One trailer of a commit message: a key and the text behind its colon.
///
/// Two trailers are equal when their UTF-8 bytes are; `String ==` would merge composed and
/// decomposed letters.
public struct Trailer: Sendable, Hashable, CustomStringConvertible {
  /// The key as written, without the colon.
  public let key: String
  /// The value with white space trimmed at both ends.
  public let value: String

  /// Makes a trailer without judging it; `CommitMessage.compose` does that.
  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }

  /// Makes a trailer of a governance key, without judging the value.
  public init(_ key: GovernanceKey, _ value: String) {
    self.init(key: key.rawValue, value: value)
  }

  /// The governance key this trailer carries in canonical case, or nil for a foreign one.
  public var governanceKey: GovernanceKey? { GovernanceKey(exactly: key) }

  /// The line as a commit message holds it.
  public var description: String { "\(key): \(value)" }

  /// Compares the UTF-8 bytes of both parts.
  public static func == (left: Trailer, right: Trailer) -> Bool {
    left.key.hasSameBytes(as: right.key) && left.value.hasSameBytes(as: right.value)
  }

  /// Hashes the UTF-8 bytes of both parts.
  public func hash(into hasher: inout Hasher) {
    for byte in key.utf8 { hasher.combine(byte) }
    hasher.combine(UInt8(ascii: ":"))
    for byte in value.utf8 { hasher.combine(byte) }
  }
}
