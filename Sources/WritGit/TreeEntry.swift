/// One name in a tree.
public struct TreeEntry: Sendable, Hashable {
  /// What kind of thing the name stands for.
  public enum Mode: UInt32, Sendable {
    case folder = 0o040000
    case file = 0o100644
    case executable = 0o100755
    case symbolicLink = 0o120000
    case submodule = 0o160000

    /// Old histories hold files with other permission bits; they are files all the same.
    init?(bits: UInt32) {
      if let mode = Mode(rawValue: bits) {
        self = mode
      } else if bits & 0o170000 == 0o100000 {
        self = bits & 0o100 == 0 ? .file : .executable
      } else {
        return nil
      }
    }

    /// Whether it is an ordinary file.
    public var isFile: Bool { self == .file || self == .executable }
  }

  /// The mode.
  public let mode: Mode
  /// The object.
  public let id: ObjectID

  /// Makes an entry.
  public init(mode: Mode = .file, id: ObjectID) {
    self.mode = mode
    self.id = id
  }
}
