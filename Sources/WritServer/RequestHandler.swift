internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Reads the requests of one connection, and writes their answers.
final class RequestHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let settings: Server.Settings
  private let pool: NIOThreadPool
  private let answer: Server.Answer
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  private var isOver = false
  private var deadline: Scheduled<Void>?

  init(_ settings: Server.Settings, _ pool: NIOThreadPool, _ answer: @escaping Server.Answer) {
    self.settings = settings
    self.pool = pool
    self.answer = answer
  }

  func channelActive(context: ChannelHandlerContext) {
    waitForRequest(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    context.fireChannelInactive()
  }

  /// A client that breaks the protocol, or goes away, ends its connection.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = []
    case .body(let buffer):
      guard !isOver, head != nil else { return }
      body += buffer.readableBytesView
      if body.count > settings.limits.body { refuse(413, "The body is too large.", context) }
    case .end:
      guard !isOver, let head else { return }
      self.head = nil
      deadline?.cancel()
      take(head, context)
    }
  }

  /// A request that does not come in in time, byte by byte or not at all, ends its connection.
  private func waitForRequest(_ context: ChannelHandlerContext) {
    deadline?.cancel()
    let channel = context.channel
    deadline = context.eventLoop.scheduleTask(
      in: .nanoseconds(Int64(settings.limits.patience * 1e9))
    ) { channel.close(promise: nil) }
  }

  private func take(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let request = ServerRequest(
      method: head.method.rawValue, path: String(parts[0]),
      query: parts.count > 1 ? String(parts[1]) : "", body: body)
    body = []
    let isOpen = request.method == "GET" && settings.open.contains(request.path)
    let field = head.headers["Authorization"]
    guard isOpen || (field.count == 1 && settings.token.admits(field.first)) else {
      return write(
        .failure(
          401, "The token is missing or wrong.", fields: [("WWW-Authenticate", "Bearer")]),
        isLast: !head.isKeepAlive, context)
    }
    let answer = answer
    let isLast = !head.isKeepAlive
    pool.runIfActive(eventLoop: context.eventLoop) { answer(request) }
      .assumeIsolated()
      .whenComplete { result in
        switch result {
        case .success(let answer): self.write(answer, isLast: isLast, context)
        case .failure: context.close(promise: nil)
        }
      }
  }

  private func refuse(_ status: Int, _ message: String, _ context: ChannelHandlerContext) {
    isOver = true
    write(.failure(status, message), isLast: true, context)
  }

  /// What keeps a page from doing more than it was made for, in every answer.
  private static let guards = [
    ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin"),
    (
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        + "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
  ]

  private func write(_ answer: ServerAnswer, isLast: Bool, _ context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    var headers = HTTPHeaders(RequestHandler.guards)
    headers.add(name: "Content-Type", value: answer.type)
    headers.add(name: "Content-Length", value: "\(answer.body.count)")
    for (name, value) in answer.fields { headers.replaceOrAdd(name: name, value: value) }
    if isLast { headers.add(name: "Connection", value: "close") }
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
    // The time for the next request runs from here, and with it that for taking this answer.
    waitForRequest(context)
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      if isLast { channel.close(promise: nil) }
    }
  }
}
