/// A text archive: a comment, then files, each under a line `-- name --`.
///
/// The format is that of Go's txtar. Names and contents are kept to the byte, apart from a line
/// feed that is added to a last line without one.
public struct Txtar: Sendable, Equatable {
  /// One file of an archive.
  public struct File: Sendable, Equatable {
    /// The path, with `/` between its parts.
    public var name: String
    /// The contents.
    public var contents: [UInt8]

    /// Makes a file.
    public init(name: String, contents: [UInt8]) {
      self.name = name
      self.contents = contents
    }
  }

  /// What stands before the first file.
  public var comment: [UInt8]
  /// The files in order.
  public var files: [File]

  /// Makes an archive.
  public init(comment: [UInt8], files: [File]) {
    self.comment = comment
    self.files = files
  }

  /// Reads an archive; every sequence of bytes is one.
  public init(_ bytes: [UInt8]) {
    comment = []
    files = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
      let line = rest[..<end]
      rest = rest[end...].dropFirst()
      if let name = Txtar.name(line) {
        files.append(File(name: name, contents: []))
      } else if files.isEmpty {
        comment += line + [0x0A]
      } else {
        files[files.count - 1].contents += line + [0x0A]
      }
    }
  }

  /// The archive as bytes.
  public var bytes: [UInt8] {
    files.reduce(Txtar.ended(comment)) {
      $0 + Array("-- \($1.name) --\n".utf8) + Txtar.ended($1.contents)
    }
  }

  /// The file's name when the line is a marker.
  private static func name(_ line: ArraySlice<UInt8>) -> String? {
    guard line.count >= 7, line.starts(with: "-- ".utf8), line.suffix(3).elementsEqual(" --".utf8)
    else { return nil }
    let name = String(decoding: line.dropFirst(3).dropLast(3), as: UTF8.self)
    let trimmed = name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    return trimmed.isEmpty ? nil : String(trimmed)
  }

  private static func ended(_ bytes: [UInt8]) -> [UInt8] {
    bytes.isEmpty || bytes.last == 0x0A ? bytes : bytes + [0x0A]
  }
}
