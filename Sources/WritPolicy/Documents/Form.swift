public import WritJSON

/// Reads the members of a document of writ's own.
///
/// Each must be known, of the right type and there when it has to be. What is wrong is told with
/// its pointer.
public struct Form: Sendable {
  private let object: JSONObject
  private let pointer: JSONPointer
  private let what: String

  /// Starts at an object.
  ///
  /// - Parameters:
  ///   - value: must be an object.
  ///   - what: what the document is, for messages: `the record`.
  ///   - known: every member the object may have.
  public init(
    _ value: JSONValue, _ what: String, at pointer: JSONPointer = .root, known: [String]
  ) throws(PolicyError) {
    guard let object = value.objectValue else {
      throw PolicyError(
        .form, "In \(what), '\(pointer)' is \(value.kind), not an object.",
        pointer: pointer.description)
    }
    self.object = object
    self.pointer = pointer
    self.what = what
    // Members mostly stand in the order in which they are known.
    var next = 0
    for (key, _) in object {
      let place =
        known[next...].firstIndex { $0.hasSameBytes(as: key) }
        ?? known[..<next].firstIndex { $0.hasSameBytes(as: key) }
      guard let place else {
        throw PolicyError(
          .form, "In \(what), '\(pointer.appending(key))' is not known.",
          pointer: pointer.appending(key).description,
          hint: "known here: \(known.joined(separator: ", "))")
      }
      next = place + 1
    }
  }

  /// The error that `key` is not what it should be.
  public func wrong(_ key: String, _ expected: String) -> PolicyError {
    wrong(pointer.appending(key), expected, object[key].map(Form.words) ?? "missing")
  }

  private func wrong(_ place: JSONPointer, _ expected: String, _ found: String) -> PolicyError {
    PolicyError(
      .form, "In \(what), '\(place)' must be \(expected), and is \(found).",
      pointer: place.description)
  }

  /// What a value is, where its kind alone may be what is wanted.
  private static func words(_ value: JSONValue) -> String {
    switch value {
    case .array(let elements) where elements.isEmpty: "an empty array"
    case .string(let text) where text.isEmpty: "an empty string"
    default: "\(value.kind)"
    }
  }

  /// The error that the value of `key` has the right type and cannot be used all the same.
  ///
  /// - Parameter found: what it is: `'x', which is no intent`.
  public func bad(_ key: String, _ found: String, hint: String) -> PolicyError {
    let place = pointer.appending(key)
    return PolicyError(
      .form, "In \(what), '\(place)' is \(found).", pointer: place.description, hint: hint)
  }

  /// The value of a member, or nil.
  public func value(_ key: String) -> JSONValue? { object[key] }

  /// A member's place, for nested forms.
  public func place(_ key: String) -> JSONPointer { pointer.appending(key) }

  /// A string that may be missing.
  public func optionalString(_ key: String) throws(PolicyError) -> String? {
    guard let value = object[key], !value.isNull else { return nil }
    guard let text = value.stringValue else { throw wrong(key, "a string") }
    return text
  }

  /// A string that must be there.
  public func string(_ key: String) throws(PolicyError) -> String {
    guard let text = try optionalString(key) else { throw wrong(key, "a string") }
    return text
  }

  /// A text for people that must be there: one line of at most 1,000 bytes.
  public func sentence(_ key: String) throws(PolicyError) -> String {
    let text = try string(key)
    guard !text.isEmpty, text.utf8.count <= 1_000 else {
      throw bad(key, "empty or longer than 1,000 bytes", hint: "write one sentence")
    }
    if let problem = TextRules.problem(inLine: text) {
      throw bad(key, "a text that no message can show", hint: problem.hint)
    }
    return text
  }

  /// A short name that may be missing: 1 to 100 letters, digits, `.`, `_`, `/` or `-`, the first one
  /// a letter or digit.
  public func optionalName(_ key: String) throws(PolicyError) -> String? {
    guard let text = try optionalString(key) else { return nil }
    let isPlain = text.utf8.allSatisfy { Ascii.isAlphanumeric($0) || "._/-".utf8.contains($0) }
    guard isPlain, (1...100).contains(text.utf8.count),
      text.utf8.first.map(Ascii.isAlphanumeric) ?? false
    else {
      throw bad(
        key, "'\(text.oneLine)', which is no name",
        hint: "1 to 100 letters, digits, '.', '_', '/' or '-', beginning with a letter or digit")
    }
    return text
  }

  /// A whole number inside a range that may be missing.
  public func optionalInt(_ key: String, in range: ClosedRange<Int>) throws(PolicyError) -> Int? {
    guard let value = object[key] else { return nil }
    guard let number = value.intValue, range.contains(number) else {
      throw wrong(
        place(key), "a whole number from \(range.lowerBound) to \(range.upperBound)",
        value.numberValue.map { $0.text.oneLine } ?? Form.words(value))
    }
    return number
  }

  /// A number that may be missing.
  public func optionalNumber(_ key: String) throws(PolicyError) -> JSONNumber? {
    guard let value = object[key] else { return nil }
    guard let number = value.numberValue else { throw wrong(key, "a number") }
    return number
  }

  /// A truth value that may be missing.
  public func optionalBool(_ key: String) throws(PolicyError) -> Bool? {
    guard let value = object[key] else { return nil }
    guard let flag = value.boolValue else { throw wrong(key, "true or false") }
    return flag
  }

  /// An array; empty when missing.
  public func array(_ key: String) throws(PolicyError) -> [JSONValue] {
    guard let value = object[key] else { return [] }
    guard let elements = value.arrayValue else { throw wrong(key, "an array") }
    return elements
  }

  /// An array of strings; empty when missing.
  public func strings(_ key: String) throws(PolicyError) -> [String] {
    var result: [String] = []
    for (index, element) in try array(key).enumerated() {
      guard let text = element.stringValue else {
        throw wrong(place(key).appending(index), "a string", Form.words(element))
      }
      result.append(text)
    }
    return result
  }

  /// The version of the document's format, which must be the one that this writ knows.
  public func requireVersion(_ known: Int) throws(PolicyError) {
    guard let found = object["version"]?.intValue else {
      throw wrong("version", "the number \(known)")
    }
    guard found == known else {
      throw PolicyError(
        .version, "The format version of \(what) is \(found), and this writ knows \(known).",
        pointer: place("version").description, hint: "use the version of writ that made it")
    }
  }
}
