import WritGit
import WritPolicy
import WritSignature

/// Holds checkpoint tags against the applies that made them.
struct CheckpointAudit {
  private let ledger: Ledger
  /// The tags, by the part of their names after the prefix.
  private let tags: [String: ObjectID]
  /// How many tags are what they should be.
  private(set) var present = 0
  /// How many were retired.
  private(set) var retired = 0
  private(set) var problems: [VerifyProblem] = []

  init(_ ledger: Ledger) throws {
    self.ledger = ledger
    let found = try ledger.repository.references(startingWith: Ledger.checkpointPrefix)
    let prefix = Ledger.checkpointPrefix.utf8.count
    tags = Dictionary(
      found.map { (String(decoding: $0.name.utf8.dropFirst(prefix), as: UTF8.self), $0.target) }
    ) { first, _ in first }
  }

  /// Looks at the checkpoints of a whole history.
  ///
  /// - Parameters:
  ///   - branch: the protected branch whose history it is, or nil.
  ///   - isComplete: whether all of the history could be read.
  mutating func examine(
    _ applies: [VerifiedApply], on branch: String?, tip: ObjectID, isComplete: Bool
  ) throws {
    let made = applies.filter(\.hasCheckpoint).sorted { $0.id > $1.id }
    let ids = Set(applies.map(\.id))
    // Tags of other branches count among the newer ones, as they do when an apply retires.
    let others = tags.keys.compactMap { ULID($0) }.filter { !ids.contains($0) }.sorted(by: >)
    var newerOthers = 0
    var fewestKept = Int.max
    for (place, apply) in made.enumerated() {
      while newerOthers < others.count, others[newerOthers] > apply.id { newerOthers += 1 }
      try examine(apply, isRetired: place + newerOthers >= fewestKept)
      fewestKept = min(fewestKept, apply.kept)
    }
    for name in tags.keys.sorted() where ULID(name).map({ !ids.contains($0) }) ?? true {
      try examineOther(name)
    }
    if let branch { try examineMissing(others, on: branch, tip, isComplete: isComplete) }
  }

  private mutating func examine(_ apply: VerifiedApply, isRetired: Bool) throws {
    let name = apply.id.description
    guard let target = tags[name] else {
      if isRetired { return retired += 1 }
      return problems.append(
        VerifyProblem(
          commit: apply.commit, reference: nil, status: .unverifiable,
          missing: [
            "The tag \(Ledger.checkpointPrefix)\(name) of this apply is missing. 'git fetch --tags' "
              + "brings it, where it was pushed: 'git push --follow-tags' does so with the commit."
          ]))
    }
    switch try standing(name, target, of: apply) {
    case .sound: present += 1
    case .wrong(let finding):
      problems.append(
        VerifyProblem(
          commit: apply.commit, reference: nil, status: .violation, findings: [finding]))
    case .unreadable(let reason):
      problems.append(
        VerifyProblem(
          commit: apply.commit, reference: nil, status: .unverifiable, missing: [reason]))
    }
  }

  /// A tag that belongs to no apply of this history: one made by name, or one of another branch.
  private mutating func examineOther(_ name: String) throws {
    guard let target = tags[name] else { return }
    let reference = Ledger.checkpointPrefix + name
    switch try standing(name, target, of: nil) {
    case .sound: break
    case .wrong(let finding):
      problems.append(
        VerifyProblem(
          commit: nil, reference: reference, status: .violation, findings: [finding]))
    case .unreadable(let reason):
      problems.append(
        VerifyProblem(
          commit: nil, reference: reference, status: .unverifiable, missing: [reason]))
    }
  }

  // MARK: Applies that are gone

