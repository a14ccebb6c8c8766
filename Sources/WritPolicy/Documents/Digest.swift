internal import CWritDigest
internal import Crypto
public import WritJSON

/// A SHA-256 digest.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
  /// The 64 hexadecimal digits in lower case.
  public let hex: String

  /// The digest of raw bytes, as for artifacts.
  public init(of bytes: [UInt8]) {
    hex = bytes.withUnsafeBytes(Digest.hex(of:))
  }

  /// The digest of raw bytes that someone else holds.
  public init(of bytes: UnsafeRawBufferPointer) {
    hex = Digest.hex(of: bytes)
  }

  /// The digest of a document: of its canonical form (RFC 8785, with numbers kept exact), so that
  /// layout does not matter.
  ///
  /// - Throws: when the document has no canonical form.
  public init(of document: JSONValue) throws(JSONError) {
    self.init(of: try document.canonicalBytes(numbers: .exact))
  }

  /// The first 16 bytes of the digest of raw bytes, which tell apart whatever nobody chooses to be
  /// alike.
  public static func short(of bytes: [UInt8]) -> (high: UInt64, low: UInt64) {
    bytes.withUnsafeBytes { bytes in
      withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { digest in
        writ_sha256(
          bytes.baseAddress, bytes.count,
          digest.baseAddress?.assumingMemoryBound(to: UInt8.self))
        return (
          UInt64(bigEndian: digest.loadUnaligned(as: UInt64.self)),
          UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
      }
    }
  }

  /// Reads 64 lower-case hexadecimal digits, or returns nil.
  public init?(hex: some StringProtocol) {
    self.init(hexDigits: String(hex))
  }

  private init?(hexDigits text: String) {
    guard text.utf8.count == 64, text.utf8.allSatisfy(Ascii.isLowerHex) else { return nil }
    hex = text
  }

  /// The form in trailers: `sha256:<hex>`.
  public var description: String { "sha256:\(hex)" }

  /// Digests bytes that arrive in pieces.
  public struct Accumulator {
    private var hash = SHA256()

    /// Starts with no bytes.
    public init() {}

    /// Adds the next bytes.
    public mutating func add(_ bytes: [UInt8]) { hash.update(data: bytes) }

    /// The digest of all bytes so far.
    public func digest() -> Digest { Digest(trusted: Digest.hex(hash.finalize())) }
  }

  private init(trusted hex: String) { self.hex = hex }

  private static func hex(of bytes: UnsafeRawBufferPointer) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { digest in
      writ_sha256(bytes.baseAddress, bytes.count, digest.baseAddress)
      return hex(digest)
    }
  }

  private static func hex(_ digest: some Sequence<UInt8>) -> String {
    String(unsafeUninitializedCapacity: 64) { text in
      var place = 0
      for byte in digest {
        let (high, low) = (byte >> 4, byte & 15)
        text[place] = high < 10 ? 0x30 + high : 0x57 + high
        text[place + 1] = low < 10 ? 0x30 + low : 0x57 + low
        place += 2
      }
      return place
    }
  }
}
