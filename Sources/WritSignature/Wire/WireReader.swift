/// Reads the binary form that SSH has for values (RFC 4251, section 5).
///
/// Every value has one form: what could be written in two ways is refused, so that equal keys have
/// equal bytes.
struct WireReader {
  /// What has not been read yet.
  private(set) var rest: ArraySlice<UInt8>
  /// The code of errors.
  private let code: SignatureError.Code
  /// What is being read, for messages: `The public key`.
  private let what: String

  init(_ bytes: ArraySlice<UInt8>, _ code: SignatureError.Code, _ what: String) {
    rest = bytes
    self.code = code
    self.what = what
  }

  init(_ bytes: [UInt8], _ code: SignatureError.Code, _ what: String) {
    self.init(bytes[...], code, what)
  }

  /// Whether everything was read.
  var isAtEnd: Bool { rest.isEmpty }

  /// The error that the bytes are not as they must be.
  func wrong(_ why: String) -> SignatureError { SignatureError(code, "\(what) \(why).") }

  mutating func bytes(_ count: Int) throws(SignatureError) -> ArraySlice<UInt8> {
    guard rest.count >= count else { throw wrong("is cut off") }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func byte() throws(SignatureError) -> UInt8 {
    try bytes(1).reduce(0) { $1 }
  }

  mutating func uint32() throws(SignatureError) -> UInt32 {
    try bytes(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  mutating func uint64() throws(SignatureError) -> UInt64 {
    try bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Bytes with their count before them.
  mutating func string() throws(SignatureError) -> ArraySlice<UInt8> {
    try bytes(Int(try uint32()))
  }

  /// A name: a string of visible ASCII.
  mutating func name() throws(SignatureError) -> String {
    let bytes = try string()
    guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw wrong("has a name in it that is not ASCII")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes of a number that is positive or zero, most significant first, without leading zeros.
  mutating func magnitude() throws(SignatureError) -> ArraySlice<UInt8> {
    var bytes = try string()
    guard let first = bytes.first else { return bytes }
    guard first < 0x80 else { throw wrong("has a negative number in it") }
    if first == 0 {
      bytes = bytes.dropFirst()
      guard let second = bytes.first, second >= 0x80 else {
        throw wrong("has a number with needless zeros in it")
      }
    }
    return bytes
  }

  /// Refuses anything that follows.
  func finish() throws(SignatureError) {
    guard rest.isEmpty else { throw wrong("has \(rest.count) bytes behind its end") }
  }
}

/// Writes the binary form that SSH has for values (RFC 4251, section 5).
struct WireWriter {
  /// What was written.
  private(set) var bytes: [UInt8] = []

  mutating func raw(_ value: some Sequence<UInt8>) { bytes.append(contentsOf: value) }

  mutating func uint32(_ value: UInt32) {
    for shift in [24, 16, 8, 0] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// Bytes with their count before them.
  mutating func string(_ value: some Collection<UInt8>) {
    uint32(UInt32(value.count))
    raw(value)
  }
}
