/// A pattern for paths in a repository, with the meaning that git's `:(glob)` gives it.
///
/// `*` stands for any characters but `/`, `?` for one of them, `[a-z]` for one out of a class and
/// `[!a-z]` for one that is not in it; `**` as a whole part of the path stands for any number of
/// parts, at the end for one or more; a backslash makes the next character an ordinary one. A
/// character is a Unicode scalar; bytes that are not UTF-8 count each as one. Paths are compared
/// by their bytes, never by Unicode equivalence. Matching takes at most as many steps as the
/// lengths of pattern and path multiply to.
public struct Glob: Sendable, Hashable, CustomStringConvertible {
  enum Part: Sendable, Hashable {
    case anyParts
    case name([GlobToken])

    var isAny: Bool { if case .anyParts = self { true } else { false } }
  }

  /// What most patterns are, which bytes alone decide.
  private enum Plain: Sendable {
    case whole([UInt8])
    /// All that begins with these bytes.
    case below([UInt8])
  }

  private let parts: [Part]
  private let plain: Plain?
  /// The pattern as it was given.
  public let text: String

  /// Reads a pattern.
  ///
  /// - Throws: `GlobError` for a pattern that could never match a path, or whose meaning is not
  ///   the same everywhere.
  public init(_ text: String) throws(GlobError) {
    self.text = text
    parts = try GlobReader(text).parts()
    plain = Glob.plain(parts)
  }

  private static func plain(_ parts: [Part]) -> Plain? {
    var bytes: [UInt8] = []
    for (place, part) in parts.enumerated() {
      guard case .name(let tokens) = part else {
        // At the end it stands for one part or more.
        return place == parts.count - 1 && place > 0 ? .below(bytes) : nil
      }
      for token in tokens {
        guard case .unit(let unit) = token, let scalar = Unicode.Scalar(unit.value) else {
          return nil
        }
        bytes += Array(String(Character(scalar)).utf8)
      }
      if place < parts.count - 1 { bytes.append(UInt8(ascii: "/")) }
    }
    return .whole(bytes)
  }

  /// Whether the whole path matches.
  ///
  /// - Parameter path: bytes of a path relative to the top of the tree, with `/` between parts.
  public func matches(_ path: [UInt8]) -> Bool {
    switch plain {
    case .whole(let bytes): return path == bytes
    case .below(let bytes): return path.starts(with: bytes)
    case nil: break
    }
    let names = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return Wildcard.matches(pattern: parts.count, text: names.count) {
      parts[$0].isAny
    } matches: {
      guard case .name(let tokens) = parts[$0] else { return false }
      return Glob.matches(tokens, names[$1])
    }
  }

  /// Whether the whole path, given as text, matches.
  public func matches(_ path: String) -> Bool { matches(Array(path.utf8)) }

  private static func matches(_ tokens: [GlobToken], _ name: ArraySlice<UInt8>) -> Bool {
    // In ASCII each byte is a character.
    guard name.allSatisfy({ $0 < 0x80 }) else { return matches(tokens, GlobUnit.decode(name)) }
    return Wildcard.matches(pattern: tokens.count, text: name.count) {
      tokens[$0].isAny
    } matches: {
      tokens[$0].matches(GlobUnit(value: UInt32(name[name.startIndex + $1])))
    }
  }

  private static func matches(_ tokens: [GlobToken], _ name: [GlobUnit]) -> Bool {
    Wildcard.matches(pattern: tokens.count, text: name.count) {
      tokens[$0].isAny
    } matches: {
      tokens[$0].matches(name[$1])
    }
  }

  /// The pattern as it was given.
  public var description: String { text }

  /// Compares the patterns' meaning.
  public static func == (left: Glob, right: Glob) -> Bool { left.parts == right.parts }

  /// Hashes the pattern's meaning.
  public func hash(into hasher: inout Hasher) { hasher.combine(parts) }
}

/// A glob that cannot be used.
public struct GlobError: Error, Sendable, Equatable {
  /// What is wrong, stable across versions.
  public enum Code: String, Sendable, CaseIterable {
    /// The pattern or a part of it is empty, or it is `.` or `..`: no path has such a part.
    case emptyPart = "glob-empty-part"
    /// `**` beside other characters in one part.
    case doubleStar = "glob-double-star"
    /// A class without its closing bracket, without members, or with a range that runs backwards.
    case characterClass = "glob-class"
    /// A backslash at the end.
    case escape = "glob-escape"
  }

  /// What is wrong, stable across versions.
  public let code: Code
  /// The problem as one full sentence.
  public let sentence: String
  /// What to do about it.
  public let hint: String
}