  /// A tag that was made before an apply on this branch, where no history has the apply.
  private mutating func examineMissing(
    _ ids: [ULID], on branch: String, _ tip: ObjectID, isComplete: Bool
  ) throws {
    let missing = try ids.filter { id in
      guard let target = tags[id.description], try isReadableTag(target) else { return false }
      let message = try ledger.objects.tag(target).message
      return CheckpointText.branch(of: message).map { $0.utf8.elementsEqual(branch.utf8) } ?? false
    }
    if missing.isEmpty { return }
    guard isComplete else {
      // They may be in what cannot be read.
      for id in missing {
        problems.append(
          VerifyProblem(
            commit: nil, reference: "\(Ledger.checkpointPrefix)\(id)", status: .unverifiable,
            missing: ["The apply \(id) was made on \(branch) and cannot be found."]))
      }
      return
    }
    let found = try applies(missing, behind: tip)
    for id in missing where !found.contains(id) {
      let reference = "\(Ledger.checkpointPrefix)\(id)"
      let finding = Finding(
        .applyMissing, path: reference,
        "The apply \(id) was made on \(branch) and is in no history here.",
        mend: "restore the branch from another clone; for a commit that was never shared, delete "
          + "the tag")
      problems.append(
        VerifyProblem(
          commit: nil, reference: reference, status: .violation, findings: [finding]))
    }
  }

  private func isReadableTag(_ id: ObjectID) throws -> Bool {
    guard case .sound = try standing("", id, of: nil, isNamed: false) else { return false }
    return true
  }

  /// Which of some applies a history has: that of other references, such as a branch of a remote
  /// that is ahead, or else that of `tip`, where rules need not have judged all of it.
  private func applies(_ wanted: [ULID], behind tip: ObjectID) throws -> Set<ULID> {
    let references = try ledger.repository.references(startingWith: "refs/").map(\.target)
    let tips = try references.filter {
      try ledger.objects.header($0).kind == .commit
    }
    let wanted = Set(wanted)
    var found = Set<ULID>()
    for (starts, hidden) in [(tips, [tip]), ([tip], [])] where found.count < wanted.count {
      let history = try History(of: ledger.repository, from: starts, hiding: hidden)
      while found.count < wanted.count, let commit = try history.next() {
        for record in try ledger.readableRecords(of: commit).records {
          if wanted.contains(record.id) { found.insert(record.id) }
        }
      }
    }
    return found
  }

  // MARK: Tags

  private enum Standing {
    case sound
    case wrong(Finding)
    case unreadable(String)
  }

  private func standing(
    _ name: String, _ target: ObjectID, of apply: VerifiedApply?, isNamed: Bool = true
  ) throws -> Standing {
    do {
      let finding = try ledger.misplacedCheckpoint(
        name, target, of: apply.map { ($0.id, $0.base, $0.branch) }, isNamed: isNamed,
        mend: "restore the tag from another clone; checkpoints are never moved or edited")
      return finding.map(Standing.wrong) ?? .sound
    } catch let error as GitError
      where error.code == .missingObject || error.code == .corrupt || error.code == .invalid
    {
      return .unreadable(error.message)
    }
  }
}

/// The message of an automatic checkpoint's tag.
enum CheckpointText {
  private static let middle = " on "

  /// The message for the checkpoint before an apply.
  static func message(_ id: ULID, on branch: String) -> [UInt8] {
    Array("\(start(id.description))\(middle)\(branch)\n".utf8)
  }

  private static func start(_ id: String) -> String { "Checkpoint before \(id)" }

  /// Whether a message is the one for an apply; a signature may follow.
  static func isMessage(_ message: [UInt8], of id: ULID, on branch: String) -> Bool {
    unsigned(message).elementsEqual(self.message(id, on: branch))
  }

  /// The branch that an automatic checkpoint was made on, when its message tells.
  static func branch(of message: [UInt8]) -> String? {
    let text = String(decoding: unsigned(message), as: UTF8.self)
    guard let range = text.firstRange(of: middle), text.utf8.last == UInt8(ascii: "\n") else {
      return nil
    }
    return String(text[range.upperBound...].dropLast())
  }

  private static func unsigned(_ message: [UInt8]) -> ArraySlice<UInt8> {
    let begin = Array("-----BEGIN ".utf8)
    let starts = message.indices.filter { $0 == 0 || message[$0 - 1] == UInt8(ascii: "\n") }
    let cut = starts.first { message[$0...].starts(with: begin) }
    return message[..<(cut ?? message.endIndex)]
  }
}
