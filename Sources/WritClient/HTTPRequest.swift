public import WritTrials

/// A request over HTTP.
public struct HTTPRequest: Sendable {
  /// The method.
  public var method: String
  /// The path behind the server's own.
  public var path: String
  /// The body, which is JSON; nil for none.
  public var body: [UInt8]?

  /// Makes a request.
  public init(_ method: String, _ path: String, body: [UInt8]? = nil) {
    self.method = method
    self.path = path
    self.body = body
  }
}

/// The head of an answer.
public struct HTTPAnswer: Sendable {
  /// The status.
  public let status: Int
  /// The media type without parameters, in lower case.
  public let mediaType: String
  /// How long the server asks to wait, in seconds.
  public let retryAfter: Double?

  init(status: Int, mediaType: String, retryAfter: Double?) {
    self.status = status
    self.mediaType = mediaType
    self.retryAfter = retryAfter
  }
}

/// A secret that a server asks for: it is sent, and never shown or stored.
public struct BearerToken: Sendable, CustomStringConvertible {
  private let text: String

  /// Takes a secret; blanks around it, as a file or a shell leaves them, do not count.
  ///
  /// - Throws: for a secret that fits into no header field, without showing it.
  public init(_ text: String) throws(TrialError) {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let bytes = Array(text.utf8)
    let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
    let end = bytes.lastIndex { !isBlank($0) } ?? start - 1
    let inner = start <= end ? Array(bytes[start...end]) : []
    guard !inner.isEmpty, inner.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw TrialError(
        .form, "The key is empty, or has a blank or another character that no key has.",
        hint: "set the variable to the key and nothing else")
    }
    self.text = String(decoding: inner, as: UTF8.self)
  }

  /// The header field's value.
  var field: String { "Bearer \(text)" }

  /// Nothing of the secret.
  public var description: String { "***" }

  /// A text in which the secret, where a server repeats it, is not shown.
  func removed(from other: String) -> String {
    let mark = Array(text.utf8)
    var bytes = Array(other.utf8)
    var start = 0
    while start + mark.count <= bytes.count {
      if bytes[start..<(start + mark.count)].elementsEqual(mark) {
        bytes.replaceSubrange(start..<(start + mark.count), with: "***".utf8)
        start += 3
      } else {
        start += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
