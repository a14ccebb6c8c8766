/// What the parts of an open repository share, so that none of them need keep it alive.
final class RepositorySettings {
  /// Whether writes are synced to the disk before they count.
  var isDurable = true
  /// How many files are synced at a time.
  var syncThreads = 8
  /// The folder that new objects go to: a hook's quarantine, or the repository's own.
  let objectFolder: String

  /// Whether that folder is another than the repository's own, as in a hook's quarantine.
  let isRedirected: Bool

  /// The configuration, as it was when the repository was opened.
  var configuration: Configuration?

  init(objectFolder: String, isRedirected: Bool) {
    self.objectFolder = objectFolder
    self.isRedirected = isRedirected
  }

  /// An error about an object; one that is missing from a partial clone nobody need restore.
  func explained(_ error: GitError) -> GitError {
    guard error.code == .missingObject, let promisor else { return error }
    return GitError(
      .missingObject, "\(error.message) The repository is a partial clone of '\(promisor)'.",
      hint: "run 'git fetch --refetch --no-filter \(promisor)', or use a full clone, without "
        + "--filter")
  }

  /// The remote that holds what is missing here; settings that cannot be read tell of none, and the
  /// error is what it was.
  private lazy var promisor: String? = {
    do throws(GitError) {
      return try configuration?.promisor()
    } catch {
      return nil
    }
  }()
}
