internal import Crypto

/// Tells whether bytes are those that the holder of a key wrote (HMAC-SHA256, RFC 2104).
public struct Seal: Sendable {
  /// How many bytes a key has.
  public static let keyLength = 32
  /// How many bytes a seal has.
  public static let length = 32

  private let key: SymmetricKey

  /// A seal by a key of `keyLength` random bytes, or nil for one of another length.
  public init?(key: [UInt8]) {
    guard key.count == Seal.keyLength else { return nil }
    self.key = SymmetricKey(data: key)
  }

  /// The seal of some bytes.
  public func seal(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var code = HMAC<SHA256>(key: key)
    bytes.withContiguousStorageIfAvailable { code.update(data: UnsafeRawBufferPointer($0)) }
      ?? code.update(data: Array(bytes))
    return Array(code.finalize())
  }

  /// Whether a seal is that of the bytes, told in the same time for every wrong one.
  public func isValid(_ seal: some Sequence<UInt8>, for bytes: some Sequence<UInt8>) -> Bool {
    let expected = self.seal(bytes)
    let given = Array(seal)
    guard given.count == expected.count else { return false }
    return zip(given, expected).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
