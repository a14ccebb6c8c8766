/// The forms that governance values take.
enum GovernanceForm {
  static let tagPrefix = Array("checkpoint/".utf8)

  /// `#` and a number without leading zeros.
  static func isNumberSign(_ bytes: ArraySlice<UInt8>) -> Bool {
    let digits = bytes.dropFirst()
    return bytes.first == UInt8(ascii: "#") && (1...18).contains(digits.count)
      && digits.first != UInt8(ascii: "0") && digits.allSatisfy(Ascii.isDigit)
  }

  /// An `http` or `https` URL with a host and no white space.
  static func isURL(_ bytes: ArraySlice<UInt8>) -> Bool {
    for scheme in ["https://", "http://"] where bytes.starts(with: scheme.utf8) {
      let rest = bytes.dropFirst(scheme.utf8.count)
      return rest.first.map(Ascii.isAlphanumeric) ?? false
        && rest.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
    }
    return false
  }

  /// A path inside the tree whose last part is `record.json`.
  static func isRecordPath(_ path: ArraySlice<UInt8>) -> Bool {
    let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count > 1, let name = parts.last, name.elementsEqual("record.json".utf8) else {
      return false
    }
    return parts.allSatisfy {
      !$0.isEmpty && !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8)
        && !$0.contains(0x20)
    }
  }

  /// `checkpoint/` and a name that git takes for part of a ref.
  static func isCheckpoint(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.starts(with: tagPrefix) else { return false }
    let name = bytes.dropFirst(tagPrefix.count)
    let parts = name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.allSatisfy(isRefPart)
  }

  /// Letters, digits, `.`, `_` and `-`, within git's rules for one part of a ref's name.
  private static func isRefPart(_ part: ArraySlice<UInt8>) -> Bool {
    guard let first = part.first, Ascii.isAlphanumeric(first), part.last != UInt8(ascii: ".")
    else { return false }
    var last = first
    for byte in part {
      guard Ascii.isAlphanumeric(byte) || partMarks.contains(byte),
        byte != UInt8(ascii: ".") || last != byte
      else { return false }
      last = byte
    }
    return !part.suffix(lock.count).elementsEqual(lock)
  }

  private static let partMarks = Array("._-".utf8)
  private static let keyMarks = Array("._:/-".utf8)
  private static let lock = Array(".lock".utf8)

  /// A whole SHA-1 or SHA-256 object id.
  static func isObjectId(_ bytes: ArraySlice<UInt8>) -> Bool {
    (bytes.count == 40 || bytes.count == 64) && bytes.allSatisfy(Ascii.isLowerHex)
  }

  /// 1 to 128 of `A-Z a-z 0-9 . _ : / -`.
  static func isIdempotencyKey(_ bytes: ArraySlice<UInt8>) -> Bool {
    (1...128).contains(bytes.count)
      && bytes.allSatisfy { Ascii.isAlphanumeric($0) || keyMarks.contains($0) }
  }
}
