import Foundation
import Glibc
import Testing
import WritClient
import WritJSON
import WritLoopback
import WritTrials

/// The client itself: addresses, keys, encryption, and servers that are none.
@Suite struct HTTPClientTests {
  @Test("An address has a scheme, a host and a port, and nothing secret")
  func addresses() throws {
    let address = try ServerAddress("https://models.example/base/")
    #expect(address.text == "https://models.example:443/base")
    #expect(try ServerAddress("http://[::1]:80").host == "::1")
    #expect(try ServerAddress("http://[::1]:80").isLoopback)
    #expect(try !ServerAddress("http://127.example").isLoopback)
    for text in [
      "ftp://a", "a:80", "http://", "http://a:b", "http://a:0", "http://a:70000", "http://a b",
      "http://user@a", "http://a/?q", "http://a#f", "http://a\r\nHost: b", "http://ä",
    ] {
      #expect(throws: TrialError.self, "\(text)") { try ServerAddress(text) }
    }
  }

  @Test("A key has no line end inside, and is never shown")
  func tokens() throws {
    #expect("\(try BearerToken(" secret\n"))" == "***")
    for text in ["", " ", "a b", "a\r\nX: y", "ä"] {
      #expect(throws: TrialError.self) { try BearerToken(text) }
    }
  }

  private func failure(_ url: String, certificate: String? = nil) async throws -> ServerFailure? {
    let network = Network(authorities: certificate)
    let client = HTTPClient(try ServerAddress(url), network, timeout: ample)
    do {
      _ = try await client.json(HTTPRequest("GET", "/api/version"))
      return nil
    } catch {
      return error
    }
  }

  @Test("A port where nobody listens is told as such")
  func serverDown() async throws {
    let server = try LoopbackServer { _ in [] }
    server.stop()
    let found = try #require(try await failure("http://127.0.0.1:1"))
    #expect(found.kind == .unreachable)
    #expect(found.message.contains("Connection refused"))
  }

  @Test("A name that does not exist is told as such")
  func unknownName() async throws {
    #expect(try await failure("http://nobody.invalid")?.kind == .unreachable)
  }

  @Test("An encrypted connection is made with a server that is trusted, and with no other")
  func encryption() async throws {
    let models = LoopbackModels([])
    let server = try LoopbackServer(isEncrypted: true) { models.answer($0) }
    defer { server.stop() }
    let path = NSTemporaryDirectory() + "writ-\(UUID().uuidString).pem"
    try LoopbackCertificate.certificate.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try await failure(server.url, certificate: path) == nil)
    #expect(try await failure(server.url)?.kind == .tls)
    // A plain word to a port that speaks TLS, and the other way round.
    let plain = server.url.replacing("https://", with: "http://")
    #expect(try await failure(plain, certificate: path) != nil)
    let other = try LoopbackServer { models.answer($0) }
    defer { other.stop() }
    let wrong = other.url.replacing("http://", with: "https://")
    #expect(try await failure(wrong, certificate: path)?.kind == .tls)
    #expect(try await failure(server.url, certificate: path + ".missing")?.kind == .tls)
  }

  @Test("A handshake that is never answered ends in time")
  func silentHandshake() async throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        // The system takes connections for it, and nobody ever reads from them.
        _ = bind(listener, place, size)
        _ = listen(listener, 8)
        _ = getsockname(listener, place, &size)
      }
    }
    let port = UInt16(bigEndian: address.sin_port)
    let client = HTTPClient(
      try ServerAddress("https://127.0.0.1:\(port)"), Network(), timeout: 0.5)
    let failure = await #expect(throws: ServerFailure.self) {
      try await client.json(HTTPRequest("GET", "/"))
    }
    let kind = try #require(failure?.kind)
    #expect([.timeout, .tls, .unreachable].contains(kind), "\(kind)")
  }

  @Test(
    "How long to wait may be told as a date, which is held against the server's own clock",
    arguments: [
      ("Sun, 06 Nov 1994 08:49:49 GMT", 12.0), ("Sunday, 06-Nov-94 08:49:47 GMT", 10),
      ("Sun Nov  6 08:49:38 1994", 1), ("Sun, 06 Nov 1994 08:00:00 GMT", 0), ("7", 7),
      ("Sun, 36 Nov 1994 08:49:49 GMT", nil), ("soon", nil), ("-1", nil), ("nan", nil),
    ] as [(String, Double?)])
  func retryDates(field: String, seconds: Double?) async throws {
    let server = try LoopbackServer { _ in
      let fields = [
        ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Retry-After", field), ("Content-Length", "0"),
      ]
      return [.head(429, fields), .end]
    }
    defer { server.stop() }
    let failure = try #require(try await failure(server.url))
    #expect(failure.retryAfter == seconds)
  }

  @Test("A page in place of JSON is told as such")
  func page() async throws {
    let server = try LoopbackServer { _ in LoopbackModels.page }
    defer { server.stop() }
    let found = try #require(try await failure(server.url))
    #expect(found.kind == .malformed)
    #expect(found.message.contains("a page (HTML)"))
  }

  @Test("A redirect is not followed")
  func redirect() async throws {
    let server = try LoopbackServer { _ in
      [.head(302, [("Location", "http://127.0.0.1:1/"), ("Content-Length", "0")]), .end]
    }
    defer { server.stop() }
    #expect(try await failure(server.url)?.kind == .status(302))
  }

  @Test("The key goes to the server, and a wrong one is told as such")
  func wrongToken() async throws {
    let models = LoopbackModels(["good:1b"], token: "right")
    let server = try LoopbackServer { models.answer($0) }
    defer { server.stop() }
    func ask(_ token: String?) async throws -> ServerFailure? {
      let client = HTTPClient(
        try ServerAddress(server.url), Network(), token: try token.map { try BearerToken($0) },
        timeout: ample)
      do {
        _ = try await client.json(HTTPRequest("GET", "/v1/models"))
        return nil
      } catch {
        return error
      }
    }
    #expect(try await ask("right") == nil)
    let found = try #require(try await ask("wrong-and-secret"))
    #expect(found.kind == .status(401))
    #expect(!found.message.contains("secret"))
    #expect(try await ask(nil)?.kind == .status(401))
  }

  @Test("A policy that a running system serves is read and changed")
  func profiles() async throws {
    let document = try JSONDocument(
      parsing: Array(
        """
        {"active": {"model_profile": "balanced", "runtime_model_profile": "low_latency",
         "ingestion_model_profile": "balanced", "legacy_ingestion_model_profile": "balanced"},
         "models": {}}
        """.utf8)
    ).value
    let profiles = try LoopbackProfiles(document, token: "t")
    let server = try LoopbackServer { profiles.answer($0) }
    defer { server.stop() }
    let client = HTTPClient(
      try ServerAddress(server.url), Network(), token: try BearerToken("t"), timeout: ample)
    let body: JSONValue = ["model_profile": "high_reasoning", "source": "test"]
    let answer = try await client.json(
      HTTPRequest("POST", "/profiles/model", body: body.serialized(indent: nil)))
    #expect(answer["data"]?["event"]?.stringValue == "MODEL_PROFILE_POLICY_UPDATED")
    #expect(profiles.policy?[.modelProfile] == .highReasoning)
  }
}
