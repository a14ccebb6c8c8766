internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization
internal import WritTrials

/// The threads and the trust that connections need.
///
/// Nothing of it is made before the first connection.
public final class Network: Sendable {
  let group: MultiThreadedEventLoopGroup
  private let security = Mutex<NIOSSLContext?>(nil)
  private let authorities: String?

  /// Starts one thread for connections.
  ///
  /// - Parameter authorities: a file of certificates to trust instead of the system's, in PEM.
  public init(authorities: String? = nil) {
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    self.authorities = authorities
  }

  /// What encrypted connections trust; made once.
  func context() throws(ServerFailure) -> NIOSSLContext {
    do {
      return try security.withLock { known in
        if let known { return known }
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let authorities { configuration.trustRoots = .file(authorities) }
        let made = try NIOSSLContext(configuration: configuration)
        known = made
        return made
      }
    } catch {
      throw ServerFailure(.tls, "The certificates to trust cannot be read: \(error).")
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
