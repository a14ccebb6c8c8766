/// Who made a commit or a tag, and when.
public struct Signature: Sendable, Equatable {
  /// The name, without the characters that git cannot store there.
  public var name: String
  /// The mail address.
  public var mail: String
  /// Seconds since 1970.
  public var seconds: Int64
  /// Minutes east of UTC.
  public var offset: Int

  /// Makes a signature from its parts.
  public init(name: String, mail: String, seconds: Int64, offset: Int = 0) {
    self.name = name
    self.mail = mail
    self.seconds = seconds
    self.offset = offset
  }

  /// The form in a commit: `Name <mail> seconds +hhmm`.
  public var header: String {
    // Four digits hold no more, and no time zone is as far as that.
    let minutes = min(offset.magnitude, 99 * 60 + 59)
    let digits = "\(minutes / 60 * 100 + minutes % 60)"
    let zone = String(repeating: "0", count: 4 - digits.utf8.count) + digits
    return "\(identity) \(seconds) \(offset < 0 ? "-" : "+")\(zone)"
  }

  /// `Name <mail>`.
  public var identity: String { "\(name) <\(mail)>" }

  /// Whether it can be stored so that git reads back the same: no angle brackets, line feeds or
  /// NUL, which would end the name or begin another header, a name, and no time before 1970.
  public var isStorable: Bool {
    func isForbidden(_ byte: UInt8) -> Bool {
      byte == 0 || byte == 0x0A || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
    }
    return seconds >= 0 && !name.isEmpty && !name.utf8.contains(where: isForbidden)
      && !mail.utf8.contains(where: isForbidden)
  }

  func refuseUnstorable() throws(GitError) {
    if isStorable { return }
    throw GitError(
      .invalid, "A commit or tag cannot be signed with this name, mail address or time.",
      hint: "names must not be empty; angle brackets and line breaks are not allowed")
  }

  /// Reads the form in a commit.
  ///
  /// Odd signatures occur in old histories, so what is missing is read as empty or zero, as git
  /// does.
  public init(parsing header: [UInt8]) {
    self = header.withUnsafeBytes { Signature(parsing: $0) }
  }

  /// Reads the form in a commit.
  init(parsing header: UnsafeRawBufferPointer) {
    self =
      Signature(header, time: { Signature.time($0) ?? (0, 0) })
      ?? Signature(name: String(decoding: header, as: UTF8.self), mail: "", seconds: 0)
  }

  /// Reads the form in a commit as far as libgit2 does: nil where there is no mail address in angle
  /// brackets, or where what follows it does not begin with a number that fits.
  init?(strictly header: UnsafeRawBufferPointer) {
    self.init(header, time: Signature.time)
  }

  private init?(
    _ header: UnsafeRawBufferPointer,
    time: (Slice<UnsafeRawBufferPointer>) -> (seconds: Int64, offset: Int)?
  ) {
    let open = header.firstIndex(of: UInt8(ascii: "<"))
    let close = header.lastIndex(of: UInt8(ascii: ">"))
    guard let open, let close, open < close, let time = time(header[(close + 1)...]) else {
      return nil
    }
    self.init(
      name: String(decoding: header[..<open].trimmingSpaces, as: UTF8.self),
      mail: String(decoding: header[(open + 1)..<close], as: UTF8.self),
      seconds: time.seconds, offset: time.offset)
  }

  /// Seconds and minutes behind the mail address; nil for what libgit2 refuses.
  ///
  /// As there, one byte after the address is passed over, a zone that is none counts as UTC, and
  /// nothing at all as 1970.
  private static func time(
    _ text: Slice<UnsafeRawBufferPointer>
  ) -> (seconds: Int64, offset: Int)? {
    if let time = plainTime(text) { return time }
    // The address would end after this.
    if text.contains(UInt8(ascii: "<")) { return nil }
    guard text.count > 1 else { return (0, 0) }
    var digits = text.dropFirst().drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    let number = digits.prefix { (0x30...0x39).contains($0) }
    let sign = isNegative ? "-" : ""
    guard let seconds = Int64(sign + String(decoding: number, as: UTF8.self)) else { return nil }
    let zone = digits.dropFirst(number.count + 1).prefix { $0 != 0x20 }
    return (seconds, minutes(String(decoding: zone, as: UTF8.self)))
  }

  /// The time where it is written as git writes it, ` 1700000000 +0100`; else nil.
  private static func plainTime(_ text: Slice<UnsafeRawBufferPointer>) -> (Int64, Int)? {
    let digits = text.dropFirst().dropLast(6)
    let zone = text.suffix(6)
    guard text.count > 7, text.count < 24, text.first == 0x20, zone.first == 0x20,
      let sign = zone.dropFirst().first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let seconds = number(digits), let zone = number(zone.dropFirst(2))
    else { return nil }
    let minutes = Int(zone / 100 * 60 + zone % 100)
    return (seconds, sign == UInt8(ascii: "-") ? -minutes : minutes)
  }

  private static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> Int64? {
    var value: Int64 = 0
    for digit in digits {
      guard digit >= 0x30, digit <= 0x39 else { return nil }
      value = value * 10 + Int64(digit - 0x30)
    }
    return value
  }

  private static func minutes(_ zone: String) -> Int {
    guard let value = Int(zone), value.magnitude <= 9999 else { return 0 }
    return value / 100 * 60 + value % 100
  }
}

extension RandomAccessCollection where Element == UInt8, SubSequence: RandomAccessCollection {
  var trimmingSpaces: SubSequence {
    var rest = self[...]
    while rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
    while rest.last == UInt8(ascii: " ") { rest = rest.dropLast() }
    return rest
  }
}
