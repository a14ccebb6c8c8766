public import WritJSON
public import WritPolicy

/// Somebody's word on a checkpoint, bound to its bytes, with the change that it belongs to.
public struct ApprovalManifest: Sendable {
  /// Where a change comes from.
  public struct ChangeContext: Sendable, Equatable {
    /// The number of the pull request.
    public var pullRequest: Int?
    /// Its address.
    public var url: String?
    /// The commit.
    public var commit: String?
    /// The branch.
    public var branch: String?

    /// Makes a context; a text that cannot be what it should is refused.
    public init(
      pullRequest: Int?, url: String?, commit: String?, branch: String?
    ) throws(TrialError) {
      if let pullRequest, pullRequest <= 0 {
        throw TrialError(.approval, "The number of a pull request is greater than 0.")
      }
      let schemes = ["https://", "http://"]
      if let url, !schemes.contains(where: { url.utf8.starts(with: $0.utf8) }) {
        throw TrialError(.approval, "'\(url.shortened)' is no http address of a pull request.")
      }
      if let commit, !ChangeContext.isCommit(commit) {
        throw TrialError(
          .approval, "'\(commit.shortened)' is no commit.", hint: "7 to 40 hexadecimal digits")
      }
      self.pullRequest = pullRequest
      self.url = url
      self.commit = commit
      self.branch = branch
    }

    private static func isCommit(_ text: String) -> Bool {
      (7...40).contains(text.utf8.count)
        && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    fileprivate var json: JSONValue {
      [
        "pr_number": pullRequest.map { .number(JSONNumber($0)) } ?? .null,
        "pr_url": url.map(JSONValue.string) ?? .null,
        "commit_sha": commit.map(JSONValue.string) ?? .null,
        "branch_name": branch.map(JSONValue.string) ?? .null,
      ]
    }
  }

  /// What must be told of the change.
  public struct Requirements: Sendable {
    /// Any context.
    public var context = false
    /// The number of the pull request.
    public var pullRequest = false
    /// The commit.
    public var commit = false
    /// The branch.
    public var branch = false

    /// Asks for nothing.
    public init() {}
  }

  /// The checkpoint's file.
  public let checkpoint: String
  /// The digest of its bytes.
  public let digest: Digest
  /// Whether it was approved.
  public let isApproved: Bool
  /// Who said so.
  public let by: String
  /// Where the change comes from; nil when that was not told.
  public let context: ChangeContext?

  /// Reads a manifest.
  public init(_ document: JSONValue) throws(TrialError) {
    guard let path = document["checkpoint_path"]?.stringValue,
      let digest = document["checkpoint_sha256"]?.stringValue.flatMap({ Digest(hex: $0) }),
      let decision = document["decision"]?.stringValue,
      ["approved", "rejected"].contains(decision),
      let by = document["approved_by"]?.stringValue, !by.isEmpty
    else {
      throw TrialError(
        .approval,
        "The file is no approval: checkpoint_path, checkpoint_sha256, decision or "
          + "approved_by is missing or wrong.")
    }
    checkpoint = path
    self.digest = digest
    isApproved = decision == "approved"
    self.by = by
    context = try document["change_context"].map { (value) throws(TrialError) in
      try ChangeContext(
        pullRequest: value["pr_number"]?.intValue, url: value["pr_url"]?.stringValue,
        commit: value["commit_sha"]?.stringValue, branch: value["branch_name"]?.stringValue)
    }
  }

  /// The document of a new manifest.
  public static func json(
    runID: String, createdAt: Instant, checkpoint: String, digest: Digest, isApproved: Bool,
    by: String, notes: String, source: String, context: ChangeContext
  ) -> JSONValue {
    [
      "run_id": .string(runID), "event": "MODEL_PROFILE_POLICY_APPROVAL_RECORDED",
      "created_at_utc": .string(createdAt.description), "checkpoint_path": .string(checkpoint),
      "checkpoint_sha256": .string(digest.hex),
      "decision": .string(isApproved ? "approved" : "rejected"), "approved_by": .string(by),
      "notes": .string(notes), "source": .string(source), "change_context": context.json,
    ]
  }

  /// Refuses a checkpoint that this is not the approval of.
  ///
  /// - Parameters:
  ///   - path: the checkpoint's file, spelled as it was approved.
  ///   - bytes: its content.
  public func require(
    _ path: String, _ bytes: [UInt8], _ wanted: Requirements
  ) throws(TrialError) {
    guard isApproved else {
      throw TrialError(.approval, "\(by.shortened) rejected the checkpoint.")
    }
    guard Digest(of: bytes) == digest else {
      throw TrialError(
        .approval, "The checkpoint is not the one that was approved: its digest differs.",
        hint: "have it approved again")
    }
    guard checkpoint.hasSameBytes(as: path) else {
      throw TrialError(
        .approval, "The approval is of '\(checkpoint.shortened)', not of '\(path.shortened)'.")
    }
    func need(_ isAsked: Bool, _ isThere: Bool, _ name: String) throws(TrialError) {
      guard !isAsked || isThere else {
        throw TrialError(.approval, "The approval does not tell \(name), which is required.")
      }
    }
    try need(wanted.context, context != nil, "where the change comes from")
    try need(wanted.pullRequest, context?.pullRequest != nil, "the pull request")
    try need(wanted.commit, context?.commit != nil, "the commit")
    try need(wanted.branch, context?.branch != nil, "the branch")
  }
}
