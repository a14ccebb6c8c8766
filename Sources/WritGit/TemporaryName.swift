internal import Glibc
internal import Synchronization

/// Names of files that are written beside those which they shall replace: `<process>-<number>.new`.
///
/// They tell the process, so that a leftover of one that was killed can be known.
enum TemporaryName {
  private static let counter = Atomic<UInt64>(0)

  /// A name that no other writer of this process or another living one uses.
  static func next() -> String {
    let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
    return "\(getpid())-\(number).new"
  }

  /// Whether a name has the form of a temporary one, whoever made it.
  static func isTemporary(_ name: some StringProtocol) -> Bool {
    name.utf8.suffix(4).elementsEqual(".new".utf8)
  }

  /// Whether a process that is no more made `name`.
  static func isLeftover(_ name: some StringProtocol) -> Bool {
    guard isTemporary(name) else { return false }
    let numbers = name.utf8.dropLast(4).split(separator: UInt8(ascii: "-"), maxSplits: 1)
      .map { Int32(String(decoding: $0, as: UTF8.self)) }
    guard numbers.count == 2, numbers[1] != nil, let process = numbers[0], process > 0 else {
      return false
    }
    return kill(process, 0) != 0 && errno == ESRCH
  }
}

extension FileSystem {
  /// Writes a file under a name that nobody else uses, for this user alone, and gives its path.
  public static func writeTemporary(_ bytes: [UInt8], in folder: String) throws(GitError) -> String
  {
    let path = "\(folder)/\(TemporaryName.next())"
    try writeNew(bytes, to: path, mode: 0o600, durable: false)
    return path
  }

  /// The temporary files in a folder whose process is no more, with what was made from them.
  public static func abandonedTemporaries(in folder: String) throws(GitError) -> [String] {
    try names(in: folder).filter { name in
      let parts = name.split(separator: ".")
      return parts.count >= 2 && TemporaryName.isLeftover("\(parts[0]).\(parts[1])")
    }.map { "\(folder)/\($0)" }
  }
}
