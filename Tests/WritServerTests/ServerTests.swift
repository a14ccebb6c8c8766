import Foundation
import Glibc
import Testing
import WritServer

/// The server from outside: what it takes, what it refuses, and what bounds it.
@Suite struct ServerTests {
  private static let secret = "right-and-secret-0123"

  private func server(_ change: (inout Server.Settings) -> Void = { _ in }) throws -> Server {
    var settings = Server.Settings(token: try AccessToken(Self.secret))
    settings.open = ["/open"]
    change(&settings)
    return try Server(settings) { request in
      let text = "\(request.method) \(request.path) \(request.query) \(request.body.count)"
      return ServerAnswer(200, type: "text/plain", body: Array(text.utf8))
    }
  }

  private func request(
    _ path: String, method: String = "GET", token: String? = secret, body: String = "",
    fields: String = ""
  ) -> String {
    "\(method) \(path) HTTP/1.1\r\nHost: x\r\n"
      + (token.map { "Authorization: Bearer \($0)\r\n" } ?? "")
      + (body.isEmpty ? "" : "Content-Length: \(body.utf8.count)\r\n") + fields + "\r\n" + body
  }

  @Test("A request with the token is answered, and the connection goes on")
  func answers() throws {
    let server = try server()
    let client = try RawConnection(server.url)
    try client.send(request("/a?b=c"))
    #expect(try client.read(until: "GET /a b=c 0").hasPrefix("HTTP/1.1 200 OK\r\n"))
    // Two at once are answered one after the other.
    try client.send(request("/p", method: "POST", body: "12345") + request("/q"))
    let both = try client.read(until: "GET /q  0")
    #expect(both.contains("POST /p  5"))
    server.stop()
  }

  @Test(
    "A request without the token, or with something else, gets 401",
    arguments: ["", "right-and-secret-0124", "right-and-secret-012", "right-and-secret-01234"])
  func tokens(token: String) throws {
    let server = try server()
    let client = try RawConnection(server.url)
    try client.send(request("/a", token: token.isEmpty ? nil : token))
    let answer = try client.read(until: "wrong.\"}")
    #expect(answer.hasPrefix("HTTP/1.1 401"))
    #expect(answer.contains("WWW-Authenticate: Bearer"))
    server.stop()
  }

  @Test("Two tokens in one request are none; what is open needs none, but for reading only")
  func openPaths() throws {
    let server = try server()
    let client = try RawConnection(server.url)
    try client.send(request("/a", fields: "Authorization: Bearer \(Self.secret)\r\n"))
    #expect(try client.read(until: "wrong.\"}").hasPrefix("HTTP/1.1 401"))
    try client.send(request("/open", token: nil))
    #expect(try client.read(until: "GET /open  0").hasPrefix("HTTP/1.1 200"))
    try client.send(request("/open", method: "POST", token: nil, body: "1"))
    #expect(try client.read(until: "wrong.\"}").hasPrefix("HTTP/1.1 401"))
    server.stop()
  }

  @Test("A body beyond the bound is refused, and the connection with it")
  func bodies() throws {
    let server = try server { $0.limits.body = 10 }
    let client = try RawConnection(server.url)
    try client.send(request("/p", method: "POST", body: "1234567890"))
    #expect(try client.read(until: "POST /p  10").hasPrefix("HTTP/1.1 200"))
    try client.send(request("/p", method: "POST", body: "12345678901"))
    #expect(try client.readToEnd().hasPrefix("HTTP/1.1 413"))
    server.stop()
  }

  @Test("A client that sends byte by byte, or nothing, is not waited for without end")
  func slowness() throws {
    let server = try server { $0.limits.patience = 0.2 }
    let silent = try RawConnection(server.url)
    #expect(try silent.readToEnd().isEmpty)
    let slow = try RawConnection(server.url)
    let bytes = Array(request("/a").utf8)
    var isCut = false
    for byte in bytes where !isCut {
      isCut = !slow.trySend([byte])
      usleep(20_000)
    }
    #expect(isCut)
    server.stop()
  }

