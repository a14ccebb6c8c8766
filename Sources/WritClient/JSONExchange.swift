public import WritJSON
public import WritTrials

extension HTTPClient {
  /// More of an answer than this is not looked through for what went wrong.
  private static let shownLimit = 1 << 20

  /// Makes a request whose answer is one JSON document.
  ///
  /// - Throws: for a status that is no success, and for an answer that is not strict JSON.
  public func json(_ request: HTTPRequest) async throws(ServerFailure) -> JSONValue {
    let (answer, bytes) = try await whole(request)
    guard (200...299).contains(answer.status) else {
      throw withoutSecret(FailureReading.status(answer, HTTPClient.message(bytes)))
    }
    do throws(JSONError) {
      return try JSONDocument(parsing: bytes).value
    } catch {
      throw FailureReading.malformed(bytes, answer, error.message)
    }
  }

  /// Asks for what every server of an API has; where it is missing, the server speaks another one.
  func json(introducing path: String, of api: String) async throws(ServerFailure) -> JSONValue {
    do throws(ServerFailure) {
      return try await json(HTTPRequest("GET", path))
    } catch {
      guard error.kind == .status(404) else { throw error }
      throw ServerFailure(
        error.kind,
        "The server answered with 404 to \(address.text + path): it does not speak \(api), or not "
          + "at this address. --protocol says which API it speaks.")
    }
  }

  /// Makes a request and gives all of the answer, whatever its status.
  public func whole(
    _ request: HTTPRequest
  ) async throws(ServerFailure) -> (answer: HTTPAnswer, bytes: [UInt8]) {
    let collected = Collected()
    let (answer, _) = try await exchange(request) {
      (_, bytes, _) async throws(ServerFailure) in await collected.add(bytes)
    }
    return (answer, await collected.bytes)
  }

  /// What a server says in the body of a failure: `error`, `error.message`, `detail` or `message`.
  static func message(_ bytes: [UInt8]) -> String? {
    guard bytes.count <= shownLimit else { return nil }
    do throws(JSONError) {
      return told(try JSONDocument(parsing: bytes).value)?.oneLine
    } catch {
      return nil
    }
  }

  static func told(_ value: JSONValue) -> String? {
    let error = value["error"]
    return error?.stringValue ?? error?["message"]?.stringValue ?? value["detail"]?.stringValue
      ?? value["message"]?.stringValue
  }
}

/// Bytes that come in pieces.
private actor Collected {
  private(set) var bytes: [UInt8] = []

  func add(_ piece: [UInt8]) { bytes += piece }
}

extension String {
  /// The text on one line, and not without bounds.
  var oneLine: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars.prefix(4_000) {
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      result.append(isControl ? " " : scalar)
    }
    return String(result)
  }
}
