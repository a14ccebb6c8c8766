/// An annotated tag as it is stored.
public struct Tag: Sendable, Equatable {
  /// The id of the tag object.
  public let id: ObjectID
  /// What it points at.
  public let target: ObjectID
  /// The type of what it points at.
  public let targetKind: ObjectKind
  /// The name inside the object, without `refs/tags/`.
  public let name: String
  /// Who made it; old tags may lack this.
  public let tagger: Signature?
  /// The exact bytes of the message.
  public let message: [UInt8]
}

extension Tag {
  init?(id: ObjectID, parsing content: UnsafeRawBufferPointer) {
    var parser = HeaderParser(content)
    var fields: [String: [UInt8]] = [:]
    while let header = parser.next() {
      if fields[header.name] == nil { fields[header.name] = header.value }
    }
    func text(_ name: String) -> String? {
      fields[name].map { String(decoding: $0, as: UTF8.self) }
    }
    guard let target = text("object").flatMap({ ObjectID($0) }),
      let kind = text("type").flatMap(ObjectKind.init(rawValue:)), let name = text("tag")
    else { return nil }
    self.init(
      id: id, target: target, targetKind: kind, name: name,
      tagger: fields["tagger"].map { Signature(parsing: $0) }, message: parser.rest)
  }
}

extension ObjectDatabase {
  /// Reads an annotated tag.
  public func tag(_ id: ObjectID) throws(GitError) -> Tag {
    let tag = try withContent(of: id, as: .tag) { Tag(id: id, parsing: $0) }
    guard let tag else { throw corrupt(id, "it is not a well-formed tag") }
    return tag
  }

  /// The stored form of an annotated tag of a commit.
  public static func tagContent(
    name: String, commit: ObjectID, tagger: Signature, message: [UInt8]
  ) throws(GitError) -> [UInt8] {
    try tagger.refuseUnstorable()
    guard Repository.isValidReferenceName("refs/tags/\(name)") else {
      throw GitError(.invalid, "'\(name)' cannot be the name of a tag.")
    }
    let text = "object \(commit)\ntype commit\ntag \(name)\ntagger \(tagger.header)\n\n"
    return Array(text.utf8) + message
  }

  /// Stores an annotated tag of a commit; the reference to it is made apart.
  public func writeTag(
    name: String, commit: ObjectID, tagger: Signature, message: [UInt8]
  ) throws(GitError) -> ObjectID {
    try write(
      ObjectDatabase.tagContent(name: name, commit: commit, tagger: tagger, message: message),
      as: .tag)
  }

  /// The commit that a commit or an annotated tag stands for.
  public func peelToCommit(_ id: ObjectID) throws(GitError) -> ObjectID {
    var current = id
    for _ in 0..<16 {
      switch try header(current).kind {
      case .commit: return current
      case .tag: current = try tag(current).target
      case let other:
        throw GitError(.invalid, "\(id) is a \(other.rawValue), not a commit or a tag of one.")
      }
    }
    throw corrupt(id, "tags are nested too deeply")
  }
}
