/// The keys that may sign, as ssh-keygen(1) defines the file in ALLOWED SIGNERS.
///
/// A line that cannot be read trusts nobody; it is kept as a problem.
public struct AllowedSigners: Sendable {
  /// One line: who may sign, with which key, for what and when.
  struct Entry: Sendable {
    let line: Int
    let principals: PatternList
    let options: SignerOptions
    let key: PublicKey
  }

  /// The most bytes that the file may have.
  public static let limit = 4 << 20

  let entries: [Entry]
  /// What is wrong with lines, each with its number.
  public let problems: [SignatureError]

  /// Reads a file.
  public init(parsing bytes: [UInt8]) throws(SignatureError) {
    guard bytes.count <= AllowedSigners.limit else {
      throw SignatureError(.signers, "The list of signers has \(bytes.count) bytes, too many.")
    }
    var entries: [Entry] = []
    var problems: [SignatureError] = []
    for (number, line) in Blank.lines(bytes) {
      do throws(SignatureError) {
        entries.append(try Entry(line, number))
      } catch {
        problems.append(
          SignatureError(error.code, error.message, line: number, hint: error.hint))
      }
    }
    self.entries = entries
    self.problems = problems
  }

  /// Reads the principals that lines give to the keys which they name, for a listing.
  public var principals: [String] {
    entries.map { String(decoding: $0.principals.text, as: UTF8.self) }
  }
}

extension AllowedSigners.Entry {
  init(_ text: ArraySlice<UInt8>, _ line: Int) throws(SignatureError) {
    // Names are shown to people, on terminals too.
    guard text.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }) else {
      throw SignatureError(.signers, "The line has a control character in it.")
    }
    var rest = text
    let principals = try Self.principals(&rest)
    var options = SignerOptions()
    var key = try PublicKey(line: rest)
    if key == nil {
      options = try SignerOptions(try Self.options(&rest))
      key = try PublicKey(line: rest)
    }
    guard let key else {
      throw SignatureError(
        .signers, "The line has no key.", hint: "write: principals [options] type base64")
    }
    self.init(
      line: line, principals: PatternList(text: principals), options: options, key: key)
  }

  /// The first word; quotes may stand around a part with blanks.
  private static func principals(
    _ rest: inout ArraySlice<UInt8>
  ) throws(SignatureError) -> [UInt8] {
    let isEnd: (UInt8) -> Bool = { Blank.isBlank($0) || $0 == UInt8(ascii: "\"") }
    var word = Array(rest.prefix { !isEnd($0) })
    rest = rest.dropFirst(word.count)
    if rest.first == UInt8(ascii: "\"") {
      rest = rest.dropFirst()
      let inside = rest.prefix { $0 != UInt8(ascii: "\"") }
      guard inside.count < rest.count else {
        throw SignatureError(.signers, "The line has a quote without an end.")
      }
      word += inside
      rest = rest.dropFirst(inside.count + 1)
    }
    rest = rest.drop(while: Blank.isBlank)
    guard !word.isEmpty else { throw SignatureError(.signers, "The line has no principals.") }
    return word
  }

  /// The word before the key; blanks inside of quotes belong to it.
  private static func options(
    _ rest: inout ArraySlice<UInt8>
  ) throws(SignatureError) -> ArraySlice<UInt8> {
    var isQuoted = false
    var end = rest.startIndex
    while end < rest.endIndex, isQuoted || !Blank.isBlank(rest[end]) {
      if rest[end] == UInt8(ascii: "\\"), end + 1 < rest.endIndex,
        rest[end + 1] == UInt8(ascii: "\"")
      {
        end += 1
      } else if rest[end] == UInt8(ascii: "\"") {
        isQuoted.toggle()
      }
      end += 1
    }
    guard !isQuoted else { throw SignatureError(.signers, "The line has a quote without an end.") }
    defer { rest = rest[end...].drop(while: Blank.isBlank) }
    return rest[..<end]
  }
}
