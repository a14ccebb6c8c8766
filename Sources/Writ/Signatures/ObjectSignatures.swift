public import WritGit
import WritPolicy
public import WritSignature

extension Ledger {
  /// What a check of a commit's signature finds, at the time that the commit states.
  ///
  /// The signers are those of the first parent, so nobody makes themselves one by the commit that
  /// they sign; a first commit, and one that adopts the repository, is held against its own.
  public func signature(of commit: Commit) throws -> SignatureVerdict {
    guard commit.mayBeSigned else { return .unsigned }
    return try signature(of: commit, trusting: signerTree(of: commit))
  }

  /// What a check finds by the signers of another tree.
  ///
  /// - Parameter identities: of these the first one as whom the key may sign comes first among the
  ///   principals of the verdict.
  public func signature(
    of commit: Commit, trusting tree: ObjectID?, asking identities: [String] = []
  ) throws -> SignatureVerdict {
    guard commit.mayBeSigned else { return .unsigned }
    let parts = SignedContent(ofCommit: try objects.content(of: commit.id, as: .commit))
    return try judge(
      parts, at: commit.committer.seconds, trusting: tree, asking: identities)
  }

  /// A commit's signature for the judge, who asks whether the actor signed.
  ///
  /// - Parameter tree: whose signers count, when they are not those of the first parent.
  func commitSignature(
    _ commit: Commit, actor: String?, trusting tree: ObjectID? = nil
  ) throws -> CommitSignature {
    guard commit.mayBeSigned else { return .unsigned }
    let verdict = try signature(
      of: commit, trusting: tree ?? signerTree(of: commit), asking: Ledger.identities(of: actor))
    var result = CommitSignature(
      status: verdict.forJudge, signer: verdict.principals.first, key: verdict.key?.fingerprint)
    // A pattern is nobody's name.
    result.otherNames = verdict.principals.dropFirst().filter { !$0.isPrincipalPattern }
    return result
  }

  /// How a list of signers may name an actor: by the mail address, or in full.
  static func identities(of actor: String?) -> [String] {
    guard let actor else { return [] }
    guard case .person(_, let mail) = GovernanceActor(actor) else { return [actor] }
    return [mail, actor]
  }

  /// What a check of a checkpoint's signature finds, by the signers of the commit that it names.
  public func signature(ofTag id: ObjectID) throws -> SignatureVerdict {
    let tag = try objects.tag(id)
    let parts = SignedContent(ofTag: try objects.content(of: id, as: .tag))
    guard parts.signature != nil else { return .unsigned }
    let target = try objects.commit(objects.peelToCommit(tag.target))
    return try judge(parts, at: tag.tagger?.seconds ?? 0, trusting: target.tree, asking: [])
  }

  /// What a check of a checkpoint's signature finds; nil for a retired one, which has no tag.
  public func signature(of checkpoint: Checkpoint) throws -> SignatureVerdict? {
    guard checkpoint.tagger != nil,
      let id = try repository.reference(Ledger.checkpointPrefix + checkpoint.name)
    else { return nil }
    return try signature(ofTag: id)
  }

  /// The tree whose signers speak for a commit.
  func signerTree(of commit: Commit) throws -> ObjectID {
    guard let parent = commit.parents.first else { return commit.tree }
    let tree = try objects.commit(parent).tree
    let isAdopted = try objects.entry(at: GitPath(Rules.path), in: tree) != nil
    return isAdopted ? tree : commit.tree
  }

  private func judge(
    _ parts: SignedContent, at seconds: Int64, trusting tree: ObjectID?,
    asking identities: [String]
  ) throws -> SignatureVerdict {
    guard let signature = parts.signature else { return .unsigned }
    if let problem = parts.problem {
      return SignatureVerdict(.invalid, "Nobody can say what is signed: \(problem).")
    }
    guard seconds > 0 else {
      return SignatureVerdict(.invalid, "What is signed does not say when it was made.")
    }
    switch try trust(in: tree) {
    case .unreadable(let reason):
      return SignatureVerdict(.unverifiable, "The lists of signers cannot be read: \(reason)")
    case .trust(let trust):
      return trust.judge(
        armored: signature, over: parts.payload, namespace: Ledger.gitNamespace, at: seconds,
        asking: identities)
    }
  }
}

extension Commit {
  /// Whether the header has anything that git takes for a signature.
  var mayBeSigned: Bool {
    otherHeaders.contains { $0.name.utf8.starts(with: "gpgsig".utf8) }
  }
}

extension SignatureVerdict {
  /// The verdict in the words of the judge, who knows no keys.
  var forJudge: SignatureStatus {
    switch status {
    case .good: .good
    case .unsigned: .unsigned
    case .invalid: .invalid
    case .untrustedKey: .untrustedKey
    case .notValidAtThatTime: .notValidAtThatTime
    case .revoked: .revoked
    case .unverifiable: .unverifiable
    }
  }
}