  @Test("More connections than the bound are not held; when one ends, another is let in")
  func connections() throws {
    let server = try server { $0.limits.connections = 2 }
    var kept = [try RawConnection(server.url), try RawConnection(server.url)]
    for client in kept {
      try client.send(request("/a"))
      _ = try client.read(until: "GET /a  0")
    }
    #expect(try RawConnection(server.url).readToEnd().isEmpty)
    kept.removeLast()
    var isLetIn = false
    for _ in 0..<500 where !isLetIn {
      let client = try RawConnection(server.url)
      isLetIn = client.trySend(Array(request("/a").utf8))
      if isLetIn { isLetIn = try client.read(until: "GET /a  0", orEnd: true).hasPrefix("HTTP") }
      if !isLetIn { usleep(10_000) }
    }
    #expect(isLetIn)
    server.stop()
  }

  @Test("What is no HTTP gets 400 and no answer of the application")
  func noise() throws {
    let server = try server()
    let client = try RawConnection(server.url)
    try client.send("\u{16}\u{03}\u{01} hello\r\n\r\n")
    #expect(try client.readToEnd().hasPrefix("HTTP/1.1 400"))
    server.stop()
  }

  @Test("Every answer keeps a page from loading or running anything else")
  func guards() throws {
    let server = try server()
    let client = try RawConnection(server.url)
    try client.send(request("/a"))
    let answer = try client.read(until: "GET /a  0")
    #expect(answer.contains("Content-Security-Policy: default-src 'none';"))
    #expect(answer.contains("X-Content-Type-Options: nosniff"))
    #expect(answer.contains("Cache-Control: no-store"))
    server.stop()
  }

  @Test("A secret is long, fits into a field, and is never shown")
  func secrets() throws {
    for text in ["", "short", "0123456789 0123456789", "0123456789\r\n0123456789"] {
      let error = #expect(throws: ServerError.self) { try AccessToken(text) }
      #expect(error?.message.contains("0123456789") == false)
    }
    #expect("\(try AccessToken(Self.secret))" == "***")
    let token = try AccessToken(Self.secret)
    #expect(token.admits("bearer \(Self.secret)"))
    #expect(!token.admits("Bearer  \(Self.secret)"))
    #expect(!token.admits(Self.secret))
    #expect(!token.admits(nil))
  }

  @Test("An address that is taken, and a certificate that is none, are told")
  func startFailures() throws {
    let server = try server()
    let port = try #require(server.url.split(separator: ":").last.flatMap { Int($0) })
    let error = #expect(throws: ServerError.self) { try self.server { $0.port = port } }
    #expect(error?.code == .address)
    let bad = #expect(throws: ServerError.self) {
      try self.server { $0.certificate = ("/nowhere/chain.pem", "/nowhere/key.pem") }
    }
    #expect(bad?.code == .certificate)
    server.stop()
  }
}

/// A connection that sends and reads bytes as they are.
private final class RawConnection {
  private let descriptor: Int32

  init(_ url: String) throws {
    let port = UInt16(url.split(separator: ":").last ?? "") ?? 0
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    guard status == 0 else { throw POSIXError(.ECONNREFUSED) }
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  func send(_ text: String) throws {
    guard trySend(Array(text.utf8)) else { throw POSIXError(.EPIPE) }
  }

  func trySend(_ bytes: [UInt8]) -> Bool {
    Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  /// What comes until a text has come.
  func read(until mark: String, orEnd: Bool = false) throws -> String {
    var text = ""
    while !text.contains(mark) {
      let piece = try piece()
      if piece.isEmpty {
        if orEnd { return text }
        throw POSIXError(.ECONNRESET)
      }
      text += piece
    }
    return text
  }

  func readToEnd() throws -> String {
    var text = ""
    while true {
      let piece = try piece()
      if piece.isEmpty { return text }
      text += piece
    }
  }

  private func piece() throws -> String {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    if count < 0, errno == ECONNRESET { return "" }
    guard count >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }
}
