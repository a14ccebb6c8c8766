import WritGit
import WritJSON
import WritPolicy
import WritSignature

/// What `writ gap` is asked for.
public struct GapRequest: Sendable {
  /// The stretch: `A..B` without A, or one commit.
  public var range: String
  /// Why it is broken, and why that is accepted.
  public var reason: String
  /// Who accepts it, as `Name <mail>`; git's identity when not given.
  public var acceptedBy: String?
  /// The key to sign with; nil for the one that git's settings name.
  public var key: String?

  /// A request to accept a stretch of history.
  public init(_ range: String, reason: String) {
    self.range = range
    self.reason = reason
  }
}

extension Ledger {
  /// The signed document that accepts a broken stretch of history, as it is stored under
  /// `governance/gaps/`.
  public func gapRecord(_ request: GapRequest) throws -> [UInt8] {
    let (from, to) = try stretch(request.range)
    if let problem = GovernanceKey.rationale.check(request.reason) {
      throw LedgerError(.usage, "gap-reason", problem.sentence, hint: problem.hint)
    }
    let person = try request.acceptedBy ?? gitActor() ?? ""
    guard case .person = GovernanceActor(person) else {
      throw LedgerError(
        .usage, "gap-actor", "'\(person.oneLine)' does not name a person.",
        hint: "give --actor 'Name <mail>'")
    }
    let now = surroundings.now()
    func gap(_ signature: String?) -> Gap {
      Gap(
        from: from?.hex, to: to.hex, reason: request.reason, acceptedBy: person,
        acceptedAt: Instant(seconds: now.seconds), signature: signature)
    }
    let signature = try namedSigner(request.key).sign(
      gap(nil).signedBytes(), namespace: Gap.namespace)
    return gap(String(decoding: signature.armored, as: UTF8.self)).json.serialized()
  }

  /// The commit before a stretch, nil at the beginning of the history, and its last commit.
  private func stretch(_ text: String) throws -> (from: ObjectID?, to: ObjectID) {
    guard let dots = text.firstRange(of: "..") else {
      let last = try objects.commit(commit(text))
      return (last.parents.first, last.id)
    }
    let parts = (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
    let from = try commit(parts.0.isEmpty ? "HEAD" : parts.0)
    let to = try commit(parts.1.isEmpty ? "HEAD" : parts.1)
    guard from != to, try repository.isAncestor(from, of: to) else {
      throw LedgerError(
        .usage, "gap-range", "'\(text.oneLine)' holds no commit.",
        hint: "name the commit before the stretch, two dots, and its last commit")
    }
    return (from, to)
  }
}
