import WritJSON

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
    var copy = path
    let text = copy.withUTF8 { Self.text(ofPath: $0) }
    guard let text else { return nil }
    self.text = text
    self.path = path
  }

  /// The name of the document at a path.
  ///
  /// Bytes, not characters: a mark behind the slash would be one character with it.
  private static func text(ofPath bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard bytes.ends(with: suffix), problem(in: bytes) == nil else { return nil }
    let stem = UnsafeBufferPointer(rebasing: bytes.dropLast(suffix.utf8.count))
    if stem.begins(with: policies), stem.count > policies.utf8.count {
      let name = UnsafeBufferPointer(rebasing: stem.dropFirst(policies.utf8.count))
      return name.begins(with: "@governance/") ? nil : String(decoding: name, as: UTF8.self)
    }
    return stem.begins(with: governance) ? "@" + String(decoding: stem, as: UTF8.self) : nil
  }

  /// Whether the document is about policy and not policy itself.
  public var isGovernance: Bool { text.utf8.first == UInt8(ascii: "@") }

  /// The name as people write it.
  public var description: String { text }

  private static func problem(in text: String) -> String? {
    var copy = text
    return copy.withUTF8 { problem(in: $0) }
  }

  private static func problem(in text: UnsafeBufferPointer<UInt8>) -> String? {
    if text.isEmpty { return "it is empty" }
    if text.count > 1_000 { return "it is longer than 1,000 bytes" }
    if text[0] == UInt8(ascii: "/") { return "it starts with a slash" }
    var slashes = 0
    for byte in text {
      if byte < 0x20 || byte == 0x7F { return "it has a control character" }
      if byte == UInt8(ascii: "/") { slashes += 1 }
    }
    if slashes >= 40 { return "it has more than 40 parts" }
    var start = 0
    for place in 0...text.count where place == text.count || text[place] == UInt8(ascii: "/") {
      let part = UnsafeBufferPointer(rebasing: text[start..<place])
      if part.isEmpty { return "it has an empty part" }
      if part[0] == UInt8(ascii: "."), isReserved(part) {
        return "it has a '\(String(decoding: part, as: UTF8.self))' part"
      }
      start = place + 1
    }
    return nil
  }

  /// Whether a part of a path stands for a folder above, or for git's own.
  private static func isReserved(_ part: UnsafeBufferPointer<UInt8>) -> Bool {
    part.elementsEqual(".".utf8) || part.elementsEqual("..".utf8)
      || part.lazy.map(Ascii.lowercase).elementsEqual(".git".utf8)
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
    left.path.hasSameBytes(as: right.path)
  }

  /// The order of the paths' bytes.
  public static func < (left: DocumentName, right: DocumentName) -> Bool {
    left.path.bytesPrecede(right.path)
  }

  /// Hashes the bytes of the path.
  public func hash(into hasher: inout Hasher) {
    for byte in path.utf8 { hasher.combine(byte) }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether these bytes begin with those of a text.
  fileprivate func begins(with text: String) -> Bool {
    count >= text.utf8.count && zip(self, text.utf8).allSatisfy { $0 == $1 }
  }

  /// Whether these bytes end with those of a text, and have others before them.
  fileprivate func ends(with text: String) -> Bool {
    count > text.utf8.count && suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
