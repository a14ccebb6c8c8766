internal import AsyncHTTPClient
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// The thread and the trust that connections need.
///
/// Nothing of it is made before the first connection.
public final class Network: Sendable {
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let made = Mutex<AsyncHTTPClient.HTTPClient?>(nil)
  private let authorities: String?

  /// Starts one thread for connections.
  ///
  /// - Parameter authorities: a file of certificates to trust instead of the system's, in PEM.
  public init(authorities: String? = nil) { self.authorities = authorities }

  deinit {
    let group = group
    guard let client = made.withLock({ $0 }) else { return group.shutdownGracefully { _ in } }
    client.shutdown().whenComplete { _ in group.shutdownGracefully { _ in } }
  }

  /// Makes connections.
  ///
  /// - Parameter timeout: how long a connection may take, in seconds; that of the first request
  ///   counts, and never more than ten seconds.
  func client(_ timeout: Double) -> AsyncHTTPClient.HTTPClient {
    made.withLock { known in
      if let known { return known }
      var settings = AsyncHTTPClient.HTTPClient.Configuration(
        redirectConfiguration: .disallow,
        timeout: .init(connect: .nanoseconds(Int64(min(10, timeout) * 1e9))))
      settings.httpVersion = .http1Only
      // Whether and when a run is tried again is decided where it is counted.
      settings.connectionPool.retryConnectionEstablishment = false
      // Runs that wait here for each other would be taken for slow ones.
      settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 4_096
      var security = TLSConfiguration.makeClientConfiguration()
      if let authorities { security.trustRoots = .file(authorities) }
      settings.tlsConfiguration = security
      let client = AsyncHTTPClient.HTTPClient(
        eventLoopGroup: group, configuration: settings)
      known = client
      return client
    }
  }

  /// Runs asynchronous work from a thread that has none, and waits for its end.
  ///
  /// - Parameter started: is given a way to break the work off.
  public func wait<Value: Sendable>(
    _ work: @escaping @Sendable () async -> Value,
    started: (@escaping @Sendable () -> Void) -> Void = { _ in }
  ) throws -> Value {
    let promise = group.any().makePromise(of: Value.self)
    let task = Task { promise.succeed(await work()) }
    started { task.cancel() }
    return try promise.futureResult.wait()
  }

  /// Waits so many seconds, or until the task is cancelled.
  public static func sleep(_ seconds: Double) async {
    do { try await Task.sleep(for: .seconds(seconds)) } catch { return }
  }
}
