internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
public import WritTrials

/// Makes requests of one server.
///
/// Every request has a connection of its own and a deadline, ends when its task is cancelled, and
/// follows no redirect: an answer of another place than the one that was named is no answer.
public struct HTTPClient: Sendable {
  /// The server.
  public let address: ServerAddress
  private let network: Network
  private let token: BearerToken?
  private let timeout: Double
  private let limit: Int

  /// Takes a server.
  ///
  /// - Parameters:
  ///   - token: what the server asks for; sent with every request.
  ///   - timeout: how long a request may take, in seconds.
  ///   - limit: how many bytes an answer may have.
  public init(
    _ address: ServerAddress, _ network: Network, token: BearerToken? = nil, timeout: Double,
    limit: Int = 64 << 20
  ) {
    self.address = address
    self.network = network
    self.token = token
    self.timeout = timeout
    self.limit = limit
  }

  /// Takes the pieces of an answer's body: the head, the next bytes, and the seconds since the
  /// request began.
  public typealias Piece =
    @Sendable (HTTPAnswer, [UInt8], Double) async throws(ServerFailure) -> Void

  /// Makes a request and hands on the pieces of the answer's body as they come.
  ///
  /// - Returns: the head of the answer, and the seconds from the request to its end.
  public func exchange(
    _ request: HTTPRequest, _ piece: @escaping Piece
  ) async throws(ServerFailure) -> (answer: HTTPAnswer, seconds: Double) {
    let timeout = timeout
    let result = await withTaskGroup(of: Attempt?.self) { group -> Attempt in
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
    switch result {
    case .success(let found): return found
    case .failure(let failure): throw withoutSecret(failure)
    }
  }

  private typealias Attempt = Result<(answer: HTTPAnswer, seconds: Double), ServerFailure>

  static let cancelled = ServerFailure(.cancelled, "The request was broken off.")

  /// A failure whose message, which may repeat what was sent, does not show the key.
  ///
  /// The key goes before the message is shortened: a part of it is a secret as well.
  func withoutSecret(_ failure: ServerFailure) -> ServerFailure {
    let text = token?.removed(from: failure.message) ?? failure.message
    let isLong = text.unicodeScalars.count > 400
    let shown = isLong ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(400))) : text
    return ServerFailure(
      failure.kind, isLong ? shown + "..." : shown, retryAfter: failure.retryAfter)
  }

  private func attempt(_ request: HTTPRequest, _ piece: Piece) async -> Attempt {
    do {
      let clock = ContinuousClock()
      let start = clock.now
      let (channel, handshake) = try await connect()
      return try await channel.executeThenClose { inbound, outbound in
        try await handshake?.wait(channel.channel)
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
      if Task.isCancelled { return .failure(HTTPClient.cancelled) }
      return .failure(FailureReading.failure(error, address))
    }
  }

  private typealias Channel = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

  private func connect() async throws -> (Channel, Handshake?) {
    let context = address.isEncrypted ? try network.context() : nil
    // A name is asked for; an address has none, and is held against the certificate itself.
    let name = address.isNumeric ? nil : address.host
    return try await ClientBootstrap(group: network.group)
      .connectTimeout(.nanoseconds(Int64(min(10, timeout) * 1e9)))
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .connect(host: address.host, port: address.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          var handshake: Handshake?
          if let context {
            try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: name))
            let made = Handshake(channel)
            try pipeline.addHandler(HandshakeHandler(made))
            handshake = made
          }
          try pipeline.addHTTPClientHandlers()
          return (try NIOAsyncChannel(wrappingChannelSynchronously: channel), handshake)
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
    if let token { headers.replaceOrAdd(name: "Authorization", value: token.field) }
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

extension Duration {
  /// The span in seconds.
  fileprivate var seconds: Double {
    let parts = components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }
}
