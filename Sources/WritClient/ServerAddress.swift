public import WritTrials

/// Where a server is: `http://127.0.0.1:11434`, with a path in front of its own ones if need be.
public struct ServerAddress: Sendable, Equatable {
  /// Whether the connection is encrypted.
  public let isEncrypted: Bool
  /// The name or address of the host.
  public let host: String
  /// The port.
  public let port: Int
  /// What stands in front of every path; empty, or with a slash at its start and none at its end.
  public let path: String

  /// Reads an address.
  ///
  /// - Throws: for anything but http and https, and for a user, a password, a query or a fragment:
  ///   keys come from the environment and stand in no address.
  public init(_ text: String) throws(TrialError) {
    func wrong(_ why: String) -> TrialError {
      TrialError(
        .form, "The address of the server cannot be used: \(why).",
        hint: "write http://HOST:PORT or https://HOST")
    }
    let schemes = [("http://", false), ("https://", true)]
    guard let scheme = schemes.first(where: { text.utf8.starts(with: $0.0.utf8) }) else {
      throw wrong("it starts with neither http:// nor https://")
    }
    isEncrypted = scheme.1
    let rest = text.utf8.dropFirst(scheme.0.utf8.count)
    guard rest.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }) else {
      throw wrong("it has a character that no address has")
    }
    guard !rest.contains(UInt8(ascii: "@")) else {
      throw wrong("it has a user or a password, and these stand in no address")
    }
    guard !rest.contains(UInt8(ascii: "?")), !rest.contains(UInt8(ascii: "#")) else {
      throw wrong("it has a query or a fragment")
    }
    let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
    var path = String(decoding: Array(rest[slash...]), as: UTF8.self)
    while path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    self.path = path
    guard let (host, port) = ServerAddress.authority(Array(rest[..<slash])) else {
      throw wrong("its host or its port is wrong")
    }
    self.host = host
    self.port = port ?? (scheme.1 ? 443 : 80)
  }

  private static func authority(_ bytes: [UInt8]) -> (host: String, port: Int?)? {
    var host = bytes[...]
    var rest: ArraySlice<UInt8> = []
    if bytes.first == UInt8(ascii: "["), let end = bytes.firstIndex(of: UInt8(ascii: "]")) {
      host = bytes[1..<end]
      rest = bytes[(end + 1)...]
    } else if let colon = bytes.lastIndex(of: UInt8(ascii: ":")) {
      host = bytes[..<colon]
      rest = bytes[colon...]
    }
    guard !host.isEmpty else { return nil }
    let name = String(decoding: host, as: UTF8.self)
    if rest.isEmpty { return (name, nil) }
    guard rest.first == UInt8(ascii: ":"),
      let port = Int(String(decoding: rest.dropFirst(), as: UTF8.self)),
      (1...65_535).contains(port)
    else { return nil }
    return (name, port)
  }

  /// Scheme, host and port.
  public var origin: String {
    let shown = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return "\(isEncrypted ? "https" : "http")://\(shown):\(port)"
  }

  /// The address.
  public var text: String { origin + path }

  /// Whether the host is this machine.
  public var isLoopback: Bool {
    host == "localhost" || host == "::1" || (isNumeric && host.utf8.starts(with: "127.".utf8))
  }

  /// Whether the host is an address and not a name.
  var isNumeric: Bool {
    host.utf8.contains(UInt8(ascii: ":"))
      || host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
  }
}
