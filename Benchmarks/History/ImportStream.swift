import Glibc

/// Standard output as `git fast-import` reads it.
struct ImportStream {
  private var buffer: [UInt8] = []

  mutating func line(_ text: String) {
    buffer += text.utf8
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count > 1 << 18 { flush() }
  }

  mutating func data(_ bytes: [UInt8]) {
    line("data \(bytes.count)")
    buffer += bytes
    buffer.append(UInt8(ascii: "\n"))
  }

  mutating func flush() {
    var offset = 0
    while offset < buffer.count {
      let written = buffer.withUnsafeBytes {
        Glibc.write(STDOUT_FILENO, $0.baseAddress.map { $0 + offset }, $0.count - offset)
      }
      guard written > 0 else { exit(1) }
      offset += written
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
