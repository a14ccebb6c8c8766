/// How much may still be read of trees and told of the files in them.
///
/// A few kilobytes of trees that name each other again and again hold more files than anybody can
/// count, so a reader stops where its budget ends.
public struct TreeBudget: Sendable {
  private var files: Int
  private var folders: Int
  private var bytes: Int
  /// How many files there were to begin with, as the error tells it.
  private let told: Int

  /// Makes a budget; what is not said is more than any repository that people work with.
  ///
  /// - Parameters:
  ///   - files: how many files may be found.
  ///   - folders: how many folders may be opened.
  ///   - bytes: how many bytes of trees and paths may be read and made.
  public init(files: Int = 4_000_000, folders: Int = 2_000_000, bytes: Int = 1 << 30) {
    self.files = files
    self.folders = folders
    self.bytes = bytes
    told = files
  }

  /// Of one folder no more entries need be looked at than this.
  var mostEntries: Int { max(files + folders + 1, 0) }

  mutating func take(folder: GitPath, bytes count: Int) throws(GitError) {
    folders -= 1
    try take(count, folder)
    if folders < 0 { throw excess(folder) }
  }

  mutating func take(file: GitPath, in folder: GitPath) throws(GitError) {
    files -= 1
    try take(file.bytes.count, folder)
    if files < 0 { throw excess(folder) }
  }

  private mutating func take(_ count: Int, _ folder: GitPath) throws(GitError) {
    bytes -= count
    if bytes < 0 { throw excess(folder) }
  }

  private func excess(_ folder: GitPath) -> GitError {
    let top = folder.components.first.map { "\(String(decoding: $0, as: UTF8.self))/" }
    return GitError(
      .tooMuch,
      "\(top ?? "The tree") has more files, or larger folders, than are looked at for one commit "
        + "(\(told) files).", hint: "split the change into several commits")
  }
}
