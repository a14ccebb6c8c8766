/// One part of a path, judged as `git fsck` and git's index judge it.
struct PathComponent {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether it names something below its folder, and not git's own folder on any system that may
  /// check the repository out.
  var isSafe: Bool {
    if PathComponent.isPlain(bytes) { return true }
    guard !bytes.isEmpty, bytes != Array(".".utf8), bytes != Array("..".utf8) else { return false }
    return !isGitFolderOnNTFS && !isGitFolderOnHFS
  }

  /// Whether it is so unlike `.git` and `git~1` that there is nothing to look at.
  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, first != UInt8(ascii: "."), first != UInt8(ascii: " ") else {
      return false
    }
    if first | 0x20 == UInt8(ascii: "g"), bytes.count > 1, bytes[1] | 0x20 == UInt8(ascii: "i") {
      return false
    }
    return !bytes.contains { $0 >= 0x80 || $0 == UInt8(ascii: "\\") }
  }

  /// NTFS ignores case, dots and spaces at the end, and takes `:` for a stream; git there takes
  /// `\\` for a separator; `git~1` is the short name of `.git`.
  private var isGitFolderOnNTFS: Bool {
    bytes.split(separator: UInt8(ascii: "\\")).contains { part in
      var name = part.prefix { $0 != UInt8(ascii: ":") }
      while name.last == UInt8(ascii: " ") || name.last == UInt8(ascii: ".") { name.removeLast() }
      return PathComponent.isGit(name) || PathComponent.lowered(name) == Array("git~1".utf8)
    }
  }

  /// HFS+ ignores case and certain code points.
  private var isGitFolderOnHFS: Bool {
    guard bytes.contains(where: { $0 >= 0x80 }),
      let text = String(validating: bytes, as: UTF8.self)
    else { return false }
    let kept = text.unicodeScalars.filter { !PathComponent.ignoredByHFS.contains($0.value) }
    return PathComponent.isGit(Array(String(String.UnicodeScalarView(kept)).utf8))
  }

  private static let ignoredByHFS: Set<UInt32> = Set(
    Array(0x200C...0x200F) + Array(0x202A...0x202E) + Array(0x206A...0x206F) + [0xFEFF])

  private static func isGit(_ name: some Collection<UInt8>) -> Bool {
    lowered(name) == Array(".git".utf8)
  }

  private static func lowered(_ name: some Collection<UInt8>) -> [UInt8] {
    name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }
}
