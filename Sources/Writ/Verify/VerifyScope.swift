import WritGit
import WritPolicy

/// Which commits are to be verified.
struct VerifyScope {
  /// The newest commit.
  let tip: ObjectID
  /// The branch by its full name; nil when a revision or a range was named that is none.
  let branch: String?
  /// The commits whose history is left out.
  let hidden: [ObjectID]
  /// The commit at which governance began, when the user says so.
  let since: ObjectID?

  /// Whether it is a whole history, about which checkpoints can be told.
  var isWhole: Bool { hidden.isEmpty }

  init(_ request: VerifyRequest, in ledger: Ledger) throws {
    let parts = VerifyScope.parts(of: request.range)
    hidden = try parts.from.map { [try ledger.commit($0)] } ?? []
    if let name = parts.to {
      branch = try VerifyScope.branch(name, ledger)
      tip = try ledger.commit(name)
    } else {
      let view = try ledger.viewpoint()
      tip = view.tip
      branch = view.name.utf8.starts(with: "refs/heads/".utf8) ? view.name : nil
    }
    since = try request.since.map { try ledger.commit($0) }
    if let since { try VerifyScope.check(since, tip, ledger) }
  }

  /// `A..B`, `A..`, `..B` and a single revision.
  private static func parts(of range: String?) -> (from: String?, to: String?) {
    guard let range else { return (nil, nil) }
    guard let dots = range.firstRange(of: "..") else { return (nil, range) }
    let from = String(range[..<dots.lowerBound])
    let to = String(range[dots.upperBound...])
    return (from.isEmpty ? "HEAD" : from, to.isEmpty ? nil : to)
  }

  private static func branch(_ name: String, _ ledger: Ledger) throws -> String? {
    let full = name.utf8.starts(with: "refs/".utf8) ? name : "refs/heads/\(name)"
    guard full.utf8.starts(with: "refs/heads/".utf8), Repository.isValidReferenceName(full) else {
      return nil
    }
    return try ledger.repository.reference(full) == nil ? nil : full
  }

  private static func check(_ since: ObjectID, _ tip: ObjectID, _ ledger: Ledger) throws {
    guard try ledger.repository.isAncestor(since, of: tip) else {
      throw LedgerError(
        .usage, "foreign-adoption",
        "The commit \(since.short) is not part of the history that is to be verified.",
        hint: "name the commit that adopted this history")
    }
    guard try ledger.snapshot(since).entry(GitPath(Rules.path)) != nil else {
      throw LedgerError(
        .usage, "no-adoption", "The commit \(since.short) has no \(Rules.path).",
        hint: "name the commit that made the rules")
    }
  }
}
