/// A bound of a signer's validity: `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, in UTC when `Z`
/// or `UTC` follows.
///
/// Without one of them `ssh-keygen` takes the time of its machine's zone. A verdict must be the same
/// on every machine, so such a bound is taken as the zone has it that is valid for the shortest
/// time.
struct SignerTime: Sendable, Equatable {
  /// The second since 1970 that the text names in UTC.
  let seconds: Int64
  let isUTC: Bool

  /// The zones of the earth lie between 12 hours west and 14 hours east.
  private static let west: Int64 = 12 * 3600
  private static let east: Int64 = 14 * 3600

  /// As a bound from which on something is valid.
  var asBeginning: Int64 { isUTC ? seconds : seconds + SignerTime.west }
  /// As a bound up to which something is valid.
  var asEnd: Int64 { isUTC ? seconds : seconds - SignerTime.east }

  init?(_ text: [UInt8]) {
    var digits = text[...]
    let upper = text.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
    if upper.count > 3, upper.suffix(3).elementsEqual("UTC".utf8) {
      digits = digits.dropLast(3)
    } else if upper.last == UInt8(ascii: "Z") {
      digits = digits.dropLast()
    }
    isUTC = digits.count < text.count
    guard [8, 12, 14].contains(digits.count),
      digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let numbers = digits.map { Int64($0 - 0x30) } + [Int64](repeating: 0, count: 14 - digits.count)
    func number(_ range: Range<Int>) -> Int64 { numbers[range].reduce(0) { $0 * 10 + $1 } }
    guard let day = SignerTime.day(number(0..<4), number(4..<6), number(6..<8)),
      number(8..<10) < 24, number(10..<12) < 60, number(12..<14) < 60
    else { return nil }
    seconds = day * 86_400 + number(8..<10) * 3600 + number(10..<12) * 60 + number(12..<14)
    // OpenSSH takes no time before 1970, and 1970 itself for no time at all.
    guard seconds > SignerTime.east else { return nil }
  }

  /// The days since 1970-01-01 of a date in the Gregorian calendar; nil for one that does not
  /// exist.
  private static func day(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
    guard (1970...9999).contains(year), (1...12).contains(month) else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...lengths[Int(month) - 1]).contains(day) else { return nil }
    let before = year - 1
    let leapDays = before / 4 - before / 100 + before / 400 - 477
    return (year - 1970) * 365 + leapDays + lengths.prefix(Int(month) - 1).reduce(0, +) + day - 1
  }
}
