/// A JSON Pointer (RFC 6901): the path to one value in a document.
///
/// Tokens are compared by their UTF-8 bytes.
public struct JSONPointer: Sendable, CustomStringConvertible {
  /// The unescaped reference tokens; none for the whole document.
  public let tokens: [String]

  /// The pointer to the whole document.
  public static let root = JSONPointer(tokens: [])

  /// A pointer with these unescaped tokens.
  public init(tokens: [String]) { self.tokens = tokens }

  /// Reads the string form: empty, or tokens that each start with `/`, with `~0` for `~` and `~1`
  /// for `/`.
  ///
  /// Throws `pointer-syntax` with the offset of the byte at fault.
  public init(parsing text: String) throws(JSONError) {
    let bytes = Array(text.utf8)
    guard let first = bytes.first else {
      tokens = []
      return
    }
    guard first == UInt8(ascii: "/") else {
      throw JSONError(
        code: .pointerSyntax, message: "The pointer \"\(text)\" does not start with \"/\".",
        offset: 0, hint: "write \"/\(text)\"")
    }
    var tokens: [String] = []
    var start = 1
    for part in bytes.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    {
      tokens.append(try Self.unescape(part, at: start, in: text))
      start += part.count + 1
    }
    self.tokens = tokens
  }

  private static func unescape(
    _ part: ArraySlice<UInt8>, at start: Int, in text: String
  ) throws(JSONError) -> String {
    guard part.contains(UInt8(ascii: "~")) else { return String(decoding: part, as: UTF8.self) }
    var result: [UInt8] = []
    var place = part.startIndex
    while place < part.endIndex {
      guard part[place] == UInt8(ascii: "~") else {
        result.append(part[place])
        place += 1
        continue
      }
      let next = place + 1 < part.endIndex ? part[place + 1] : 0
      switch next {
      case UInt8(ascii: "0"): result.append(UInt8(ascii: "~"))
      case UInt8(ascii: "1"): result.append(UInt8(ascii: "/"))
      default:
        throw JSONError(
          code: .pointerSyntax,
          message: "The pointer \"\(text)\" has a \"~\" that neither \"0\" nor \"1\" follows.",
          offset: start + place - part.startIndex, hint: "write \"~0\" for \"~\"")
      }
      place += 2
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The string form, escaped.
  public var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(tokens.reduce(0) { $0 + $1.utf8.count + 1 })
    for token in tokens {
      bytes.append(UInt8(ascii: "/"))
      for byte in token.utf8 {
        switch byte {
        case UInt8(ascii: "~"): bytes += [UInt8(ascii: "~"), UInt8(ascii: "0")]
        case UInt8(ascii: "/"): bytes += [UInt8(ascii: "~"), UInt8(ascii: "1")]
        default: bytes.append(byte)
        }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension JSONPointer {
  /// Whether this points at the whole document.
  public var isRoot: Bool { tokens.isEmpty }

  /// The last token, or nil at the root.
  public var last: String? { tokens.last }

  /// The pointer to the container, or nil at the root.
  public var parent: JSONPointer? {
    tokens.isEmpty ? nil : JSONPointer(tokens: Array(tokens.dropLast()))
  }

  /// This pointer and one key more.
  public func appending(_ token: String) -> JSONPointer { JSONPointer(tokens: tokens + [token]) }

  /// This pointer and one array index more.
  public func appending(_ index: Int) -> JSONPointer { appending(String(index)) }

  /// Whether the other pointer is this one or lies below it.
  public func isPrefix(of other: JSONPointer) -> Bool {
    tokens.count <= other.tokens.count
      && zip(tokens, other.tokens).allSatisfy { $0.hasSameBytes(as: $1) }
  }

  /// The index that a token names: digits without sign or leading zero, at most 18 of them.
  public static func arrayIndex(_ token: String) -> Int? {
    let bytes = token.utf8
    guard let first = bytes.first, bytes.count <= 18, bytes.allSatisfy(NumberGrammar.isDigit)
    else { return nil }
    return first == UInt8(ascii: "0") && bytes.count > 1 ? nil : Int(token)
  }
}

extension JSONPointer: Hashable, Comparable {
  /// Compares tokens by their bytes.
  public static func == (left: Self, right: Self) -> Bool {
    left.tokens.count == right.tokens.count && left.isPrefix(of: right)
  }

  /// Orders by tokens and each by its UTF-8 bytes, so that a container comes before its content.
  public static func < (left: Self, right: Self) -> Bool {
    for (a, b) in zip(left.tokens, right.tokens) where !a.hasSameBytes(as: b) {
      return a.bytesPrecede(b)
    }
    return left.tokens.count < right.tokens.count
  }

  /// Hashes the tokens' bytes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(tokens.count)
    for token in tokens { token.hashBytes(into: &hasher) }
  }
}

extension JSONValue {
  /// The value that a pointer leads to, or nil when the path does not exist.
  public func value(at pointer: JSONPointer) -> JSONValue? {
    var current = self
    for token in pointer.tokens {
      guard let next = current.child(token) else { return nil }
      current = next
    }
    return current
  }

  /// The member or element that one token names.
  func child(_ token: String) -> JSONValue? {
    switch self {
    case .object(let members): members[token]
    case .array: JSONPointer.arrayIndex(token).flatMap { self[$0] }
    default: nil
    }
  }
}
