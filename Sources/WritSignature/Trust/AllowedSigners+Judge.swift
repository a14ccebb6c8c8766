extension AllowedSigners {
  /// Why a line that names the key lets it not sign.
  private enum Obstacle {
    case trust(String)
    case time(String)
  }

  /// Judges the key of a signature that fits.
  ///
  /// As git does it with `ssh-keygen`: the first line that knows the key at that time names the
  /// principals (`-Y find-principals`), and one of them must be allowed to use the key in the
  /// namespace (`-Y verify`).
  ///
  /// - Parameter identities: of these the first one as whom the key may sign is told before all
  ///   others.
  func judge(
    _ signer: SignerKey, namespace: String, at seconds: Int64, asking identities: [String]
  ) -> SignatureVerdict {
    let naming = entries.filter { $0.names(signer) }
    guard !naming.isEmpty else {
      let by = signer.certificate == nil ? "no key" : "no authority"
      return SignatureVerdict(
        .untrustedKey, "The list of allowed signers names \(by) that it was made with.",
        key: signer.key)
    }
    let claimed = naming.lazy.map { $0.claimed(by: signer, at: seconds) }.first { !$0.isEmpty }
    func maySign(_ name: [UInt8]) -> Bool {
      naming.contains { entry in
        entry.principals.matches(name)
          && obstacle(entry, signer, namespace, seconds, principal: name) == nil
      }
    }
    let allowed = (claimed ?? []).filter(maySign)
    guard allowed.isEmpty else {
      let asked = identities.map { Array($0.utf8) }.first { identity in
        maySign(identity) || allowed.contains { Self.isAlike($0, identity) }
      }
      let ordered = [asked].compactMap { $0 } + allowed.filter { $0 != asked }
      let names = ordered.map { String(decoding: $0, as: UTF8.self) }
      return SignatureVerdict(
        .good, "Made by \(names[0]) with the \(signer.key.kindName) key \(signer.key.fingerprint).",
        key: signer.key, principals: names)
    }
    return refusal(naming.compactMap { obstacle($0, signer, namespace, seconds) }, signer)
  }

  /// Mail addresses that differ in the case of their letters are one person's.
  private static func isAlike(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte + 0x20 : byte }
    return left.map(lower) == right.map(lower)
  }

  /// Time is the reason only where nothing else is in the way of some line.
  private func refusal(_ obstacles: [Obstacle], _ signer: SignerKey) -> SignatureVerdict {
    for case .time(let reason) in obstacles {
      return SignatureVerdict(.notValidAtThatTime, reason, key: signer.key)
    }
    for case .trust(let reason) in obstacles {
      return SignatureVerdict(.untrustedKey, reason, key: signer.key)
    }
    return SignatureVerdict(
      .untrustedKey, "The first line that names the key is about other principals.",
      key: signer.key)
  }

  private func obstacle(
    _ entry: Entry, _ signer: SignerKey, _ namespace: String, _ seconds: Int64,
    principal: [UInt8]? = nil
  ) -> Obstacle? {
    if let list = entry.options.namespaces, !list.matches(namespace.utf8) {
      return .trust(
        "Line \(entry.line) of the allowed signers lets the key not sign for '\(namespace)'.")
    }
    if let certificate = signer.certificate,
      let obstacle = obstacle(certificate, seconds, principal: principal)
    {
      return obstacle
    }
    if let after = entry.options.validAfter, seconds < after.asBeginning {
      return .time("Line \(entry.line) of the allowed signers lets the key sign only later.")
    }
    if let before = entry.options.validBefore, seconds > before.asEnd {
      return .time("Line \(entry.line) of the allowed signers let the key sign only earlier.")
    }
    return nil
  }

  private func obstacle(
    _ certificate: Certificate, _ seconds: Int64, principal: [UInt8]?
  ) -> Obstacle? {
    guard certificate.purpose == .user else {
      return .trust("The certificate is for a host and not for a user.")
    }
    // An option that a reader must understand says where the key may be used, and a signature
    // does not tell where it was made.
    if let option = certificate.criticalOptions.first {
      return .trust("The certificate has the critical option '\(option)'.")
    }
    guard !certificate.principals.isEmpty else {
      return .trust("The certificate names no principals.")
    }
    if let principal, !certificate.principals.contains(principal) {
      return .trust("The certificate does not name the principal.")
    }
    let time = UInt64(clamping: seconds)
    if time < certificate.validAfter { return .time("The certificate was not valid yet.") }
    if time >= certificate.validBefore { return .time("The certificate was not valid any more.") }
    return nil
  }
}

extension AllowedSigners.Entry {
  /// Whether the line speaks of the key, or of the authority that certified it.
  func names(_ signer: SignerKey) -> Bool {
    if let certificate = signer.certificate {
      return options.isAuthority && certificate.authority == key
    }
    return !options.isAuthority && signer.key == key
  }

  /// The principals that the line gives a key at some time: its own patterns for a plain key, and
  /// the names in a certificate that they match.
  func claimed(by signer: SignerKey, at seconds: Int64) -> [[UInt8]] {
    if let after = options.validAfter, seconds < after.asBeginning { return [] }
    if let before = options.validBefore, seconds > before.asEnd { return [] }
    // As ssh-keygen has it, an empty pattern ends the list.
    let patterns = principals.parts.prefix { !$0.isEmpty }
    guard let certificate = signer.certificate else { return patterns.map(Array.init) }
    let time = UInt64(clamping: seconds)
    guard certificate.purpose == .user, time >= certificate.validAfter,
      time < certificate.validBefore
    else { return [] }
    return certificate.principals.filter { name in
      name.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        && patterns.contains { PatternList.matches(name, $0) }
    }
  }
}
