/// The name of a governed document.
///
/// A policy's path without `policies/` and `.json`, or `@governance/...` for a document about
/// policy itself. Compared by bytes.
public struct DocumentName: Sendable, CustomStringConvertible {
  /// The name as people write it.
  public let text: String
  /// The path in the repository.
  public let path: String

  private static let policies = "policies/"
  private static let governance = "governance/"
  private static let suffix = ".json"

  /// Reads a name as people write it.
  ///
  /// - Throws: when no document can have the name: empty or absolute, with an empty, `.` or `..`
  ///   part, or with control characters.
  public init(_ text: String) throws(PolicyError) {
    let isGovernance = text.utf8.starts(with: "@governance/".utf8)
    let path = isGovernance ? String(text.dropFirst()) : Self.policies + text
    if let problem = Self.problem(in: text) {
      throw PolicyError(
        .name, "'\(Self.shown(text))' cannot be the name of a policy: \(problem).",
        hint: "a name is the path below policies/ without .json, such as rollout/planner")
    }
    self.text = text
    self.path = path + Self.suffix
  }

  /// The name of the document at a path in the repository, or nil when no JSON document of policy
  /// or governance can be there.
  public init?(path: String) {
    let bytes = path.utf8
    // Bytes, not characters: a mark behind the slash would be one character with it.
    guard bytes.count > Self.suffix.utf8.count, bytes.suffix(5).elementsEqual(Self.suffix.utf8),
      Self.problem(in: path) == nil
    else { return nil }
    let stem = String(decoding: bytes.dropLast(Self.suffix.utf8.count), as: UTF8.self)
    if stem.utf8.starts(with: Self.policies.utf8), stem.utf8.count > Self.policies.utf8.count {
      text = String(decoding: stem.utf8.dropFirst(Self.policies.utf8.count), as: UTF8.self)
      guard !text.utf8.starts(with: "@governance/".utf8) else { return nil }
    } else if stem.utf8.starts(with: Self.governance.utf8) {
      text = "@" + stem
    } else {
      return nil
    }
    self.path = path
  }

  /// Whether the document is about policy and not policy itself.
  public var isGovernance: Bool { text.utf8.first == UInt8(ascii: "@") }

  /// The name as people write it.
  public var description: String { text }

  private static func problem(in text: String) -> String? {
    if text.isEmpty { return "it is empty" }
    if text.utf8.count > 1_000 { return "it is longer than 1,000 bytes" }
    if text.utf8.first == UInt8(ascii: "/") { return "it starts with a slash" }
    if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      return "it has a control character"
    }
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    if parts.count > 40 { return "it has more than 40 parts" }
    for part in parts {
      if part.isEmpty { return "it has an empty part" }
      let isGit = part.map(Ascii.lowercase).elementsEqual(".git".utf8)
      if part.elementsEqual(".".utf8) || part.elementsEqual("..".utf8) || isGit {
        return "it has a '\(String(decoding: part, as: UTF8.self))' part"
      }
    }
    return nil
  }

  /// The text with control characters escaped, for messages.
  private static func shown(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.flatMap {
          $0.value < 0x20 || $0.value == 0x7F
            ? Array("\\u{\(String($0.value, radix: 16))}".unicodeScalars) : [$0]
        }))
  }
}

extension DocumentName: Hashable, Comparable {
  /// Compares the bytes of the paths.
  public static func == (left: DocumentName, right: DocumentName) -> Bool {
    left.path.utf8.elementsEqual(right.path.utf8)
  }

  /// The order of the paths' bytes.
  public static func < (left: DocumentName, right: DocumentName) -> Bool {
    left.path.utf8.lexicographicallyPrecedes(right.path.utf8)
  }

  /// Hashes the bytes of the path.
  public func hash(into hasher: inout Hasher) {
    for byte in path.utf8 { hasher.combine(byte) }
  }
}
