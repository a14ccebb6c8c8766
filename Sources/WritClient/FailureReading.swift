internal import AsyncHTTPClient
internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import WritJSON
internal import WritTrials

/// Says what went wrong with a connection.
enum FailureReading {
  static func failure(_ error: any Error, _ address: ServerAddress) -> ServerFailure {
    let place = address.origin
    switch error {
    case is CancellationError: return HTTPClient.cancelled
    case let error as HTTPClientError: return failure(error, place)
    case let error as NIOConnectionError:
      let refusal = error.connectionErrors.map { plain($0.error) }.first
      let reason = refusal ?? "the name '\(error.host)' is not known"
      return ServerFailure(.unreachable, "\(place) cannot be reached: \(reason).")
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
      return ServerFailure(.tls, "The connection to \(place) cannot be made safe: \(error).")
    case let error as HTTPParserError where error == .invalidEOFState:
      return ServerFailure(.truncated, "The connection ended before the answer did.")
    case is HTTPParserError:
      return ServerFailure(.malformed, "\(place) does not answer in HTTP.")
    case let error as ChannelError:
      if case .connectTimeout = error {
        return ServerFailure(.unreachable, "\(place) cannot be reached: no answer.")
      }
      return ServerFailure(.truncated, "The connection to \(place) broke: \(error).")
    case let error as IOError where unreachable.contains(error.errnoCode):
      return ServerFailure(.unreachable, "\(place) cannot be reached: \(plain(error)).")
    default:
      return ServerFailure(.truncated, "The connection to \(place) broke: \(plain(error)).")
    }
  }

  private static func failure(_ error: HTTPClientError, _ place: String) -> ServerFailure {
    switch error {
    case .cancelled: HTTPClient.cancelled
    case .deadlineExceeded, .readTimeout, .writeTimeout:
      ServerFailure(.timeout, "\(place) did not answer in time.")
    case .connectTimeout, .getConnectionFromPoolTimeout:
      ServerFailure(.unreachable, "\(place) cannot be reached: no answer.")
    case .tlsHandshakeTimeout:
      ServerFailure(.tls, "The connection to \(place) cannot be made safe: no answer.")
    case .remoteConnectionClosed, .uncleanShutdown:
      ServerFailure(.truncated, "The connection ended before the answer did.")
    default: ServerFailure(.malformed, "\(place) cannot be asked: \(error.shortDescription).")
    }
  }

  private static let unreachable = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT]

  /// The words of the system for an error.
  private static func plain(_ error: any Error) -> String {
    switch error {
    case let error as IOError: String(cString: strerror(error.errnoCode))
    case ChannelError.connectTimeout(_): "no answer"
    default: "\(error)"
    }
  }

  /// What is wrong with an answer that is not the JSON that it should be.
  static func malformed(_ bytes: [UInt8], _ answer: HTTPAnswer, _ why: String) -> ServerFailure {
    let start = bytes.first { $0 > 0x20 }
    if start == UInt8(ascii: "<") || answer.mediaType == "text/html" {
      return ServerFailure(
        .malformed, "The server answered with a page (HTML) and not with JSON: is it the right one?"
      )
    }
    return ServerFailure(.malformed, "The answer is not what the protocol says: \(why)")
  }

  /// A part of an answer that must be strict JSON.
  static func json(_ bytes: [UInt8], _ answer: HTTPAnswer) throws(ServerFailure) -> JSONValue {
    do throws(JSONError) {
      return try JSONDocument(parsing: bytes).value
    } catch {
      throw malformed(bytes, answer, error.message)
    }
  }

  /// A status that is no success, with what the server says of it.
  static func status(_ answer: HTTPAnswer, _ message: String?) -> ServerFailure {
    let told = message.map { ": \($0)" } ?? ""
    let hint =
      switch answer.status {
      case 401, 403: " The key is missing or wrong."
      case 404: " The model or the path does not exist there."
      default: ""
      }
    return ServerFailure(
      .status(answer.status), "The server answered with \(answer.status)\(told).\(hint)",
      retryAfter: answer.retryAfter)
  }
}
