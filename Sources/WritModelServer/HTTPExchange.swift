internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
public import WritTrials

/// A request over HTTP.
public struct HTTPRequest: Sendable {
  /// The method.
  public var method: String
  /// The path behind the server's own.
  public var path: String
  /// Header fields beside those that every request has.
  public var headers: [(name: String, value: String)]
  /// The body, which is JSON; nil for none.
  public var body: [UInt8]?

  /// Makes a request.
  public init(
    _ method: String, _ path: String, headers: [(name: String, value: String)] = [],
    body: [UInt8]? = nil
  ) {
    self.method = method
    self.path = path
    self.headers = headers
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
}

/// Makes requests of one server.
public struct HTTPClient: Sendable {
  /// The server.
  public let address: ServerAddress
  private let network: Network
  /// How long a request may take, in seconds.
  private let timeout: Double
  /// How many bytes an answer may have.
  private let limit: Int

  /// Takes a server.
  public init(
    _ address: ServerAddress, _ network: Network, timeout: Double, limit: Int = 64 << 20
  ) {
    self.address = address
    self.network = network
    self.timeout = timeout
    self.limit = limit
  }

  /// Makes a request and hands on the pieces of the answer's body as they come.
  ///
  /// - Parameters:
  ///   - piece: is given the head, the next bytes, and the seconds since the request began.
  /// - Returns: the head of the answer, and the seconds from the request to its end.
  public func exchange(
    _ request: HTTPRequest,
    _ piece: @escaping @Sendable (HTTPAnswer, [UInt8], Double) async throws(ServerFailure) -> Void
  ) async throws(ServerFailure) -> (answer: HTTPAnswer, seconds: Double) {
    let timeout = timeout
    let result = await withTaskGroup(of: Result<(HTTPAnswer, Double), ServerFailure>?.self) {
      group -> Result<(HTTPAnswer, Double), ServerFailure> in
      group.addTask { await attempt(request, piece) }
      group.addTask {
        await Network.sleep(timeout)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      if let first { return first }
      if Task.isCancelled { return .failure(HTTPClient.cancelled) }
      return .failure(ServerFailure(.timeout, "The server did not answer within \(timeout) s."))
    }
    let found = try result.get()
    return (answer: found.0, seconds: found.1)
  }

  static let cancelled = ServerFailure(.cancelled, "The request was broken off.")

  private func attempt(
    _ request: HTTPRequest,
    _ piece: @escaping @Sendable (HTTPAnswer, [UInt8], Double) async throws(ServerFailure) -> Void
  ) async -> Result<(HTTPAnswer, Double), ServerFailure> {
    do {
      let clock = ContinuousClock()
      let start = clock.now
      let channel = try await connect()
      return try await channel.executeThenClose { inbound, outbound in
        try await send(request, outbound)
        var body = BodyReader(limit: limit)
        for try await part in inbound {
          let seconds = (clock.now - start).seconds
          switch try body.take(part) {
          case .more: continue
          case .bytes(let answer, let bytes): try await piece(answer, bytes, seconds)
          case .end(let answer): return .success((answer, seconds))
          }
        }
        if Task.isCancelled { throw HTTPClient.cancelled }
        throw ServerFailure(.truncated, "The connection ended before the answer did.")
      }
    } catch let failure as ServerFailure {
      return .failure(failure)
    } catch {
      return .failure(FailureReading.failure(error, address))
    }
  }

  private typealias Channel = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

  private func connect() async throws -> Channel {
    let context = address.isEncrypted ? try network.context() : nil
    // A name is asked for; an address has none, and is held against the certificate itself.
    let name = address.isNumeric ? nil : address.host
    return try await ClientBootstrap(group: network.group)
      .connectTimeout(.seconds(10))
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .connect(host: address.host, port: address.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let context {
            try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: name))
          }
          try pipeline.addHTTPClientHandlers()
          return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        }
      }
  }

  private func send(
    _ request: HTTPRequest, _ outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>
  ) async throws {
    var headers = HTTPHeaders([
      ("Host", hostField), ("User-Agent", "writ"), ("Accept", "application/json, */*"),
      ("Connection", "close"),
    ])
    for (name, value) in request.headers { headers.replaceOrAdd(name: name, value: value) }
    if let body = request.body {
      headers.replaceOrAdd(name: "Content-Type", value: "application/json")
      headers.replaceOrAdd(name: "Content-Length", value: "\(body.count)")
    }
    let head = HTTPRequestHead(
      version: .http1_1, method: HTTPMethod(rawValue: request.method),
      uri: address.path + request.path, headers: headers)
    try await outbound.write(.head(head))
    if let body = request.body {
      try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body))))
    }
    try await outbound.write(.end(nil))
  }

  private var hostField: String {
    let isStandard = address.port == (address.isEncrypted ? 443 : 80)
    let host = address.host.utf8.contains(UInt8(ascii: ":")) ? "[\(address.host)]" : address.host
    return isStandard ? host : "\(host):\(address.port)"
  }
}

/// Puts the parts of an answer together, and counts its bytes.
private struct BodyReader {
  let limit: Int
  private var answer: HTTPAnswer?
  private var count = 0

  enum Step {
    case more
    case bytes(HTTPAnswer, [UInt8])
    case end(HTTPAnswer)
  }

  init(limit: Int) { self.limit = limit }

  mutating func take(_ part: HTTPClientResponsePart) throws(ServerFailure) -> Step {
    switch part {
    case .head(let head):
      let type = head.headers.first(name: "Content-Type")?.split(separator: ";").first
      answer = HTTPAnswer(
        status: Int(head.status.code),
        mediaType: type.map { $0.filter { $0 != " " }.lowercased() } ?? "",
        retryAfter: head.headers.first(name: "Retry-After").flatMap { Double($0) })
      return .more
    case .body(let buffer):
      count += buffer.readableBytes
      guard count <= limit else {
        throw ServerFailure(.tooLarge, "The answer has more than \(limit) bytes.")
      }
      guard let answer else { throw ServerFailure(.malformed, "The answer has no head.") }
      return .bytes(answer, Array(buffer.readableBytesView))
    case .end:
      guard let answer else { throw ServerFailure(.malformed, "The answer has no head.") }
      return .end(answer)
    }
  }
}

extension Duration {
  /// The span in seconds.
  var seconds: Double {
    let parts = components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }
}
