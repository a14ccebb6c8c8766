import WritGit
import WritJSON
import WritPolicy
import WritSignature

extension Ledger {
  /// What is wrong with the gap records that a candidate brings, where somebody sees it come: those
  /// that do not count do not come in.
  ///
  /// In history they are told of the records in force, as one that was corrected does no harm.
  func gapFindings(_ candidate: Candidate, _ changes: [TreeChange]) throws -> [Finding] {
    // What is about to be made comes now.
    let arrival = candidate.arrival ?? (candidate.tree == nil ? candidate.now : nil)
    guard let arrival, changes.contains(where: { $0.path.isGapRecord }) else { return [] }
    let trust = try trust(
      ReadTrust.Lists(
        allowed: candidate.file(Ledger.allowedSigners),
        revoked: candidate.file(Ledger.revokedSigners)))
    let bringer = Bringer(name: candidate.label, time: candidate.now)
    return try changes.compactMap { change in
      guard change.path.isGapRecord, let after = change.after, after.mode.isFile else { return nil }
      let document = try strictDocument(after.id)
      return try gapFinding(document, change.path, bringer, arrival, trust)
    }
  }

  /// The same for a change that a command makes.
  func gapFindings(_ draft: Draft, on snapshot: Snapshot) throws -> [Finding] {
    guard draft.items.contains(where: { $0.path.isGapRecord }) else { return [] }
    let trust = trust(
      allowed: try content(of: Ledger.allowedSigners, after: draft, on: snapshot),
      revoked: try content(of: Ledger.revokedSigners, after: draft, on: snapshot))
    let now = surroundings.now()
    let bringer = Bringer(name: "which is to be made", time: now)
    return try draft.items.compactMap { item in
      guard item.path.isGapRecord,
        let bytes = try content(of: item.path, after: draft, on: snapshot)
      else { return nil }
      let document: Result<JSONValue, JSONError>
      do throws(JSONError) {
        document = .success(try JSONDocument(parsing: bytes).value)
      } catch {
        document = .failure(error)
      }
      return try gapFinding(document, item.path, bringer, now, trust)
    }
  }

  private func gapFinding(
    _ document: Result<JSONValue, JSONError>, _ path: GitPath, _ bringer: Bringer,
    _ arrival: Instant, _ trust: FoundTrust
  ) throws -> Finding? {
    do {
      let gap = try Gap(try document.get())
      if let lost = gapEnds(gap).first(where: { !objects.contains($0) }) {
        return Finding(
          .gapUnsigned, path: path.description,
          "The gap record \(path) does not count: the commit \(lost.short) is not here.",
          mend: "name the commit before the stretch and its last one, as 'writ gap' does")
      }
      let times = GapTimes(broughtBy: bringer, arrival: arrival, end: try timeOfEnd(gap))
      return try gapFinding(gap, path, times, trusting: [GapLists(trust: trust)])
    } catch let error as PolicyError {
      return Finding(gapRecord: path, error)
    } catch is JSONError {
      // That is told of every document.
      return nil
    }
  }

  private func gapEnds(_ gap: Gap) -> [ObjectID] {
    [gap.from, gap.to].compactMap { $0 }.map { ObjectID($0) ?? .zero }
  }

  private func timeOfEnd(_ gap: Gap) throws -> Int64? {
    guard let end = ObjectID(gap.to) else { return nil }
    do throws(GitError) {
      return try objects.header(end).kind == .commit ? objects.commit(end).committer.seconds : nil
    } catch {
      // It may be what nobody can read that is accepted.
      guard error.code == .corrupt || error.code == .missingObject else { throw error }
      return nil
    }
  }
}
