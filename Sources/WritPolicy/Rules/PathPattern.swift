/// A pattern for the paths of files, as git takes one with `:(glob)`: one without any wildcard also
/// stands for all that is in the folder of that name.
struct PathPattern: Sendable {
  /// The pattern as it was given.
  var text: String { glob.text }

  private let glob: Glob
  private let folder: [UInt8]?

  init(_ glob: Glob) {
    self.glob = glob
    let text = Array(glob.text.utf8)
    let isLiteral = !text.contains { "*?[\\".utf8.contains($0) }
    let slash = UInt8(ascii: "/")
    folder = isLiteral ? text.last == slash ? text : text + [slash] : nil
  }

  /// Whether the pattern matches the path of a file.
  func matches(_ path: String) -> Bool {
    glob.matches(path) || folder.map { path.utf8.starts(with: $0) } ?? false
  }
}
