/// A key revocation list of OpenSSH (PROTOCOL.krl), as `ssh-keygen -k` makes it.
struct KeyRevocations: Sendable {
  static let magic = Array("SSHKRL\n\0".utf8)

  /// What is revoked of the certificates of one authority, or of all.
  fileprivate struct Certificates {
    /// The authority's key in wire form; nil stands for any authority.
    let authority: [UInt8]?
    var serials: Set<UInt64> = []
    var ranges: [ClosedRange<UInt64>] = []
    var bitmaps: [(first: UInt64, bits: [UInt8])] = []
    var keyIDs: Set<[UInt8]> = []
  }

  private var blobs: Set<[UInt8]> = []
  private var sha1: Set<[UInt8]> = []
  private var sha256: Set<[UInt8]> = []
  fileprivate var certificates: [Certificates] = []

  init(_ bytes: [UInt8]) throws(SignatureError) {
    var reader = WireReader(bytes, .revocation, "The key revocation list")
    _ = try reader.bytes(KeyRevocations.magic.count)
    let version = try reader.uint32()
    guard version == 1 else { throw reader.wrong("has the unknown version \(version)") }
    // Its number, its date and flags without a meaning.
    _ = try reader.bytes(24)
    _ = try reader.string()
    _ = try reader.string()
    while !reader.isAtEnd {
      let section = try reader.byte()
      try read(section, try reader.string(), reader)
    }
  }

  private mutating func read(
    _ section: UInt8, _ content: ArraySlice<UInt8>, _ whole: WireReader
  ) throws(SignatureError) {
    switch section {
    case 1: certificates.append(try KeyRevocations.certificates(content))
    case 2: blobs.formUnion(try KeyRevocations.strings(content, count: nil))
    case 3: sha1.formUnion(try KeyRevocations.strings(content, count: 20))
    case 5: sha256.formUnion(try KeyRevocations.strings(content, count: 32))
    default:
      // A signature says that somebody must be believed, and nobody says whom.
      throw whole.wrong("has a section of the type \(section), which is not supported")
    }
  }

  private static func strings(
    _ content: ArraySlice<UInt8>, count: Int?
  ) throws(SignatureError) -> [[UInt8]] {
    var reader = WireReader(content, .revocation, "The key revocation list")
    var result: [[UInt8]] = []
    while !reader.isAtEnd {
      let bytes = Array(try reader.string())
      if let count, bytes.count != count { throw reader.wrong("has a digest of the wrong length") }
      result.append(bytes)
    }
    return result
  }

  // MARK: Certificates

  private static func certificates(
    _ content: ArraySlice<UInt8>
  ) throws(SignatureError) -> Certificates {
    var reader = WireReader(content, .revocation, "The key revocation list")
    let authority = Array(try reader.string())
    _ = try reader.string()
    var result = Certificates(authority: authority.isEmpty ? nil : authority)
    while !reader.isAtEnd {
      let kind = try reader.byte()
      try read(kind, try reader.string(), into: &result)
    }
    return result
  }

  private static func read(
    _ kind: UInt8, _ content: ArraySlice<UInt8>, into result: inout Certificates
  ) throws(SignatureError) {
    var reader = WireReader(content, .revocation, "The key revocation list")
    switch kind {
    case 0x20: while !reader.isAtEnd { result.serials.insert(try reader.uint64()) }
    case 0x21:
      let first = try reader.uint64()
      let last = try reader.uint64()
      guard first <= last else { throw reader.wrong("has a range that ends before it begins") }
      result.ranges.append(first...last)
    case 0x22:
      let first = try reader.uint64()
      result.bitmaps.append((first, Array(try reader.magnitude())))
    case 0x23: result.keyIDs.formUnion(try strings(content, count: nil))
    default: throw reader.wrong("has certificates of the type \(kind), which is not supported")
    }
    if kind != 0x23 { try reader.finish() }
  }

  // MARK: Answers

  func revokes(_ key: PublicKey) -> Bool {
    blobs.contains(key.blob) || sha256.contains(Hashing.sha256(key.blob))
      || (!sha1.isEmpty && sha1.contains(Hashing.sha1(key.blob)))
  }

  func revokes(_ certificate: Certificate) -> Bool {
    certificates.contains { list in
      guard list.authority == nil || list.authority == certificate.authority.blob else {
        return false
      }
      return list.revokes(certificate)
    }
  }
}

extension KeyRevocations.Certificates {
  fileprivate func revokes(_ certificate: Certificate) -> Bool {
    if keyIDs.contains(certificate.keyID) { return true }
    // The serial 0 stands for none.
    let serial = certificate.serial
    guard serial != 0 else { return false }
    return serials.contains(serial) || ranges.contains { $0.contains(serial) }
      || bitmaps.contains { hasBit(serial, $0) }
  }

  private func hasBit(_ serial: UInt64, _ bitmap: (first: UInt64, bits: [UInt8])) -> Bool {
    guard serial >= bitmap.first, serial - bitmap.first < UInt64(bitmap.bits.count) * 8 else {
      return false
    }
    let place = Int(serial - bitmap.first)
    // The first serial is the last bit.
    return bitmap.bits[bitmap.bits.count - 1 - place / 8] >> UInt8(place % 8) & 1 == 1
  }
}
