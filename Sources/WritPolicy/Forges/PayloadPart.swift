internal import WritJSON

/// A part of a payload, with its place, so that what is wrong is told where it is.
struct PayloadPart {
  let value: JSONValue
  private let pointer: JSONPointer

  init(_ value: JSONValue) {
    self.value = value
    pointer = .root
  }

  private init(_ value: JSONValue, _ pointer: JSONPointer) {
    self.value = value
    self.pointer = pointer
  }

  /// A part that must be there.
  func part(_ key: String) throws(PolicyError) -> PayloadPart {
    guard let part = optional(key) else { throw wrong(key, "is missing") }
    return part
  }

  /// A part that may be missing or null.
  func optional(_ key: String) -> PayloadPart? {
    guard let found = value[key], !found.isNull else { return nil }
    return PayloadPart(found, pointer.appending(key))
  }

  /// The error that a member is not what it should be.
  func wrong(_ key: String, _ what: String) -> PolicyError {
    let place = pointer.appending(key)
    return PolicyError(
      .form, "In the event, '\(place.description.oneLine)' \(what).", pointer: place.description,
      hint: "give the payload as the forge sent it, whole and unchanged")
  }

  // MARK: Values

  /// One line of text.
  func text(_ key: String) throws(PolicyError) -> String {
    guard let text = try optionalText(key) else { throw wrong(key, "is missing") }
    return text
  }

  /// One line of text that may be missing or null.
  func optionalText(_ key: String) throws(PolicyError) -> String? {
    guard let part = optional(key) else { return nil }
    guard let text = part.value.stringValue else { throw wrong(key, "is no text") }
    guard TextRules.problem(inLine: text) == nil else {
      throw wrong(key, "holds a character that no line of text may hold")
    }
    return text
  }

  /// A number above zero.
  func number(_ key: String) throws(PolicyError) -> Int {
    guard let number = value[key]?.intValue, number > 0 else {
      throw wrong(key, "is no number above zero")
    }
    return number
  }

  /// The id of a commit; the id that is all zeros stands for none.
  func commit(_ key: String) throws(PolicyError) -> String? {
    guard let text = try optionalText(key) else { return nil }
    guard GovernanceForm.isObjectId(Array(text.utf8)[...]) else {
      throw wrong(key, "is no commit's id")
    }
    return text.utf8.allSatisfy { $0 == UInt8(ascii: "0") } ? nil : text
  }

  /// An address that is `start`, or begins with it and goes on with a slash.
  func address(_ key: String, below start: String? = nil) throws(PolicyError) -> String {
    let text = try text(key)
    guard GovernanceForm.isURL(Array(text.utf8)[...]),
      text.utf8.count <= GovernanceKey.valueLimit
    else { throw wrong(key, "is no http address") }
    if let start, !text.utf8.starts(with: (start + "/").utf8) {
      throw wrong(key, "is no address in the repository '\(start.oneLine)'")
    }
    return text
  }

  /// A branch by the name that a reference gives it.
  func branch(_ key: String) throws(PolicyError) -> String {
    let text = try text(key)
    let prefix = "refs/heads/"
    return text.utf8.starts(with: prefix.utf8) ? String(text.dropFirst(prefix.count)) : text
  }

  /// A name by which a forge knows an account: no spaces, nothing that means something in an actor.
  func account(_ key: String) throws(PolicyError) -> String {
    let text = try text(key)
    let marks = Array("-_.[]".utf8)
    guard (1...100).contains(text.utf8.count),
      text.utf8.allSatisfy({ Ascii.isAlphanumeric($0) || marks.contains($0) })
    else { throw wrong(key, "is no name of an account") }
    return text
  }
}
