import Writ
import WritGit
import WritJSON
import WritPolicy
import WritTrials

/// The changes of the profile policy, as the history of the branch tells them.
struct ProfileEvents {
  let ledger: Ledger
  let name: DocumentName
  let branch: String?

  /// The artifact that holds what was asked for over HTTP.
  static let request = "request"
  /// The artifact that holds the checkpoint of a development cycle.
  private static let checkpoint = "checkpoint"

  /// The last changes, oldest first.
  func last(_ limit: Int) throws -> [ProfileService.Event] {
    var filter = LogFilter()
    filter.limit = limit
    return try events(filter)
  }

  /// The changes since then, oldest first.
  func recent(since: Instant) throws -> [ProfileService.Event] {
    var filter = LogFilter()
    filter.since = since
    filter.limit = ProfileService.most
    return try events(filter)
  }

  private func events(_ given: LogFilter) throws -> [ProfileService.Event] {
    var filter = given
    filter.document = name
    var found: [ProfileService.Event] = []
    try ledger.log(on: branch, filter) { entry in
      if let event = try event(entry) { found.append(event) }
    }
    return found.reversed()
  }

  /// What a commit did; nil where it made the policy, or left none that can be read.
  private func event(_ entry: Entry) throws -> ProfileService.Event? {
    guard let after = try value(entry.commit.id), let policy = Self.policy(after),
      let before = try entry.commit.parents.first.flatMap({ try value($0) })
    else { return nil }
    return ProfileService.Event(
      id: .string(entry.id ?? entry.commit.id.hex), source: try source(entry),
      updates: Self.updates(before, after), policy: policy,
      time: entry.record?.time ?? Instant(seconds: entry.commit.committer.seconds))
  }

  private func value(_ commit: ObjectID) throws -> JSONValue? {
    guard let stored = try ledger.snapshot(commit).stored(name) else { return nil }
    return Self.parsed(stored.bytes)
  }

  /// The value of a document of the past, which may break any form.
  private static func parsed(_ bytes: [UInt8]) -> JSONValue? {
    do throws(JSONError) { return try JSONDocument(parsing: bytes).value } catch { return nil }
  }

  private static func policy(_ value: JSONValue) -> ProfilePolicy? {
    do throws(TrialError) {
      return try ProfilePolicy(value["active"] ?? .null, "The policy")
    } catch {
      return nil
    }
  }

  /// What changed: the fields by their names, and the models of profiles as `models.<profile>`.
  private static func updates(_ before: JSONValue, _ after: JSONValue) -> JSONObject {
    var updates: JSONObject = [:]
    func compare(_ name: String, _ old: JSONValue?, _ new: JSONValue?) {
      if old != new { updates[name] = ["from": old ?? .null, "to": new ?? .null] }
    }
    for field in PolicyField.allCases {
      compare(
        field.rawValue, before["active"]?[field.rawValue], after["active"]?[field.rawValue])
    }
    for profile in ModelProfile.allCases {
      compare(
        "models.\(profile.rawValue)", before["models"]?[profile.rawValue],
        after["models"]?[profile.rawValue])
    }
    return updates
  }

  /// What asked for a change: the label of the request or of the checkpoint, or else who made it.
  private func source(_ entry: Entry) throws -> String {
    guard let record = entry.record else { return entry.metadata.actor ?? "git" }
    for name in [Self.request, Self.checkpoint] {
      guard let item = record.evidence.first(where: { $0.name == name }), item.size <= 4 << 20,
        let bytes = try ledger.snapshot(entry.commit.id).file(
          "\(Record.folder(record.id))/\(item.name)"),
        let source = Self.parsed(bytes)?["source"]?.stringValue
      else { continue }
      return record.intent == .rollback ? "rollback of \(source)" : source
    }
    return record.metadata.actor ?? "git"
  }
}
