internal import CLibgit2
internal import Glibc

/// Lends bytes to C as texts that end in a NUL.
///
/// What has a NUL inside must be refused before.
enum CStrings {
  /// A copy of `bytes` that the caller frees with `deallocate`.
  private static func copy(_ bytes: some Collection<UInt8>) -> UnsafeMutablePointer<CChar> {
    let start = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
    var end = start
    for byte in bytes {
      end.initialize(to: CChar(bitPattern: byte))
      end += 1
    }
    end.initialize(to: 0)
    return start
  }

  /// Lends one text.
  static func with<Result, Failure: Error>(
    _ bytes: some Collection<UInt8>, _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let text = copy(bytes)
    defer { text.deallocate() }
    return try body(text)
  }

  /// Lends paths as a `git_strarray`.
  static func with<Result>(
    _ paths: [GitPath], _ body: (git_strarray) throws(GitError) -> Result
  ) throws(GitError) -> Result {
    let pointers = UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>.allocate(
      capacity: paths.count)
    _ = pointers.initialize(from: paths.map { copy($0.bytes) })
    defer {
      for text in pointers { text?.deallocate() }
      pointers.deallocate()
    }
    return try body(git_strarray(strings: pointers.baseAddress, count: pointers.count))
  }
}

extension GitPath {
  /// Lends the path to C, byte for byte.
  func withCString<Result, Failure: Error>(
    _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try CStrings.with(bytes, body)
  }
}

extension String {
  /// The bytes of a C string as they are.
  static func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
    UnsafeBufferPointer(start: text, count: strlen(text)).map(UInt8.init(bitPattern:))
  }
}
