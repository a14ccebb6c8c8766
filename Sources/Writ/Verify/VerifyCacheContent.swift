import WritGit
import WritJSON
import WritPolicy

/// What the cache of verification holds, and its stored form: a JSON header with its length before
/// it, then object files, commits and applies in entries of one size, read when they are needed.
struct VerifyCacheContent {
  /// The stored form.
  let bytes: [UInt8]
  private let header: JSONValue
  private let entries: ArraySlice<UInt8>

  /// The tool, the format and the question that it answers.
  var binding: String { header["binding"]?.stringValue ?? "" }

  /// The commit whose history was verified.
  var tip: ObjectID { header["tip"]?.stringValue.flatMap { ObjectID($0) } ?? .zero }

  /// The digest of what the checkpoint references said.
  var references: String { header["references"]?.stringValue ?? "" }

  init(
    binding: String, references: String, report: VerifyReport, state: VerifyState,
    files: [ObjectFile]
  ) {
    var object: JSONObject = [
      "binding": .string(binding), "tip": .string(report.tip.hex),
      "references": .string(references), "others": .number(JSONNumber(state.others)),
      "checkpoints": .number(JSONNumber(report.checkpoints)),
      "retired": .number(JSONNumber(report.retired)),
      "counts": .array(report.counts.map { .number(JSONNumber($0)) }),
      "found": .array(state.problems.map(\.json)), "problems": .array(report.problems.map(\.json)),
      "gaps": .array(report.gaps.map(\.json)), "files": .number(JSONNumber(files.count)),
      "commits": .number(JSONNumber(state.commits.count)),
      "applies": .number(JSONNumber(state.applies.count)),
      "facts": .number(JSONNumber(state.facts.count)),
      "takenAtTheirWord": .number(JSONNumber(state.takenAtTheirWord)),
    ]
    object["adoption"] = state.adoption.map { .string($0.hex) }
    header = .object(object)
    let text = header.serialized(indent: nil)
    var bytes = VerifyCacheContent.number(UInt64(text.count)) + text
    VerifyCacheContent.append(files, state, to: &bytes)
    self.bytes = bytes
    entries = bytes[(8 + text.count)...]
  }

  /// Reads the stored form, which was found to be sealed; nil when an older writ made it.
  init?(reading bytes: ArraySlice<UInt8>) {
    var reader = EntryReader(bytes)
    guard let length = reader.number(), let text = reader.take(Int(clamping: length)) else {
      return nil
    }
    do throws(JSONError) {
      header = try JSONDocument(parsing: Array(text)).value
    } catch {
      return nil
    }
    self.bytes = []
    entries = reader.rest
  }

  // MARK: Parts

  private func count(_ name: String) -> Int { header[name]?.intValue ?? 0 }

  /// The object files that were there.
  func files() -> [ObjectFile]? {
    var reader = EntryReader(entries)
    return reader.files(count("files"))
  }

  /// What was found of the commits.
  func state() -> VerifyState? {
    var reader = EntryReader(entries)
    var state = VerifyState()
    guard reader.files(count("files")) != nil, let commits = reader.commits(count("commits")),
      let applies = reader.applies(count("applies")), let facts = reader.facts(count("facts"))
    else { return nil }
    state.commits = commits
    state.applies = applies
    state.facts = facts
    state.others = count("others")
    state.takenAtTheirWord = count("takenAtTheirWord")
    state.adoption = header["adoption"]?.stringValue.flatMap { ObjectID($0) }
    guard let found = problems("found") else { return nil }
    state.problems = found
    return state
  }

  /// A list of problems; nil when one cannot be read, as none may be lost.
  private func problems(_ name: String) -> [VerifyProblem]? {
    let values = header[name]?.arrayValue ?? []
    let problems = values.compactMap(VerifyProblem.init)
    return problems.count == values.count ? problems : nil
  }

  /// The report that was made of it.
  func report(on scope: VerifyScope, listing: Bool) -> VerifyReport? {
    var report = VerifyReport(tip: tip, branch: scope.branch)
    report.others = count("others")
    report.adoption = header["adoption"]?.stringValue.flatMap { ObjectID($0) }
    report.checkpoints = count("checkpoints")
    report.retired = count("retired")
    report.takenAtTheirWord = count("takenAtTheirWord")
    guard let problems = problems("problems") else { return nil }
    report.problems = problems
    report.gaps = (header["gaps"]?.arrayValue ?? []).compactMap(AcceptedGap.init)
    report.counts = (header["counts"]?.arrayValue ?? []).compactMap(\.intValue)
    guard report.counts.count == VerifyStatus.allCases.count else { return nil }
    report.known = report.others + report.counts.reduce(0, +)
    guard listing else { return report }
    guard let state = state() else { return nil }
    report.commits = state.commits
    report.settleStatuses()
    return report
  }

