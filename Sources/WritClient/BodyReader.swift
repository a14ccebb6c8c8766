internal import NIOCore
internal import NIOHTTP1
internal import WritTrials

/// Puts the parts of an answer together, and counts its bytes.
struct BodyReader {
  private let limit: Int
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
      // An interim answer (RFC 9110, 15.2) has another one behind it.
      guard head.status.code >= 200 else { return .more }
      answer = BodyReader.answer(head)
      return .more
    case .body(let buffer):
      count += buffer.readableBytes
      guard count <= limit else {
        throw ServerFailure(.tooLarge, "The answer has more than \(limit) bytes.")
      }
      guard let answer else { throw ServerFailure(.malformed, "The answer has no head.") }
      return .bytes(answer, Array(buffer.readableBytesView))
    case .end:
      guard let answer else { return .more }
      return .end(answer)
    }
  }

  private static func answer(_ head: HTTPResponseHead) -> HTTPAnswer {
    let type = head.headers.first(name: "Content-Type")?.split(separator: ";").first
    let wait = head.headers.first(name: "Retry-After").flatMap { Double($0) }
    return HTTPAnswer(
      status: Int(head.status.code),
      mediaType: type.map { $0.filter { $0 != " " }.lowercased() } ?? "",
      retryAfter: wait.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil })
  }
}
