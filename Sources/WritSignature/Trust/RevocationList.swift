/// Keys that must not be believed any more: a list of keys and fingerprints in text, or a key
/// revocation list of OpenSSH.
///
/// A list that cannot be read in full is an error and never an empty list.
public struct RevocationList: Sendable {
  /// The most bytes that the file may have.
  public static let limit = 16 << 20

  private enum Content: Sendable {
    case text(TextRevocations)
    case binary(KeyRevocations)
  }

  private let content: Content

  /// Reads a file of either form.
  public init(parsing bytes: [UInt8]) throws(SignatureError) {
    guard bytes.count <= RevocationList.limit else {
      throw SignatureError(.revocation, "The revocation list has \(bytes.count) bytes, too many.")
    }
    if bytes.starts(with: KeyRevocations.magic) {
      content = .binary(try KeyRevocations(bytes))
    } else {
      content = .text(try TextRevocations(bytes))
    }
  }

  /// Why a signer's key must not be believed, or nil.
  public func reason(toRevoke signer: SignerKey) -> String? {
    let own = isRevoked(signer.key)
    if own { return "The key was revoked." }
    guard let certificate = signer.certificate else { return nil }
    if isRevoked(certificate.authority) {
      return "The key that signed the certificate was revoked."
    }
    if case .binary(let list) = content, list.revokes(certificate) {
      return "The certificate was revoked."
    }
    return nil
  }

  private func isRevoked(_ key: PublicKey) -> Bool {
    switch content {
    case .text(let list):
      list.blobs.contains(key.blob) || list.digests.contains(Hashing.sha256(key.blob))
    case .binary(let list): list.revokes(key)
    }
  }
}

/// A revocation list in text: on each line a public key, a certificate whose key is meant, or a
/// fingerprint as `ssh-keygen -l` prints it.
///
/// `ssh-keygen -Y verify -r` reads such a file too, but takes no fingerprints.
struct TextRevocations: Sendable {
  private(set) var blobs: Set<[UInt8]> = []
  private(set) var digests: Set<[UInt8]> = []

  init(_ bytes: [UInt8]) throws(SignatureError) {
    for (number, line) in Blank.lines(bytes) {
      do throws(SignatureError) {
        try add(line)
      } catch {
        throw SignatureError(
          .revocation, "Line \(number) of the revocation list cannot be read: \(error.message)",
          line: number, hint: "write a public key or a fingerprint SHA256:... on each line")
      }
    }
  }

  private mutating func add(_ line: ArraySlice<UInt8>) throws(SignatureError) {
    let words = line.split(maxSplits: 2, whereSeparator: Blank.isBlank)
    guard let first = words.first else { return }
    if first.starts(with: "SHA256:".utf8) {
      // The digest of 32 bytes lacks one character of padding.
      let digest = Base64.decode(Array(first.dropFirst(7)) + [UInt8(ascii: "=")])
      guard let digest, digest.count == 32 else {
        throw SignatureError(.revocation, "The fingerprint is not SHA256: and 43 characters.")
      }
      digests.insert(digest)
      return
    }
    guard words.count > 1, let blob = Base64.decode(words[1]) else {
      throw SignatureError(.revocation, "There is no public key on it.")
    }
    var reader = WireReader(blob, .revocation, "The public key")
    guard try reader.name().utf8.elementsEqual(first) else {
      throw SignatureError(.revocation, "The public key is of another type than it says.")
    }
    let signer = try SignerKey(blob: blob)
    blobs.insert(signer.key.blob)
  }
}
