public import WritJSON

/// What a forge tells when something happens to a repository, as far as an apply can use it.
///
/// Titles, bodies, branch names and commit messages are written by whoever opens a pull request, so none
/// of them is read. Taken are numbers, ids and addresses that the forge itself gives, each held against
/// its form and against the others.
public struct ForgeEvent: Sendable, Equatable {
  /// The forges whose events are known.
  public enum Forge: String, Sendable { case github, gitlab }

  /// What an event is about.
  public enum Kind: String, Sendable, CaseIterable {
    case pullRequest = "pull_request"
    case review = "pull_request_review"
    case push = "push"
    case mergeGroup = "merge_group"
    case mergeRequest = "merge_request"
  }

  /// A consent that the event tells of.
  public struct Approval: Sendable, Equatable {
    /// Who gave it, as an actor is written.
    public let approver: String
    /// Its address.
    public let url: String
    /// The commit that it was given to, where the forge tells it.
    public let commit: String?
  }

  /// The forge.
  public var forge: Forge
  /// What it is about.
  public var kind: Kind
  /// What happened, in the forge's word.
  public var action: String?
  /// The repository as the forge names it, such as `acme/policy`.
  public var repository: String
  /// The address of the repository.
  public var repositoryURL: String
  /// The number of the pull request.
  public var number: Int?
  /// The address of the pull request.
  public var url: String?
  /// Who acted: `Name <mail>` or `automation:<name>`.
  public var actor: String
  /// The consents.
  public var approvals: [Approval] = []
  /// The branch that is changed, without `refs/heads/`.
  public var branch: String?
  /// The commit that the change starts from.
  public var base: String?
  /// The newest commit of what is proposed or pushed.
  public var head: String?
  /// The commit by which a pull request was merged.
  public var merge: String?

  /// The largest payload that is read: forges send none that is larger.
  public static let limit = 25 << 20
}

extension ForgeEvent {
  /// Reads a payload; the kind is recognised by what it holds.
  ///
  /// - Throws: `form` for a payload that is no event of a known kind, or whose parts contradict each
  ///   other; the pointer leads to the part.
  public init(_ payload: JSONValue) throws(PolicyError) {
    let part = PayloadPart(payload)
    if payload["object_kind"] != nil {
      self = try GitLabEvent.read(part)
    } else if payload["repository"] != nil, payload["sender"] != nil {
      self = try GitHubEvent.read(part)
    } else {
      throw ForgeEvent.unknown(nil)
    }
    if let problem = GovernanceKey.actor.check(actor) {
      throw PolicyError(.form, "The event's actor cannot be used: \(problem.sentence)")
    }
  }

  static func unknown(_ word: String?) -> PolicyError {
    PolicyError(
      .form,
      "The event is of a kind that writ does not know\(word.map { " ('\($0.oneLine)')" } ?? "").",
      hint: "known are GitHub's pull_request, pull_request_review, push and merge_group, and "
        + "GitLab's merge_request")
  }

  /// What an apply keeps of the event.
  ///
  /// - Parameter payload: the digest of the payload's bytes.
  public func json(payload: Digest) -> JSONValue {
    var object: JSONObject = [
      "version": 1, "forge": .string(forge.rawValue), "kind": .string(kind.rawValue),
    ]
    object["action"] = action.map(JSONValue.string)
    object["repository"] = .string(repositoryURL)
    object["pullRequest"] = url.map(JSONValue.string)
    object["actor"] = .string(actor)
    object["approvals"] = .array(
      approvals.map { approval in
        var members: JSONObject = [
          "approver": .string(approval.approver), "url": .string(approval.url),
        ]
        members["commit"] = approval.commit.map(JSONValue.string)
        return .object(members)
      })
    object["branch"] = branch.map(JSONValue.string)
    object["base"] = base.map(JSONValue.string)
    object["head"] = head.map(JSONValue.string)
    object["merge"] = merge.map(JSONValue.string)
    object["payload"] = .string(payload.description)
    return .object(object)
  }
}
