import WritGit
import WritJSON
import WritPolicy

/// A history that questions are asked of.
struct HistoryView {
  let ledger: Ledger
  let tip: ObjectID

  /// Answers by the index; when it turns out not to be what was written, once more by a new one.
  func answering<Answer>(_ question: (Timeline, ObjectID) throws -> Answer) throws -> Answer {
    do {
      return try question(ledger.provenanceIndex.timeline(of: tip), tip)
    } catch is Database.Failure {
      ledger.provenanceIndex.discard()
      return try question(ledger.provenanceIndex.timeline(of: tip), tip)
    }
  }
}

extension Ledger {
  /// The history of a revision, or of the branch that is checked out.
  ///
  /// - Throws: `unverifiable` when part of it is not here.
  func history(of revision: String?, on branch: String? = nil, for what: String) throws
    -> HistoryView
  {
    let tip = try revision.map { try commitToShow($0, on: branch) } ?? viewpoint(branch).tip
    if repository.isShallow { throw try cutOff(tip, what) }
    return HistoryView(ledger: self, tip: tip)
  }

  /// The error for a history whose beginning is not here, which tells where it begins.
  private func cutOff(_ tip: ObjectID, _ what: String) throws -> LedgerError {
    var oldest = try objects.commit(tip)
    while let parent = oldest.parents.first, objects.contains(parent) {
      oldest = try objects.commit(parent)
    }
    let time = Instant(seconds: oldest.committer.seconds)
    return LedgerError(
      .unverifiable, "shallow-clone",
      "The history is only here from the commit \(oldest.id.short) of \(time) on, as the clone is "
        + "shallow, so \(what) cannot be told.",
      hint: "run 'git fetch --unshallow'")
  }

  /// The error for a place that no version of a document has, with names that are near.
  func refuseUnknown(
    _ name: DocumentName, _ pointer: JSONPointer, _ timeline: Timeline, _ versions: DocumentVersions
  ) throws {
    let history = try timeline.versions(of: GitPath(name.path))
    if history.isEmpty { throw try unknownPolicy(name, timeline) }
    guard
      case .document(let document) = try versions.version(
        of: GitPath(name.path), at: timeline.last)
    else {
      throw LedgerError(
        .usage, "unknown-pointer",
        "No version of '\(name)' that can be read has a value at '\(pointer)'.",
        hint: "list the life of the whole document with 'writ trace \(name)'")
    }
    do throws(JSONError) {
      _ = try document.root.require(pointer)
    } catch {
      throw LedgerError(
        .usage, "unknown-pointer", "In '\(name)': \(error.message)",
        hint: error.hint ?? "list its values with 'writ blame \(name)'")
    }
  }

  /// The error for a policy that is not and never was there.
  func unknownPolicy(_ name: DocumentName, _ timeline: Timeline) throws -> LedgerError {
    let names = try timeline.files().compactMap { DocumentName(path: $0.description)?.text }
    if names.isEmpty {
      return LedgerError(
        .usage, "no-policies", "The history of this revision has no policies.",
        hint: "name a revision that has some, or run 'writ init'")
    }
    return LedgerError(
      .usage, "unknown-policy", "There is and was no policy '\(name)' in this history.",
      hint: NearNames.hint(for: name.text, among: names.sorted())
        ?? "list the policies with 'git ls-files policies'")
  }
}
