import Writ
import WritGit
import WritJSON
import WritPolicy

/// What stands behind a change, for people and programs.
enum StoryText {
  /// The members that every change has in output.
  static func json(_ story: ChangeStory) -> JSONObject {
    var object: JSONObject = [
      "commit": .string(story.commit.id.hex), "time": .string(story.time.description),
      "pullRequest": story.pullRequest.map { .number(JSONNumber($0)) } ?? .null,
      "id": story.id.map(JSONValue.string) ?? .null,
      "intent": story.intent.map { .string($0.rawValue) } ?? .null,
      "actor": story.metadata.actor.map(JSONValue.string) ?? .null,
      "approvalRef": story.metadata.approvalRef.map(JSONValue.string) ?? .null,
      "author": .string(story.author), "subject": .string(story.commit.subject),
    ]
    object["rationale"] = story.metadata.rationale.map(JSONValue.string)
    object["reviewBy"] = story.metadata.reviewBy.map(JSONValue.string)
    object["key"] = story.metadata.key.map(JSONValue.string)
    object["decision"] = story.decision.map {
      ["decision": .string($0.word), "digest": .string($0.digest)]
    }
    if !story.evidence.isEmpty {
      object["evidence"] = .array(
        story.evidence.map { ["name": .string($0.name), "digest": .string($0.digest)] })
    }
    if !story.overrides.isEmpty {
      object["overrides"] = .array(
        story.overrides.map {
          ["kind": .string($0.kind), "reason": .string($0.reason), "by": .string($0.by)]
        })
    }
    object["checkpoint"] = story.checkpoint.map(JSONValue.string)
    object["restores"] = story.restores.map(JSONValue.string)
    object["origin"] = story.origin.map { .string($0.id.hex) }
    return object
  }

  /// Why, in a word.
  static func intent(_ story: ChangeStory) -> String {
    if let intent = story.intent { return intent.rawValue }
    return story.commit.parents.count > 1 ? "merge" : "by hand"
  }

  /// Who acted, as far as it is known.
  static func actor(_ story: ChangeStory) -> String {
    (story.metadata.actor ?? story.author).oneLine
  }

  /// Commit, time, who, pull request, approval and id on one line.
  static func line(_ story: ChangeStory) -> String {
    var parts = [story.commit.id.short, story.time.description, intent(story), actor(story)]
    if let number = story.pullRequest { parts.append("#\(number)") }
    if let approval = story.metadata.approvalRef { parts.append(approval.oneLine) }
    if let decision = story.decision { parts.append(decision.word.oneLine) }
    if let id = story.id { parts.append(id.oneLine) }
    return parts.joined(separator: "  ")
  }

  /// As `json`, with those who approved or looked at it.
  static func jsonWithApprovals(_ story: ChangeStory) -> JSONObject {
    var object = json(story)
    object["approvals"] = .array(story.approvals.map(json))
    object["reviewers"] = .array(story.reviewers.map(JSONValue.string))
    return object
  }

  /// Why, on whose approval, by what evidence and decision, each with what it is called.
  static func details(_ story: ChangeStory, isPastReview: Bool = false) -> [(String, String)] {
    var rows: [(String, String?)] = [
      ("rationale", story.metadata.rationale), ("approval", story.metadata.approvalRef),
    ]
    rows += story.approvals.map { ("approved", "\($0.approver) at \($0.time) with \($0.key)") }
    rows += story.reviewers.map { ("reviewed", $0) }
    rows += story.evidence.map { ("evidence", "\($0.name) \($0.digest)") }
    rows.append(("decision", story.decision.map { "\($0.word) \($0.digest)" }))
    rows.append(("checkpoint", story.checkpoint))
    rows.append(("review by", story.metadata.reviewBy.map { isPastReview ? "\($0) (past)" : $0 }))
    rows += story.overrides.map { ("override", "\($0.kind): \($0.reason) (\($0.by))") }
    return rows.compactMap { label, text in text.map { (label, $0) } }
  }

  /// A signed approval.
  static func json(_ approval: RecordedApproval) -> JSONValue {
    var object: JSONObject = [
      "approver": .string(approval.approver), "time": .string(approval.time.description),
      "key": .string(approval.key), "mode": .string(approval.mode.rawValue),
      "digest": .string(approval.digest.description),
    ]
    object["note"] = approval.note.map(JSONValue.string)
    return .object(object)
  }

  /// A span in which a document could not be read.
  static func json(_ span: UnreadableSpan) -> JSONValue {
    var object: JSONObject = [
      "path": .string(span.path), "from": .string(span.from.hex),
      "fromTime": .string(span.fromTime.description),
    ]
    object["until"] = span.until.map { .string($0.hex) } ?? .null
    object["untilTime"] = span.untilTime.map { .string($0.description) }
    object["reason"] = .string(span.reason)
    return .object(object)
  }

  /// A span in which a document could not be read, as a sentence.
  static func sentence(_ span: UnreadableSpan) -> String {
    let end =
      span.until.map { "until \($0.short) (\(span.untilTime?.description ?? ""))" } ?? "to this day"
    return "\(span.path) was not strict JSON from \(span.from.short) (\(span.fromTime)) \(end): "
      + span.reason.oneLine
  }
}
