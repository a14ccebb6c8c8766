public import WritJSON
public import WritTrials

extension HTTPClient {
  /// More of an answer than this is not kept to tell what went wrong.
  private static let shownLimit = 1 << 20

  /// Makes a request whose answer is one JSON document.
  ///
  /// - Throws: for a status that is no success, and for an answer that is not strict JSON.
  public func json(_ request: HTTPRequest) async throws(ServerFailure) -> JSONValue {
    let (answer, bytes) = try await whole(request)
    guard (200...299).contains(answer.status) else {
      throw FailureReading.status(answer, HTTPClient.message(bytes))
    }
    do throws(JSONError) {
      return try JSONDocument(parsing: bytes).value
    } catch {
      throw FailureReading.malformed(bytes, answer, error.message)
    }
  }

  /// Makes a request and gives all of the answer.
  public func whole(
    _ request: HTTPRequest
  ) async throws(ServerFailure) -> (answer: HTTPAnswer, bytes: [UInt8]) {
    let collected = Collected()
    let (answer, _) = try await exchange(request) {
      (_, bytes, _) async throws(ServerFailure) in await collected.add(bytes)
    }
    return (answer, await collected.bytes)
  }

  /// What a server says in the body of a failure: `error`, or `error.message`.
  static func message(_ bytes: [UInt8]) -> String? {
    guard bytes.count <= shownLimit else { return nil }
    do throws(JSONError) {
      let value = try JSONDocument(parsing: bytes).value
      let error = value["error"]
      let text =
        error?.stringValue ?? error?["message"]?.stringValue ?? value["detail"]?.stringValue
      return text.map { $0.oneLine }
    } catch {
      return nil
    }
  }
}

/// Bytes that come in pieces.
private actor Collected {
  private(set) var bytes: [UInt8] = []

  func add(_ piece: [UInt8]) { bytes += piece }
}

extension String {
  /// At most 200 characters of the text, on one line.
  var oneLine: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars.prefix(200) {
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      result.append(isControl ? " " : scalar)
    }
    return String(result)
  }
}
