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

  init(objectFolder: String, isRedirected: Bool) {
    self.objectFolder = objectFolder
    self.isRedirected = isRedirected
  }
}
