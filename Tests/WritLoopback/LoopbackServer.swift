import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A request that came in.
public struct LoopbackRequest: Sendable {
  /// The method.
  public let method: String
  /// The path, without the query.
  public let path: String
  /// What stands behind the question mark.
  public let query: String
  /// The `Authorization` field.
  public let authorization: String?
  /// The body.
  public let body: [UInt8]
}

/// One step of an answer.
public enum LoopbackStep: Sendable {
  /// The status and header fields; chunked unless a length is among them.
  case head(Int, [(name: String, value: String)])
  /// A part of the body.
  case bytes([UInt8])
  /// Waits.
  case pause(milliseconds: Int)
  /// The end of the answer.
  case end
  /// Closes the connection, whatever is missing.
  case cut
  /// The same part again and again until the client goes away.
  case forever([UInt8], milliseconds: Int)
  /// Nothing more, with the connection left open.
  case stall
}

/// A real HTTP server on the loopback interface, at a port that the system chooses.
public final class LoopbackServer: Sendable {
  /// What answers a request.
  public typealias Answer = @Sendable (LoopbackRequest) -> [LoopbackStep]

  /// Where it is.
  public let url: String
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel

  /// Starts to listen.
  ///
  /// - Parameter isEncrypted: whether it speaks TLS, by the certificate for tests.
  public init(isEncrypted: Bool = false, _ answer: @escaping Answer) throws {
    let context = isEncrypted ? try LoopbackServer.context() : nil
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    channel = try ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
          try pipeline.configureHTTPServerPipeline(withErrorHandling: false)
          try pipeline.addHandler(AnswerHandler(answer))
        }
      }
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .bind(host: "127.0.0.1", port: 0).wait()
    let port = channel.localAddress?.port ?? 0
    url = "\(isEncrypted ? "https" : "http")://127.0.0.1:\(port)"
  }

  private static func context() throws -> NIOSSLContext {
    let certificate = try NIOSSLCertificate(
      bytes: Array(LoopbackCertificate.certificate.utf8), format: .pem)
    let key = try NIOSSLPrivateKey(bytes: Array(LoopbackCertificate.key.utf8), format: .pem)
    return try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: [.certificate(certificate)], privateKey: .privateKey(key)))
  }

  /// Stops listening and ends its thread.
  public func stop() {
    channel.close(promise: nil)
    group.shutdownGracefully { _ in }
  }
}

/// Reads a request and carries out the steps of its answer.
private final class AnswerHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let answer: LoopbackServer.Answer
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []

  init(_ answer: @escaping LoopbackServer.Answer) { self.answer = answer }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = []
    case .body(let buffer): body += buffer.readableBytesView
    case .end:
      guard let head else { return }
      let parts = head.uri.split(separator: "?", maxSplits: 1)
      let request = LoopbackRequest(
        method: head.method.rawValue, path: parts.first.map(String.init) ?? "/",
        query: parts.count > 1 ? String(parts[1]) : "",
        authorization: head.headers.first(name: "Authorization"), body: body)
      perform(answer(request)[...], context)
    }
  }

  /// A client that breaks the protocol, or goes away, ends its connection.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func perform(_ steps: ArraySlice<LoopbackStep>, _ context: ChannelHandlerContext) {
    guard let step = steps.first, context.channel.isActive else { return }
    let rest = steps.dropFirst()
    switch step {
    case .head(let status, let fields):
      let head = HTTPResponseHead(
        version: .http1_1, status: HTTPResponseStatus(statusCode: status),
        headers: HTTPHeaders(fields.map { ($0.name, $0.value) }))
      context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
      perform(rest, context)
    case .bytes(let bytes):
      write(bytes, context)
      perform(rest, context)
    case .pause(let time): later(time, rest, context)
    case .end: context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    case .cut: context.close(promise: nil)
    case .stall: return
    case .forever(let bytes, let time):
      // A client that does not read is not written to without end.
      if context.channel.isWritable { write(bytes, context) }
      later(time, steps, context)
    }
  }

  private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
    context.writeAndFlush(
      wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
  }

  private func later(
    _ time: Int, _ steps: ArraySlice<LoopbackStep>, _ context: ChannelHandlerContext
  ) {
    context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(time))) {
      self.perform(steps, context)
    }
  }
}
