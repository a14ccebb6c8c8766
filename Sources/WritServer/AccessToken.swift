internal import WritPolicy

/// The secret that a request must show: it is compared, and never shown or stored.
public struct AccessToken: Sendable, CustomStringConvertible {
  private let digest: [UInt8]

  /// The fewest characters of a secret that cannot be guessed.
  public static let least = 16

  /// Takes a secret.
  ///
  /// - Throws: for a secret that is short, or that fits into no header field, without showing it.
  public init(_ text: String) throws(ServerError) {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw ServerError(
        .form, "The token has a blank or another character that no token has.",
        hint: "set the variable to the token and nothing else")
    }
    guard text.utf8.count >= AccessToken.least else {
      throw ServerError(
        .form, "The token has fewer than \(AccessToken.least) characters, and can be guessed.",
        hint: "make one with 'openssl rand -hex 32'")
    }
    digest = AccessToken.digest(text)
  }

  /// Nothing of the secret.
  public var description: String { "***" }

  /// Whether an `Authorization` field shows the secret.
  ///
  /// Digests are compared, and all of them: how long it takes tells nothing of the secret.
  public func admits(_ field: String?) -> Bool {
    let scheme = "bearer "
    guard let field, field.utf8.count > scheme.utf8.count,
      String(decoding: Array(field.utf8.prefix(scheme.utf8.count)), as: UTF8.self).lowercased()
        == scheme
    else { return false }
    let shown = AccessToken.digest(
      String(decoding: Array(field.utf8.dropFirst(scheme.utf8.count)), as: UTF8.self))
    var difference: UInt8 = 0
    for (left, right) in zip(shown, digest) { difference |= left ^ right }
    return difference == 0
  }

  private static func digest(_ text: String) -> [UInt8] {
    Array(Digest(of: Array(text.utf8)).hex.utf8)
  }
}
