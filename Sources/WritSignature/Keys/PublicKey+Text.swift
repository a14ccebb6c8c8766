internal import Crypto

extension PublicKey {
  /// The fingerprint as `ssh-keygen -l` prints it: `SHA256:` and 43 characters.
  public var fingerprint: String {
    "SHA256:"
      + String(decoding: Base64.encode(Hashing.sha256(blob), isPadded: false), as: UTF8.self)
  }

  /// The key as it stands in a `.pub` file, without a comment.
  public var text: String {
    "\(kind.rawValue) \(String(decoding: Base64.encode(blob), as: UTF8.self))"
  }

  /// How people name the kind of key, as `ssh-keygen` does.
  public var kindName: String {
    switch kind {
    case .ed25519: "ED25519"
    case .ecdsa256, .ecdsa384, .ecdsa521: "ECDSA"
    case .rsa: "RSA"
    case .tokenEd25519: "ED25519-SK"
    case .tokenECDSA: "ECDSA-SK"
    }
  }

  /// Reads `type base64 [comment]` from the start of a line.
  ///
  /// - Returns: nil when the first word is not a type of key.
  init?(line: ArraySlice<UInt8>) throws(SignatureError) {
    let words = line.split(maxSplits: 2, whereSeparator: Blank.isBlank)
    guard let first = words.first,
      let kind = Kind(rawValue: String(decoding: first, as: UTF8.self))
    else { return nil }
    guard words.count > 1, let blob = Base64.decode(words[1]) else {
      throw SignatureError(.key, "The public key is not base64.")
    }
    try self.init(blob: blob)
    guard self.kind == kind else {
      throw SignatureError(
        .key, "The public key is of the type '\(self.kind.rawValue)', not '\(kind.rawValue)'.")
    }
  }
}

/// Blanks between the words of a line.
enum Blank {
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// The lines of a file with their numbers, without line ends and the blanks around them.
  static func lines(_ bytes: [UInt8]) -> [(number: Int, text: ArraySlice<UInt8>)] {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.enumerated().compactMap { index, line in
      var text = line
      while let last = text.last, isBlank(last) || last == UInt8(ascii: "\r") {
        text = text.dropLast()
      }
      text = text.drop(while: isBlank)
      let isComment = text.isEmpty || text.first == UInt8(ascii: "#")
      return isComment ? nil : (index + 1, text)
    }
  }
}

/// The hashes that signatures and fingerprints use.
enum Hashing {
  static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    Array(SHA256.hash(data: Array(bytes)))
  }

  static func sha512(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    Array(SHA512.hash(data: Array(bytes)))
  }

  /// For nothing but old fingerprints in revocation lists.
  static func sha1(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    Array(Insecure.SHA1.hash(data: Array(bytes)))
  }
}
