internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// A small HTTP server: bounded, with a bearer token, and of one mind about what a request is.
///
/// It knows nothing of what it serves. Answers are worked out on threads of their own, so that a
/// slow one holds up no connection.
public final class Server: Sendable {
  /// Where and how it listens.
  public struct Settings: Sendable {
    /// The address, such as `127.0.0.1`.
    public var host = "127.0.0.1"
    /// The port; 0 for one that the system chooses.
    public var port = 0
    /// The secret that requests must show.
    public var token: AccessToken
    /// The paths that may be read without it.
    public var open: Set<String> = []
    /// The files of a certificate chain and its key, in PEM; nil for no encryption.
    public var certificate: (chain: String, key: String)?
    /// What bounds it.
    public var limits = ServerLimits()

    /// Takes the secret; everything else is as it is shipped.
    public init(token: AccessToken) { self.token = token }
  }

  /// What works an answer out.
  public typealias Answer = @Sendable (ServerRequest) -> ServerAnswer

  /// Where it is.
  public let url: String
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let pool: NIOThreadPool
  private let channel: any Channel

  /// Starts to listen.
  public init(_ settings: Settings, _ answer: @escaping Answer) throws(ServerError) {
    let security = try Server.security(settings.certificate)
    let pool = NIOThreadPool(numberOfThreads: settings.limits.workers)
    pool.start()
    self.pool = pool
    let count = ConnectionCount(settings.limits.connections)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 64)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard count.enter(channel) else { return channel.close(promise: nil) }
          let pipeline = channel.pipeline.syncOperations
          if let security { try pipeline.addHandler(NIOSSLServerHandler(context: security)) }
          try pipeline.configureHTTPServerPipeline()
          try pipeline.addHandler(RequestHandler(settings, pool, answer))
        }
      }
    do {
      channel = try bootstrap.bind(host: settings.host, port: settings.port).wait()
    } catch {
      pool.shutdownGracefully { _ in }
      group.shutdownGracefully { _ in }
      throw ServerError(
        .address, "Cannot listen on \(settings.host):\(settings.port): \(Server.reason(error)).",
        hint: "name another address with --listen")
    }
    let shown = settings.host.utf8.contains(0x3A) ? "[\(settings.host)]" : settings.host
    let port = channel.localAddress?.port ?? settings.port
    url = "\(security == nil ? "http" : "https")://\(shown):\(port)"
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? IOError else { return "\(error)" }
    return String(cString: strerror(error.errnoCode))
  }

  private static func security(
    _ files: (chain: String, key: String)?
  ) throws(ServerError) -> NIOSSLContext? {
    guard let files else { return nil }
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(files.chain)
      let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
      return try NIOSSLContext(
        configuration: .makeServerConfiguration(
          certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    } catch {
      throw ServerError(
        .certificate, "The certificate or its key cannot be used: \(error).",
        hint: "both files are in PEM, and the key is that of the first certificate")
    }
  }

  /// Waits until somebody stops it.
  public func wait() {
    // A channel that was closed already is what is waited for.
    _ = try? channel.closeFuture.wait()
  }

  /// Takes no connection any more, and ends.
  public func stop() { channel.close(promise: nil) }

  deinit {
    channel.close(promise: nil)
    pool.shutdownGracefully { _ in }
    group.shutdownGracefully { _ in }
  }
}

/// How many connections there are.
private final class ConnectionCount: Sendable {
  private let limit: Int
  private let count = Mutex(0)

  init(_ limit: Int) { self.limit = limit }

  /// Counts a connection in until it ends; false when there are too many.
  func enter(_ channel: any Channel) -> Bool {
    let isLet = count.withLock { count in
      guard count < limit else { return false }
      count += 1
      return true
    }
    if isLet { channel.closeFuture.whenComplete { _ in self.count.withLock { $0 -= 1 } } }
    return isLet
  }
}
