/// A request as it came in, whole and within bounds.
public struct ServerRequest: Sendable {
  /// The method, in upper case.
  public let method: String
  /// The path, without the query.
  public let path: String
  /// What stands behind the question mark.
  public let query: String
  /// The body.
  public let body: [UInt8]

  /// The value of a parameter of the query, where it is named once and holds only characters that
  /// need no decoding.
  public func parameter(_ name: String) -> String? {
    let found = query.split(separator: "&").filter {
      $0.utf8.starts(with: name.utf8) && $0.utf8.dropFirst(name.utf8.count).first == 0x3D
    }
    guard found.count == 1, let pair = found.first else { return nil }
    let value = pair.utf8.dropFirst(name.utf8.count + 1)
    guard !value.contains(where: { $0 == 0x25 || $0 == 0x2B }) else { return nil }
    return String(decoding: Array(value), as: UTF8.self)
  }
}

/// An answer.
public struct ServerAnswer: Sendable {
  /// The status.
  public let status: Int
  /// The media type.
  public let type: String
  /// Header fields beside those that every answer has.
  public let fields: [(name: String, value: String)]
  /// The body.
  public let body: [UInt8]

  /// Makes an answer from its parts.
  public init(
    _ status: Int, type: String = "application/json", fields: [(name: String, value: String)] = [],
    body: [UInt8]
  ) {
    self.status = status
    self.type = type
    self.fields = fields
    self.body = body
  }

  /// A failure in the form of all of them.
  ///
  /// - Parameter message: a sentence without characters that JSON escapes.
  static func failure(
    _ status: Int, _ message: String, fields: [(name: String, value: String)] = []
  ) -> ServerAnswer {
    ServerAnswer(
      status, fields: fields, body: Array("{\"success\":false,\"error\":\"\(message)\"}\n".utf8))
  }
}

/// What bounds a server, so that no client makes it use more than this.
public struct ServerLimits: Sendable {
  /// How many connections there may be at a time.
  public var connections = 64
  /// How many bytes the body of a request may have.
  public var body = 64 << 10
  /// How long a request may take to come in, and a connection to wait for the next, in seconds.
  public var patience = 30.0
  /// How many requests are worked on at a time.
  public var workers = 2

  /// The bounds as they are shipped.
  public init() {}
}
