/// A commit or a tag taken apart into its signature and what the signature was made over.
public struct SignedContent: Sendable, Equatable {
  /// The exact bytes that a signature is made over: the object without its signature.
  public private(set) var payload: [UInt8]
  /// The signature in its armor; nil when there is none.
  public private(set) var signature: [UInt8]?
  /// Why nobody can say what a signature was made for; nil in a well-formed object.
  public private(set) var problem: String?

  private static let lineFeed = UInt8(ascii: "\n")
  /// Headers that begin so hold signatures, and git leaves all of them out of what is signed.
  private static let mark = Array("gpgsig".utf8)
  /// What git takes for the beginning of a signature in a tag.
  private static let beginnings = [
    "-----BEGIN PGP SIGNATURE-----", "-----BEGIN PGP MESSAGE-----",
    "-----BEGIN SIGNED MESSAGE-----", "-----BEGIN SSH SIGNATURE-----",
  ].map { Array($0.utf8) }

  private init(payload: [UInt8]) { self.payload = payload }

  /// Takes a commit apart, whose signature is the header `gpgsig`.
  public init(ofCommit content: [UInt8]) {
    self.init(payload: [])
    payload.reserveCapacity(content.count)
    var headers = HeaderLines(content)
    var isSignature = false
    while let line = headers.next() {
      let isContinued = line.first == UInt8(ascii: " ")
      if !isContinued {
        isSignature = line.starts(with: SignedContent.mark)
        if isSignature { begin(line) }
      }
      if isSignature {
        let text = isContinued ? line.dropFirst() : line.dropFirst(SignedContent.mark.count + 1)
        signature = (signature ?? []) + text
      } else {
        payload += line
      }
    }
    payload += headers.rest
    problem = problem ?? headers.repeated(["tree", "author", "committer"])
  }

  private mutating func begin(_ line: ArraySlice<UInt8>) {
    if signature != nil { problem = "it has two signatures" }
    guard line.dropFirst(SignedContent.mark.count).first == UInt8(ascii: " ") else {
      problem = "it has a signature of another kind in its header"
      return
    }
  }

  /// Takes a tag apart, whose signature is the end of its message.
  public init(ofTag content: [UInt8]) {
    var starts: [Int] = []
    var start = 0
    while start < content.count {
      let line = content[start...]
      if SignedContent.beginnings.contains(where: line.starts) { starts.append(start) }
      let end = line.firstIndex(of: SignedContent.lineFeed) ?? content.count
      start = end + 1
    }
    guard let last = starts.last else {
      self.init(payload: content)
      return
    }
    self.init(payload: Array(content[..<last]))
    signature = Array(content[last...])
    if starts.count > 1 { problem = "it has two signatures" }
    var headers = HeaderLines(content)
    while let line = headers.next() {
      guard line.starts(with: SignedContent.mark) else { continue }
      problem = "it has a signature of another kind in its header"
    }
    problem = problem ?? headers.repeated(["object", "type", "tag", "tagger"])
  }

  // MARK: Signing

  /// The commit `content` with a signature, which goes into a header behind the others.
  public static func commit(_ content: [UInt8], with signature: [UInt8]) -> [UInt8] {
    var headers = HeaderLines(content)
    while headers.next() != nil {}
    var result = Array(content[..<(content.count - headers.rest.count)])
    result += mark
    for line in signature.split(separator: lineFeed, omittingEmptySubsequences: false).lines {
      result += [UInt8(ascii: " ")] + line + [lineFeed]
    }
    return result + headers.rest
  }

  /// The tag `content` with a signature, which goes to the end of the message.
  public static func tag(_ content: [UInt8], with signature: [UInt8]) -> [UInt8] {
    content + (content.last == lineFeed ? [] : [lineFeed]) + signature
  }
}

extension [ArraySlice<UInt8>] {
  /// The lines of a text that was split at its line feeds.
  fileprivate var lines: ArraySlice<ArraySlice<UInt8>> {
    last?.isEmpty ?? false ? dropLast() : self[...]
  }
}

/// The lines of an object's header with their line feeds, up to the empty line behind it.
private struct HeaderLines {
  /// What has not been read: from the empty line on.
  private(set) var rest: ArraySlice<UInt8>
  private var names: [ArraySlice<UInt8>] = []

  init(_ content: [UInt8]) { rest = content[...] }

  mutating func next() -> ArraySlice<UInt8>? {
    guard let first = rest.first, first != UInt8(ascii: "\n") else { return nil }
    let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.endIndex
    defer { rest = rest[end...] }
    let line = rest[..<end]
    if first != UInt8(ascii: " ") { names.append(line.prefix { $0 != UInt8(ascii: " ") }) }
    return line
  }

  /// What is wrong when a header of which there is one stands there twice.
  func repeated(_ single: [String]) -> String? {
    for name in single where names.count(where: { $0.elementsEqual(name.utf8) }) > 1 {
      return "it has the header '\(name)' twice"
    }
    return nil
  }
}
