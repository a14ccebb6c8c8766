import Glibc

/// Standard output and standard error.
///
/// Results go to the first, messages to the second.
enum Output {
  nonisolated(unsafe) private static var buffer: [UInt8] = []
  /// Whether a result could not be written, as on a full disk.
  nonisolated(unsafe) private(set) static var failed = false

  /// Adds a line to the results.
  static func line(_ text: String = "") {
    buffer.append(contentsOf: text.utf8)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count > 1 << 16 { flush() }
  }

  /// Adds bytes to the results as they are.
  static func bytes(_ bytes: [UInt8]) {
    buffer.append(contentsOf: bytes)
    if buffer.count > 1 << 16 { flush() }
  }

  /// Writes a message.
  static func message(_ text: String) {
    _ = write(Array((text + "\n").utf8), to: STDERR_FILENO)
  }

  /// Writes a part of a line to standard error, such as one that will be written over.
  static func unfinished(_ text: String) { _ = write(Array(text.utf8), to: STDERR_FILENO) }

  /// Hands the results to the system.
  static func flush() {
    let pending = buffer
    buffer.removeAll(keepingCapacity: true)
    if !write(pending, to: STDOUT_FILENO) { failed = true }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + offset }, $0.count - offset)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      offset += count
    }
    return true
  }
}

/// Colour, where a person reads and did not turn it off.
enum Style: String {
  case bold = "1"
  case dim = "2"
  case red = "31"
  case green = "32"
  case yellow = "33"
  case cyan = "36"

  private static let isOn: Bool = {
    if let off = getenv("NO_COLOR"), off.pointee != 0 { return false }
    if let term = getenv("TERM"), strcmp(term, "dumb") == 0 { return false }
    return isatty(STDOUT_FILENO) == 1
  }()

  /// The text in this style.
  func callAsFunction(_ text: String) -> String {
    Style.isOn ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
  }
}
