import WritGit
import WritJSON
import WritPolicy

/// Counts what the documents of one commit hold, and stops where that is too much.
struct ChangeMeter {
  private let limits: ChangeLimits
  private var bytes = 0
  private var values = 0

  init(_ limits: ChangeLimits) { self.limits = limits }

  /// How many bytes the next document may have.
  var mostBytes: Int { min(limits.bytes - bytes, Snapshot.documentLimit) }

  /// Counts one file.
  mutating func add(file path: GitPath) throws(GitError) { try add(values: 1, path) }

  /// Counts one version of a document.
  mutating func add(_ document: [UInt8], at path: GitPath) throws(GitError) {
    try add(bytes: document.count, path)
    try add(
      values: ValueCount.of(
        document, pointer: path.bytes.count, atMost: limits.values - values), path)
  }

  /// Counts a record; of one that is small only the bytes.
  mutating func add(record bytes: [UInt8], at path: GitPath) throws(GitError) {
    if bytes.count > ChangeMeter.smallRecord { return try add(bytes, at: path) }
    try add(bytes: bytes.count, path)
  }

  private static let smallRecord = 16 << 10

  private mutating func add(bytes count: Int, _ path: GitPath) throws(GitError) {
    bytes += count
    if bytes > limits.bytes { throw tooLarge(path) }
  }

  /// What is told of a document that is too large, by itself or with those before it.
  func tooLarge(_ path: GitPath) -> GitError {
    ChangeMeter.tooMuch(
      "The documents that the change brings or takes away have more than the \(limits.bytes) bytes "
        + "that are read for one commit, or one has more than \(Snapshot.documentLimit) (\(path)).")
  }

  private mutating func add(values count: Int, _ path: GitPath) throws(GitError) {
    values += count
    guard values > limits.values else { return }
    throw ChangeMeter.tooMuch(
      "The documents that the change brings or takes away have more than the \(limits.values) values "
        + "that are judged in one commit (\(path)).")
  }

  static func tooMuch(_ message: String) -> GitError {
    GitError(.tooMuch, message, hint: "split the change into several commits")
  }
}

extension Finding {
  /// The finding that a commit brings more than can be judged.
  init(tooMuch error: GitError) {
    self.init(
      .changeTooLarge, error.message, mend: error.hint ?? "split the change into several commits")
  }
}
