/// A signature over a message, as `ssh-keygen -Y sign` makes it (PROTOCOL.sshsig).
public struct SSHSignature: Sendable, Equatable {
  /// The key that it says it was made by.
  public let signer: SignerKey
  /// What the signature is for, such as `git`.
  public let namespace: String
  /// The wire form.
  public let blob: [UInt8]

  private let hash: Hash
  private let signature: KeySignature

  /// How the message is hashed before it is signed.
  private enum Hash: String {
    case sha256, sha512
  }

  /// The most bytes that a signature may have.
  static let limit = 1 << 17
  private static let magic = Array("SSHSIG".utf8)

  /// Reads the wire form.
  public init(blob: [UInt8]) throws(SignatureError) {
    guard blob.count <= SSHSignature.limit else {
      throw SignatureError(.signature, "The signature has \(blob.count) bytes, too many.")
    }
    var reader = WireReader(blob, .signature, "The signature")
    guard try reader.bytes(6).elementsEqual(SSHSignature.magic) else {
      throw reader.wrong("does not begin with SSHSIG")
    }
    let version = try reader.uint32()
    guard version == 1 else { throw reader.wrong("has the unknown version \(version)") }
    signer = try SignerKey(blob: try reader.string())
    namespace = try reader.name()
    guard !namespace.isEmpty else { throw reader.wrong("has no namespace") }
    guard try reader.string().isEmpty else {
      throw reader.wrong("has something in a field that must be empty")
    }
    let name = try reader.name()
    guard let hash = Hash(rawValue: name) else {
      throw reader.wrong("uses the hash '\(name)', and only sha256 and sha512 are known")
    }
    self.hash = hash
    signature = try KeySignature(try reader.string())
    try reader.finish()
    self.blob = blob
  }

  /// Whether the signer's key signed this message for this namespace.
  public func isValid(over message: [UInt8], namespace: String) -> Bool {
    guard self.namespace == namespace else { return false }
    var writer = WireWriter()
    writer.raw(SSHSignature.magic)
    writer.string(Array(namespace.utf8))
    writer.string([])
    writer.string(Array(hash.rawValue.utf8))
    writer.string(hash == .sha256 ? Hashing.sha256(message) : Hashing.sha512(message))
    return signature.isValid(over: writer.bytes, by: signer.key)
  }
}
