internal import Crypto
public import WritJSON

/// A code over a document by a secret that two parties share (RFC 2104, with SHA-256).
public enum MessageCode {
  /// The code of a document in its canonical form, in hexadecimal digits.
  ///
  /// - Throws: when the document has no canonical form.
  public static func of(_ document: JSONValue, key: [UInt8]) throws(JSONError) -> String {
    let bytes = try document.canonicalBytes(numbers: .exact)
    let code = HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key))
    return code.map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// Whether a code is that of a document, in a time that does not depend on where they differ.
  public static func isValid(
    _ code: String, of document: JSONValue, key: [UInt8]
  ) throws(JSONError) -> Bool {
    let (left, right) = (Array(try of(document, key: key).utf8), Array(code.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
