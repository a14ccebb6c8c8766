/// A commit as it is stored.
public struct Commit: Sendable, Equatable {
  /// The commit's id.
  public let id: ObjectID
  /// The tree it records.
  public let tree: ObjectID
  /// Its parents, first parent first.
  public let parents: [ObjectID]
  /// Who wrote the change.
  public let author: Signature
  /// Who made the commit.
  public let committer: Signature
  /// Headers other than tree, parent, author and committer, with their continuation lines.
  public let otherHeaders: [Header]
  /// The exact bytes of the message.
  public let message: [UInt8]

  /// A further header, such as `gpgsig` or `encoding`.
  public struct Header: Sendable, Equatable {
    /// The name before the first space.
    public let name: String
    /// The value; continuation lines are joined by line feeds.
    public let value: [UInt8]
  }

  /// The message as text; bytes that are not UTF-8 are replaced.
  public var messageText: String { String(decoding: message, as: UTF8.self) }

  /// The first line of the message.
  public var subject: String {
    String(decoding: message.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}

extension Commit {
  /// As many as libgit2 counts.
  private static let mostParents = 65_535

  /// Reads the stored form of a commit; nil where libgit2 would refuse it.
  init?(id: ObjectID, parsing content: UnsafeRawBufferPointer) {
    var parser = HeaderParser(content)
    // As strict as libgit2, by which histories are walked: one that reads more would let commits in
    // on which nothing can be built. Of authors given several times the first counts.
    guard let tree = parser.nextID("tree") else { return nil }
    var parents: [ObjectID] = []
    while let parent = parser.nextID("parent") { parents.append(parent) }
    guard parents.count <= Commit.mostParents, let author = parser.nextSignature("author") else {
      return nil
    }
    while parser.isAt("author") {
      guard parser.nextSignature("author") != nil else { return nil }
    }
    guard let committer = parser.nextSignature("committer") else { return nil }
    var others: [Header] = []
    while let header = parser.next() { others.append(header) }
    self.init(
      id: id, tree: tree, parents: parents, author: author, committer: committer,
      otherHeaders: others, message: parser.rest)
  }
}

/// Splits the headers of a commit or a tag from the message.
struct HeaderParser {
  private let content: UnsafeRawBufferPointer
  private var position = 0

  init(_ content: UnsafeRawBufferPointer) { self.content = content }

  /// What follows the empty line after the headers.
  var rest: [UInt8] { Array(content[min(position, content.count)...]) }

  /// The id in the next header when that has the given name; nil, and nothing is taken, otherwise.
  mutating func nextID(_ name: StaticString) -> ObjectID? {
    let start = position + name.utf8CodeUnitCount + 1
    let end = start + 40
    guard end < content.count, content[end] == UInt8(ascii: "\n"),
      content[start - 1] == UInt8(ascii: " "),
      // A continuation line would belong to the value.
      end + 1 >= content.count || content[end + 1] != UInt8(ascii: " "),
      name.withUTF8Buffer({ $0.elementsEqual(content[position..<(start - 1)]) }),
      let id = ObjectID(hex: content[start..<end])
    else { return nil }
    position = end + 1
    return id
  }

  /// Whether the next header has the given name.
  func isAt(_ name: StaticString) -> Bool {
    let end = position + name.utf8CodeUnitCount
    return end < content.count && content[end] == UInt8(ascii: " ")
      && name.withUTF8Buffer { $0.elementsEqual(content[position..<end]) }
  }

  /// The signature in the next header when that has the given name and can be read; nil, and nothing
  /// is taken, otherwise.
  mutating func nextSignature(_ name: StaticString) -> Signature? {
    guard isAt(name) else { return nil }
    let start = position + name.utf8CodeUnitCount + 1
    guard let end = content[start...].firstIndex(of: UInt8(ascii: "\n")),
      let signature = Signature(strictly: UnsafeRawBufferPointer(rebasing: content[start..<end]))
    else { return nil }
    position = end + 1
    return signature
  }

  /// The next header, or nil at the empty line that ends them.
  mutating func next() -> Commit.Header? {
    guard var line = takeLine(), !line.isEmpty else { return nil }
    let space = line.firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
    let name = String(decoding: line[..<space], as: UTF8.self)
    line = Array(line[min(space + 1, line.endIndex)...])
    while position < content.count, content[position] == UInt8(ascii: " "), let more = takeLine() {
      line.append(UInt8(ascii: "\n"))
      line.append(contentsOf: more.dropFirst())
    }
    return Commit.Header(name: name, value: line)
  }

  private mutating func takeLine() -> [UInt8]? {
    guard position < content.count else { return nil }
    let end = content[position...].firstIndex(of: UInt8(ascii: "\n")) ?? content.count
    let line = Array(content[position..<end])
    position = end + 1
    return line
  }
}

extension ObjectDatabase {
  /// Reads a commit.
  public func commit(_ id: ObjectID) throws(GitError) -> Commit {
    let commit = try withContent(of: id, as: .commit) { Commit(id: id, parsing: $0) }
    guard let commit else {
      var error = corrupt(id, "it is not a well-formed commit")
      error.hint =
        "run 'git fsck --full'; restore a damaged commit from another clone, and make one that was "
        + "malformed from the start anew"
      throw error
    }
    return commit
  }

  /// The stored form of a commit with exactly this message; signatures that git could not read back
  /// are refused.
  public static func commitContent(
    tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: [UInt8]
  ) throws(GitError) -> [UInt8] {
    try author.refuseUnstorable()
    try committer.refuseUnstorable()
    var text = "tree \(tree)\n"
    for parent in parents { text += "parent \(parent)\n" }
    text += "author \(author.header)\ncommitter \(committer.header)\n\n"
    return Array(text.utf8) + message
  }

  /// The parents of a commit, first parent first, without reading the rest of it.
  public func parents(of id: ObjectID) throws(GitError) -> [ObjectID] {
    try withContent(of: id, as: .commit) { (content) throws(GitError) in
      var parser = HeaderParser(content)
      guard parser.nextID("tree") != nil else {
        throw corrupt(id, "it is not a well-formed commit")
      }
      var parents: [ObjectID] = []
      while let parent = parser.nextID("parent") { parents.append(parent) }
      // One right after the others that was not taken for an id is none.
      if parser.next()?.name == "parent" { throw corrupt(id, "it is not a well-formed commit") }
      return parents
    }
  }

  /// Stores a commit with exactly this message; signatures that git could not read back are refused.
  public func writeCommit(
    tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: [UInt8]
  ) throws(GitError) -> ObjectID {
    try write(
      ObjectDatabase.commitContent(
        tree: tree, parents: parents, author: author, committer: committer, message: message),
      as: .commit)
  }
}
