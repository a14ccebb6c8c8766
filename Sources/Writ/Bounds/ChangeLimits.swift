import WritGit

/// What one commit may bring at most.
///
/// A few kilobytes can name one blob a million times, so what a commit brings is counted before
/// memory and time are spent on it. Whatever has more cannot be judged, and is refused.
public struct ChangeLimits: Sendable {
  /// The limits of every command and hook: nobody can choose others, or verdicts would differ.
  public static let usual = ChangeLimits()

  /// How many files may differ from the parents, and how many may lie below `evidence/`.
  let files: Int
  /// How many bytes the documents that differ may have, before and after together.
  let bytes: Int
  /// How many values these documents may have.
  let values: Int
  /// How many parents a merge may have.
  let parents: Int
  /// How many bytes the artifacts may have that its records list.
  let evidence: Int

  /// Makes limits; tests make lower ones.
  init(
    files: Int = 200_000, bytes: Int = 128 << 20, values: Int = 2_500_000, parents: Int = 16,
    evidence: Int = 1 << 30
  ) {
    self.files = files
    self.bytes = bytes
    self.values = values
    self.parents = parents
    self.evidence = evidence
  }

  /// So many times as much of documents, for what several applies in a squash bring together.
  func times(_ factor: Int) -> ChangeLimits {
    ChangeLimits(
      files: files, bytes: bytes * factor, values: values * factor, parents: parents,
      evidence: evidence)
  }

  /// For the trees of one commit.
  var trees: TreeBudget { TreeBudget(files: files, folders: files, bytes: 256 << 20) }

  /// What is told of more files than are looked at; nil where there are not more.
  func excess(of changes: [TreeChange]) -> GitError? {
    guard changes.count > files else { return nil }
    return ChangeMeter.tooMuch(
      "The change touches more than the \(files) files that are looked at for one commit.")
  }
}