  // MARK: Stored form

  private static func append(
    _ files: [ObjectFile], _ state: VerifyState, to bytes: inout [UInt8]
  ) {
    bytes.reserveCapacity(
      bytes.count + files.count * 49 + state.commits.count * 21 + state.applies.count * 104)
    for file in files {
      bytes.append(file.kind.rawValue)
      bytes += file.id.bytes
      bytes += number(file.stamp)
      bytes += file.checksum.bytes
    }
    for commit in state.commits {
      bytes += commit.id.bytes
      bytes.append(commit.status.rawValue)
    }
    for apply in state.applies {
      bytes += apply.id.description.utf8
      bytes += apply.commit.bytes
      bytes += apply.base.bytes
      bytes += apply.plan.bytes
      bytes.append(apply.hasCheckpoint ? 1 : 0)
      bytes += number(UInt64(UInt32(clamping: apply.kept))).suffix(4)
      let branch = Array(apply.branch.utf8.prefix(Int(UInt16.max)))
      bytes += number(UInt64(branch.count)).suffix(2)
      bytes += branch
    }
    for item in state.facts {
      bytes.append(UInt8(item.fact.kind.rawValue))
      bytes += item.fact.digest
      bytes += item.commit.bytes
    }
  }

  private static func number(_ value: UInt64) -> [UInt8] {
    stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> UInt64($0)) }
  }
}

/// Takes entries off the front of some bytes.
private struct EntryReader {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func number(_ count: Int = 8) -> UInt64? {
    take(count).map { $0.reduce(0) { $0 << 8 | UInt64($1) } }
  }

  private mutating func id() -> ObjectID? { take(20).flatMap { ObjectID(bytes: $0) } }

  private mutating func list<Entry>(
    _ count: Int, _ read: (inout EntryReader) -> Entry?
  ) -> [Entry]? {
    guard count >= 0, count <= rest.count else { return nil }
    var result: [Entry] = []
    result.reserveCapacity(count)
    for _ in 0..<count {
      guard let entry = read(&self) else { return nil }
      result.append(entry)
    }
    return result
  }

  mutating func files(_ count: Int) -> [ObjectFile]? {
    list(count) { reader in
      guard let kind = reader.number(1).flatMap({ ObjectFile.Kind(rawValue: UInt8($0)) }),
        let id = reader.id(), let stamp = reader.number(), let checksum = reader.id()
      else { return nil }
      return ObjectFile(kind: kind, id: id, stamp: stamp, checksum: checksum)
    }
  }

  mutating func commits(_ count: Int) -> [VerifiedCommit]? {
    list(count) { reader in
      guard let id = reader.id(),
        let status = reader.number(1).flatMap({ VerifyStatus(rawValue: UInt8($0)) })
      else { return nil }
      return VerifiedCommit(id: id, status: status)
    }
  }

  mutating func facts(_ count: Int) -> [StatedFact]? {
    list(count) { reader in
      guard let kind = reader.number(1).flatMap({ Fact.Kind(rawValue: Int64($0)) }),
        let digest = reader.take(16), let commit = reader.id()
      else { return nil }
      return StatedFact(fact: Fact(kind, digest: Array(digest)), commit: commit)
    }
  }

  mutating func applies(_ count: Int) -> [VerifiedApply]? {
    list(count) { reader in
      guard let id = reader.take(26).flatMap({ ULID(String(decoding: $0, as: UTF8.self)) }),
        let commit = reader.id(), let base = reader.id(), let plan = reader.take(16),
        let flag = reader.number(1),
        let kept = reader.number(4), let length = reader.number(2),
        let branch = reader.take(Int(length))
      else { return nil }
      return VerifiedApply(
        id: id, commit: commit, base: base, plan: ValueMark(Fact(.plan, digest: Array(plan))),
        branch: String(decoding: branch, as: UTF8.self),
        kept: Int(kept), hasCheckpoint: flag == 1)
    }
  }
}
