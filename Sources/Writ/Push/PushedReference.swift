public import WritGit

/// One reference of a push.
public struct PushedReference: Sendable {
  /// What it points at in the receiving repository; zero for a new one.
  public let old: ObjectID
  /// What it shall point at; zero for a deletion.
  public let new: ObjectID
  /// The full name; bytes that are not UTF-8 are replaced.
  public let name: String
  /// Whether `name` is exactly the name: git takes any bytes.
  public let isNameExact: Bool

  /// Takes the bytes of a name.
  public init(_ name: some Collection<UInt8>, from old: ObjectID, to new: ObjectID) {
    self.old = old
    self.new = new
    self.name = String(decoding: name, as: UTF8.self)
    isNameExact = String(validating: name, as: UTF8.self) != nil
  }

  /// The same under another name.
  private init(_ other: PushedReference, named name: String) {
    self.init(name.utf8, from: other.old, to: other.new)
  }

  /// Reads a line of a pre-receive hook's input, `old new name`, or returns nil when it is none.
  public init?(received line: ArraySlice<UInt8>) {
    let parts = line.split(
      separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let old = ObjectID(digits: parts[0]),
      let new = ObjectID(digits: parts[1])
    else { return nil }
    self.init(parts[2], from: old, to: new)
  }

  /// Reads a line of a pre-push hook's input, `source new name old`, or returns nil when it is none.
  ///
  /// The source is what was typed and may hold blanks, so the line is read from its end.
  public init?(pushed line: ArraySlice<UInt8>) {
    let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count >= 4, let old = ObjectID(digits: parts[parts.count - 1]),
      let new = ObjectID(digits: parts[parts.count - 3])
    else { return nil }
    self.init(parts[parts.count - 2], from: old, to: new)
  }

  var isDeletion: Bool { new == .zero }
  var isNew: Bool { old == .zero }

  /// The part of the name after `prefix`, compared by bytes; nil when it begins otherwise.
  func name(after prefix: String) -> String? {
    guard name.utf8.starts(with: prefix.utf8) else { return nil }
    return String(decoding: name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }
}

extension PushedReference {
  /// This reference, and the one that git writes in its place where it is symbolic in a repository:
  /// rules may speak of either name.
  func written(in repository: Repository) throws -> [PushedReference] {
    guard isNameExact, let target = try repository.finalName(of: name) else { return [self] }
    return [self, PushedReference(self, named: target)]
  }
}

extension ObjectID {
  fileprivate init?(digits: ArraySlice<UInt8>) {
    self.init(String(decoding: digits, as: UTF8.self))
  }
}
