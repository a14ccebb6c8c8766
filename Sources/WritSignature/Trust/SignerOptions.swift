/// The options between the principals and the key of an allowed signer.
struct SignerOptions: Sendable, Equatable {
  /// Whether the key signs certificates rather than messages.
  var isAuthority = false
  /// The namespaces that the key may sign for; nil for any.
  var namespaces: PatternList?
  var validAfter: SignerTime?
  var validBefore: SignerTime?

  init() {}

  /// Reads options separated by commas.
  init(_ text: ArraySlice<UInt8>) throws(SignatureError) {
    var rest = text
    while !rest.isEmpty {
      try readOption(&rest)
      if rest.isEmpty { break }
      guard rest.first == UInt8(ascii: ",") else {
        throw SignerOptions.wrong("has an unknown option")
      }
      rest = rest.dropFirst()
      guard !rest.isEmpty else { throw SignerOptions.wrong("has a comma behind the last option") }
    }
    if let after = validAfter, let before = validBefore, before.seconds <= after.seconds {
      throw SignerOptions.wrong("ends to be valid before it begins")
    }
  }

  private static func wrong(_ why: String) -> SignatureError {
    SignatureError(
      .signers, "The line \(why).",
      hint: "known options: cert-authority, namespaces=\"...\", valid-after=\"...\", "
        + "valid-before=\"...\"")
  }

  private mutating func readOption(_ rest: inout ArraySlice<UInt8>) throws(SignatureError) {
    if SignerOptions.take("cert-authority", &rest) {
      isAuthority = true
    } else if SignerOptions.take("namespaces=", &rest) {
      guard namespaces == nil else { throw SignerOptions.wrong("has two lists of namespaces") }
      namespaces = PatternList(text: try SignerOptions.quoted(&rest))
    } else if SignerOptions.take("valid-after=", &rest) {
      guard validAfter == nil else { throw SignerOptions.wrong("has two options valid-after") }
      validAfter = try SignerOptions.time(&rest)
    } else if SignerOptions.take("valid-before=", &rest) {
      guard validBefore == nil else { throw SignerOptions.wrong("has two options valid-before") }
      validBefore = try SignerOptions.time(&rest)
    } else {
      throw SignerOptions.wrong("has an unknown option")
    }
  }

  /// Takes a word off the start, whatever its case.
  private static func take(_ word: String, _ rest: inout ArraySlice<UInt8>) -> Bool {
    let start = rest.prefix(word.utf8.count)
    let lower = start.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    guard lower.elementsEqual(word.utf8) else { return false }
    rest = rest.dropFirst(start.count)
    return true
  }

  /// Takes a string in quotes off the start; `\"` stands for a quote in it.
  private static func quoted(_ rest: inout ArraySlice<UInt8>) throws(SignatureError) -> [UInt8] {
    guard rest.first == UInt8(ascii: "\"") else { throw wrong("has an option without quotes") }
    rest = rest.dropFirst()
    var result: [UInt8] = []
    while let byte = rest.first, byte != UInt8(ascii: "\"") {
      if rest.starts(with: "\\\"".utf8) { rest = rest.dropFirst() }
      if let byte = rest.first { result.append(byte) }
      rest = rest.dropFirst()
    }
    guard !rest.isEmpty else { throw wrong("has a quote without an end") }
    rest = rest.dropFirst()
    return result
  }

  private static func time(_ rest: inout ArraySlice<UInt8>) throws(SignatureError) -> SignerTime {
    let text = try quoted(&rest)
    guard let time = SignerTime(text) else {
      throw SignatureError(
        .signers, "The line has the time '\(String(decoding: text, as: UTF8.self))'.",
        hint: "write YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, and Z behind it")
    }
    return time
  }
}
