public import WritGit
public import WritJSON
public import WritPolicy

/// What a branch says a target should have.
public struct WantedState: Sendable {
  /// The target.
  public let target: Target
  /// The tip of the branch.
  public let commit: ObjectID
  /// The value: the policy, or the part of it that the target follows.
  public let value: JSONValue
  /// The bytes for targets that take a document: the policy's own where the target follows all of it.
  public let bytes: [UInt8]
  /// The digest of the value.
  public let digest: Digest
}

extension Ledger {
  /// What a branch says its targets should have.
  ///
  /// - Parameter names: the targets; all of them when empty.
  /// - Throws: for a name that no target has, and for a policy or a value that is not there.
  public func wanted(_ names: [String], on branch: String?) throws -> [WantedState] {
    let branch = try self.branch(branch)
    let snapshot = try snapshot(branch.tip)
    let targets = try chosen(names, try targets(of: snapshot))
    return try targets.map { try wanted($0, snapshot) }
  }

  private func targets(of snapshot: Snapshot) throws -> [Target] {
    guard let bytes = try snapshot.file(TargetList.path) else {
      throw LedgerError(
        .usage, "no-targets", "The branch has no \(TargetList.path), so nothing follows it.",
        hint: "say there what follows which policy; see docs/targets.md")
    }
    return try TargetList(Ledger.parse(bytes, TargetList.path)).targets
  }

  private func chosen(_ names: [String], _ targets: [Target]) throws -> [Target] {
    if names.isEmpty { return targets }
    return try names.map { name in
      guard let target = targets.first(where: { $0.name.hasSameBytes(as: name) }) else {
        let known = targets.map(\.name).joined(separator: ", ")
        throw LedgerError(
          .usage, "unknown-target", "There is no target '\(name.oneLine)'.",
          hint: known.isEmpty ? "\(TargetList.path) has none" : "there are: \(known)")
      }
      return target
    }
  }

  private func wanted(_ target: Target, _ snapshot: Snapshot) throws -> WantedState {
    guard let stored = try snapshot.stored(target.policy) else {
      throw LedgerError(
        .refused, "no-policy",
        "The target '\(target.name)' follows the policy '\(target.policy)', which is not there.",
        hint: "correct \(TargetList.path), or add the policy")
    }
    let document = try Ledger.parse(stored.bytes, target.policy.path)
    guard let value = document.root.node(at: target.pointer)?.value else {
      throw LedgerError(
        .refused, "no-value",
        "The target '\(target.name)' follows \(target.policy)#\(target.pointer), which is not there.",
        hint: "correct the pointer in \(TargetList.path)")
    }
    return WantedState(
      target: target, commit: snapshot.commit.id, value: value,
      bytes: target.pointer.isRoot ? stored.bytes : value.serialized(),
      digest: try Digest(of: value))
  }

  /// The newest commit of a branch that changed a policy, or nil when none did.
  public func lastChange(of policy: DocumentName, on branch: String?) throws -> ObjectID? {
    let path = GitPath(policy.path)
    var commit = try objects.commit(try self.branch(branch).tip)
    while let parent = commit.parents.first {
      let before = try objects.commit(parent)
      if try objects.entry(at: path, in: before.tree) != objects.entry(at: path, in: commit.tree) {
        return commit.id
      }
      commit = before
    }
    return nil
  }
}
