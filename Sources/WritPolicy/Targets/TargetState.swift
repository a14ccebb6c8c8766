public import WritJSON

/// What is recorded of a target: whether it followed, and what it was told last.
public struct TargetState: Sendable, Equatable {
  /// Whether it followed.
  public enum Standing: String, Sendable {
    /// It has what the branch says.
    case synced
    /// It refused or failed, and the branch says something else.
    case diverged
  }

  /// The target's name.
  public let target: String
  /// The policy that it follows.
  public let policy: String
  /// Whether it followed.
  public let standing: Standing
  /// The digest of the value that it was to have.
  public let digest: Digest
  /// The commit that says so.
  public let commit: String
  /// When it was found out.
  public let time: Instant
  /// What went wrong, or nil.
  public let error: String?

  /// Makes a state from its parts.
  public init(
    target: String, policy: String, standing: Standing, digest: Digest, commit: String,
    time: Instant, error: String? = nil
  ) {
    self.target = target
    self.policy = policy
    self.standing = standing
    self.digest = digest
    self.commit = commit
    self.time = time
    self.error = error
  }

  /// Whether both say the same, be it found out at another time or said by another commit.
  public func says(theSameAs other: TargetState) -> Bool {
    standing == other.standing && digest == other.digest && error == other.error
      && policy.hasSameBytes(as: other.policy)
  }

  /// The document that is stored.
  public var json: JSONValue {
    var members: JSONObject = [
      "version": 1, "target": .string(target), "policy": .string(policy),
      "state": .string(standing.rawValue), "digest": .string(digest.description),
      "commit": .string(commit), "time": .string(time.description),
    ]
    members["error"] = error.map { .string($0) }
    return .object(members)
  }

  /// Reads a document that was stored.
  public init(_ value: JSONValue) throws(PolicyError) {
    let what = "the state of the target"
    let form = try Form(
      value, what,
      known: ["version", "target", "policy", "state", "digest", "commit", "time", "error"])
    try form.requireVersion(1)
    target = try form.string("target")
    policy = try form.string("policy")
    commit = try form.string("commit")
    error = try form.optionalString("error")
    guard let standing = Standing(rawValue: try form.string("state")) else {
      throw form.wrong("state", "synced or diverged")
    }
    self.standing = standing
    let prefix = "sha256:"
    let text = try form.string("digest")
    guard text.hasPrefix(prefix), let digest = Digest(hex: text.dropFirst(prefix.utf8.count)) else {
      throw form.wrong("digest", "sha256: and 64 hexadecimal digits")
    }
    self.digest = digest
    let stated = try form.string("time")
    do throws(TimeError) {
      time = try Instant.parse(stated)
    } catch {
      throw form.bad("time", "'\(stated.oneLine)', which is no time", hint: error.hint)
    }
  }
}
