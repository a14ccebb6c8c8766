/// Who acts: a person with a name and a mail address, or an automation by its name.
public enum GovernanceActor: Sendable, Equatable, CustomStringConvertible {
  /// A person.
  case person(name: String, mail: String)
  /// An automation.
  case automation(name: String)

  /// Reads `Name <mail>` or `automation:<name>`, or gives nil.
  ///
  /// A name that begins with `automation:` in any case is never a person's.
  public init?(_ text: String) {
    let prefix = "automation:"
    let bytes = Array(text.utf8)
    if bytes.prefix(prefix.utf8.count).map(Ascii.lowercase).elementsEqual(prefix.utf8) {
      let name = bytes.dropFirst(prefix.utf8.count)
      guard bytes.starts(with: prefix.utf8), GovernanceActor.isAutomationName(name) else {
        return nil
      }
      self = .automation(name: String(decoding: name, as: UTF8.self))
      return
    }
    guard bytes.last == UInt8(ascii: ">"), let open = bytes.firstIndex(of: UInt8(ascii: "<")),
      open > 1, bytes[open - 1] == 0x20
    else { return nil }
    let name = bytes[..<(open - 1)]
    let mail = bytes[(open + 1)...].dropLast()
    guard let first = name.first, let last = name.last, first != 0x20, last != 0x20,
      !name.contains(UInt8(ascii: ">")), !mail.isEmpty, mail.allSatisfy(GovernanceActor.isMailByte)
    else { return nil }
    self = .person(
      name: String(decoding: name, as: UTF8.self), mail: String(decoding: mail, as: UTF8.self))
  }

  private static func isAutomationName(_ name: ArraySlice<UInt8>) -> Bool {
    guard let first = name.first, Ascii.isAlphanumeric(first), name.count <= 128 else {
      return false
    }
    return name.allSatisfy { Ascii.isAlphanumeric($0) || nameMarks.contains($0) }
  }

  private static let nameMarks = Array("._/:@+[]-".utf8)

  private static func isMailByte(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">")
  }

  /// The spelling that a trailer holds.
  public var description: String {
    switch self {
    case .person(let name, let mail): "\(name) <\(mail)>"
    case .automation(let name): "automation:\(name)"
    }
  }
}
