internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
public import WritTrials

/// Makes requests of one server.
///
/// Every request has a connection of its own and a deadline, ends when its task is cancelled, and
/// follows no redirect: an answer of another place than the one that was named is no answer. A
/// connection that waited for its next request may be closed by the server in that moment, and a
/// model would pay for it with a failed run.
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
      let response = try await network.client(timeout).execute(
        made(request), deadline: .now() + .nanoseconds(Int64(timeout * 1e9)))
      let answer = HTTPAnswer(response.status.code, response.headers)
      var count = 0
      for try await buffer in response.body {
        count += buffer.readableBytes
        guard count <= limit else {
          throw ServerFailure(.tooLarge, "The answer has more than \(limit) bytes.")
        }
        try await piece(answer, Array(buffer.readableBytesView), (clock.now - start).seconds)
      }
      // A body that is not waited for any longer ends as if it were whole.
      if Task.isCancelled { throw HTTPClient.cancelled }
      return .success((answer, (clock.now - start).seconds))
    } catch let failure as ServerFailure {
      return .failure(failure)
    } catch {
      if Task.isCancelled { return .failure(HTTPClient.cancelled) }
      return .failure(FailureReading.failure(error, address))
    }
  }

  private func made(_ request: HTTPRequest) -> HTTPClientRequest {
    var made = HTTPClientRequest(url: address.text + request.path)
    made.method = HTTPMethod(rawValue: request.method)
    made.headers = [
      "User-Agent": "writ", "Accept": "application/json, */*", "Connection": "close",
    ]
    if let token { made.headers.add(name: "Authorization", value: token.field) }
    if let body = request.body {
      made.headers.add(name: "Content-Type", value: "application/json")
      made.body = .bytes(body)
    }
    return made
  }
}

extension HTTPAnswer {
  fileprivate init(_ status: UInt, _ headers: HTTPHeaders) {
    let type = headers.first(name: "Content-Type")?.split(separator: ";").first
    self.init(
      status: Int(status), mediaType: type.map { $0.filter { $0 != " " }.lowercased() } ?? "",
      retryAfter: RetryAfter.seconds(
        headers.first(name: "Retry-After"), date: headers.first(name: "Date")))
  }
}

extension Duration {
  /// The span in seconds.
  fileprivate var seconds: Double {
    let parts = components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }
}
