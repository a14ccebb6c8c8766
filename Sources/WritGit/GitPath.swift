/// A path inside a repository: bytes, `/` between the parts, compared byte by byte and never by
/// Unicode equivalence.
public struct GitPath: Sendable, Hashable {
  /// The bytes as Git stores them.
  public let bytes: [UInt8]

  /// Takes the bytes as they are; see `isSafe`.
  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// Takes the UTF-8 bytes of `text`.
  public init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

  /// The parts between the slashes.
  public var components: [[UInt8]] {
    bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Array.init)
  }

  /// The path one level up, or nil at the top.
  public var parent: GitPath? {
    bytes.lastIndex(of: UInt8(ascii: "/")).map { GitPath(bytes: Array(bytes[..<$0])) }
  }

  /// The path one level down.
  public func appending(_ component: [UInt8]) -> GitPath {
    GitPath(bytes: bytes.isEmpty ? component : bytes + [UInt8(ascii: "/")] + component)
  }

  /// The path one level down.
  public func appending(_ component: some StringProtocol) -> GitPath {
    appending(Array(component.utf8))
  }

  /// Whether the path is `folder` or lies below it; the empty path is the top of all.
  public func isInside(_ folder: GitPath) -> Bool {
    guard bytes.starts(with: folder.bytes) else { return false }
    if folder.bytes.isEmpty { return true }
    return bytes.count == folder.bytes.count || bytes[folder.bytes.count] == UInt8(ascii: "/")
  }

  /// How many folders deep a path may be; trees are read no deeper either.
  public static let maxDepth = 64

  /// Whether the path is relative, has no empty, `.`, `..` or `.git` part, no NUL, and no more
  /// parts than `maxDepth`: only such a path is ever written to a tree or to the work tree.
  public var isSafe: Bool {
    guard !bytes.isEmpty, !bytes.contains(0) else { return false }
    let parts = components
    return parts.count <= GitPath.maxDepth && parts.allSatisfy { PathComponent($0).isSafe }
  }

  /// The path as text, or nil when it is not UTF-8.
  public var utf8: String? { String(validating: bytes, as: UTF8.self) }
}

extension GitPath: Comparable {
  /// Whether the bytes of `left` come first.
  public static func < (left: GitPath, right: GitPath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension GitPath: CustomStringConvertible {
  /// The path for people; bytes that are not UTF-8 are replaced.
  public var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension GitPath: ExpressibleByStringLiteral {
  /// Takes the UTF-8 bytes of a literal.
  public init(stringLiteral value: String) { self.init(value) }
}
