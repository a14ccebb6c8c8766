/// Values of the form `<subject> sha256:<64 lower-case hex>`.
enum DigestValue {
  private static let mark = Array(" sha256:".utf8)

  /// The part before the digest, or everything when there is no digest.
  static func subject(of value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    split(value) ?? value
  }

  /// The part before a well-formed digest, or nil.
  static func split(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let subject = value.dropLast(mark.count + 64)
    let digest = value[subject.endIndex...]
    guard !subject.isEmpty, digest.starts(with: mark),
      digest.dropFirst(mark.count).allSatisfy(Ascii.isLowerHex)
    else { return nil }
    return subject
  }
}
