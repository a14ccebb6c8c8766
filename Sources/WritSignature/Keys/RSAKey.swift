/// An RSA public key, and the check of signatures with it (RSASSA-PKCS1-v1_5, RFC 8017).
///
/// The crypto library takes no modulus over 8,192 bits, and SSH has keys of 16,384. Nothing here is
/// secret, so the arithmetic need not take constant time: see docs/decisions.
struct RSAKey: Sendable, Hashable {
  /// Most significant byte first, without leading zeros.
  let modulus: [UInt8]
  let exponent: [UInt8]

  /// Takes a modulus of 1,024 to 16,384 bits and an odd exponent of at most 64 bits.
  init?(modulus: [UInt8], exponent: [UInt8]) {
    guard let top = modulus.first, let low = modulus.last, let odd = exponent.last else {
      return nil
    }
    let bits = modulus.count * 8 - top.leadingZeroBitCount
    guard (1_024...16_384).contains(bits), low & 1 == 1, odd & 1 == 1, exponent.count <= 8,
      exponent != [1]
    else { return nil }
    self.modulus = modulus
    self.exponent = exponent
  }

  /// The hashes that RSA signatures of SSH use, with the encoding that names them.
  enum Hash {
    case sha256, sha512

    private var prefix: [UInt8] {
      let head: [UInt8] = [
        0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
      ]
      switch self {
      case .sha256: return head + [0x01, 0x05, 0x00, 0x04, 0x20]
      case .sha512:
        var longer = head
        longer[1] = 0x51
        return longer + [0x03, 0x05, 0x00, 0x04, 0x40]
      }
    }

    /// The block that a signature of `count` bytes must come out as.
    func block(over message: [UInt8], count: Int) -> [UInt8] {
      let digest = self == .sha256 ? Hashing.sha256(message) : Hashing.sha512(message)
      let tail = prefix + digest
      return [0, 1] + [UInt8](repeating: 0xFF, count: count - tail.count - 3) + [0] + tail
    }
  }

  /// Whether the signature is one over the message.
  ///
  /// Shorter signatures than the modulus stand for ones with zeros in front, as OpenSSH has it.
  func verify(_ signature: [UInt8], over message: [UInt8], _ hash: Hash) -> Bool {
    guard signature.count <= modulus.count else { return false }
    let field = MontgomeryField(modulus: Limbs(modulus))
    let value = Limbs(signature, count: field.count)
    guard value.isLess(than: field.modulus) else { return false }
    let bits = exponent.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    let power = field.power(of: value, bits)
    return power.bytes(count: modulus.count) == hash.block(over: message, count: modulus.count)
  }
}
