extension SSHSignature {
  private static let begin = Array("-----BEGIN SSH SIGNATURE-----".utf8)
  private static let end = Array("-----END SSH SIGNATURE-----".utf8)
  /// The most characters that OpenSSH puts on a line.
  private static let lineLength = 70

  /// Reads the armored form that `ssh-keygen` writes into `.sig` files and git into objects.
  ///
  /// Lines may be of any length and end in a line feed alone. Nothing may stand before or after.
  public init(armored text: [UInt8]) throws(SignatureError) {
    guard text.count <= SSHSignature.limit * 2 else {
      throw SignatureError(.signature, "The signature has \(text.count) bytes, too many.")
    }
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    if lines.last?.isEmpty ?? false { lines = lines.dropLast() }
    guard let first = lines.first, first.elementsEqual(SSHSignature.begin) else {
      throw SignatureError(
        .signature, "The signature does not begin with '-----BEGIN SSH SIGNATURE-----'.")
    }
    guard lines.count > 1, let last = lines.last, last.elementsEqual(SSHSignature.end) else {
      throw SignatureError(
        .signature, "The signature does not end with '-----END SSH SIGNATURE-----'.")
    }
    let body = lines.dropFirst().dropLast()
    guard !body.contains(where: \.isEmpty), let blob = Base64.decode(Array(body.joined())) else {
      throw SignatureError(.signature, "The armored signature is not base64.")
    }
    try self.init(blob: blob)
  }

  /// The armored form, with a line feed at its end.
  public var armored: [UInt8] {
    var result = SSHSignature.begin + [UInt8(ascii: "\n")]
    var rest = Base64.encode(blob)[...]
    while !rest.isEmpty {
      result += rest.prefix(SSHSignature.lineLength) + [UInt8(ascii: "\n")]
      rest = rest.dropFirst(SSHSignature.lineLength)
    }
    return result + SSHSignature.end + [UInt8(ascii: "\n")]
  }
}
