import Writ
import WritGit
import WritJSON
import WritPolicy

/// What a pull request changed, in all formats.
struct PullRequestText {
  let request: PullRequest

  // MARK: Text

  func printText() {
    Output.line(Style.bold("#\(request.number)") + (request.url.map { "  \($0.oneLine)" } ?? ""))
    for landing in request.applied {
      Output.line()
      Output.line("\(landing.kind)  \(Style.bold(landing.story.commit.subject.oneLine))")
      Output.line("  " + Style.dim(StoryText.line(landing.story)))
      for commit in landing.merged {
        Output.line("  " + Style.dim("merged \(commit.id.short)  \(commit.subject.oneLine)"))
      }
      printDetails(landing)
      for change in landing.changes { Output.line("  " + line(change)) }
    }
    for proposal in request.proposed {
      Output.line()
      Output.line("proposed  \(Style.bold(proposal.reference.oneLine))  \(proposal.tip.short)")
      for story in proposal.stories { Output.line("  " + Style.dim(StoryText.line(story))) }
      for change in proposal.changes { Output.line("  " + line(change)) }
    }
  }

  private func printDetails(_ landing: PullRequest.Landing) {
    let story = landing.story
    func row(_ label: String, _ text: String?) {
      if let text { Output.line("  " + label.padded(to: 12) + text.oneLine) }
    }
    row("rationale", story.metadata.rationale)
    row("approval", story.metadata.approvalRef)
    for approval in story.approvals {
      row("approved", "\(approval.approver) at \(approval.time) with \(approval.key)")
    }
    for reviewer in story.reviewers { row("reviewed", reviewer) }
    for item in story.evidence { row("evidence", "\(item.name) \(item.digest)") }
    row("decision", story.decision.map { "\($0.word) \($0.digest)" })
    row("checkpoint", story.checkpoint)
    row("review by", story.metadata.reviewBy.map { landing.isPastReview ? "\($0) (past)" : $0 })
    for override in story.overrides {
      row("override", "\(override.kind): \(override.reason) (\(override.by))")
    }
  }

  private func line(_ change: PullRequest.Change) -> String {
    guard let pointer = change.pointer else { return change.document.oneLine + ": layout only" }
    let place = "\(change.document)#\(pointer)"
    let values = [change.before, change.after].map { $0.map(ChangeText.shown) ?? "none" }
    let text = "\(place): \(values[0]) -> \(values[1])".oneLine
    guard let fate = change.fate else { return text }
    let by = fate.story.map { story in
      " by \(story.commit.id.short)" + (story.pullRequest.map { " (#\($0))" } ?? "")
    }
    return "\(text)  [\(word(fate))\(by ?? "")]"
  }

  private func word(_ fate: ValueFate) -> String {
    switch fate {
    case .inForce: Style.green("in force")
    case .changed: Style.yellow("changed since")
    case .rolledBack: Style.red("rolled back")
    }
  }

  // MARK: JSON

  var json: JSONObject {
    var object: JSONObject = [
      "number": .number(JSONNumber(request.number)), "tip": .string(request.tip.hex),
    ]
    object["url"] = request.url.map(JSONValue.string)
    object["state"] = .string(request.applied.isEmpty ? "proposed" : "applied")
    object["commits"] = .array(request.applied.map { .object(json($0)) })
    object["proposals"] = .array(
      request.proposed.map { proposal in
        [
          "reference": .string(proposal.reference), "tip": .string(proposal.tip.hex),
          "commits": .array(proposal.stories.map { .object(StoryText.json($0)) }),
          "changes": .array(proposal.changes.map(Self.json)),
        ]
      })
    return object
  }

  private func json(_ landing: PullRequest.Landing) -> JSONObject {
    var object = StoryText.json(landing.story)
    object["kind"] = .string(landing.kind)
    object["merged"] = .array(landing.merged.map { .string($0.id.hex) })
    object["approvals"] = .array(landing.story.approvals.map(StoryText.json))
    object["reviewers"] = .array(landing.story.reviewers.map(JSONValue.string))
    object["pastReview"] = .bool(landing.isPastReview)
    object["changes"] = .array(landing.changes.map(Self.json))
    return object
  }

  /// One changed value.
  static func json(_ change: PullRequest.Change) -> JSONValue {
    var object: JSONObject = ["policy": .string(change.document)]
    guard let pointer = change.pointer else {
      object["layoutOnly"] = true
      return .object(object)
    }
    object["pointer"] = .string(pointer.description)
    object["before"] = change.before
    object["after"] = change.after
    object["status"] = change.fate.map { .string($0.word) }
    if let story = change.fate?.story {
      object["changedBy"] = .object([
        "commit": .string(story.commit.id.hex), "time": .string(story.time.description),
        "pullRequest": story.pullRequest.map { .number(JSONNumber($0)) } ?? .null,
      ])
    }
    return .object(object)
  }

  // MARK: Markdown

  /// Fit for a comment: whatever the repository holds stays text.
  var markdown: [String] {
    var lines = ["### Policy changes of pull request \(request.number)", ""]
    for landing in request.applied { lines += markdown(landing) + [""] }
    for proposal in request.proposed {
      lines.append("**Proposed** in \(Markdown.code(proposal.reference))")
      lines += [""] + table(proposal.changes) + [""]
    }
    return lines
  }

  private func markdown(_ landing: PullRequest.Landing) -> [String] {
    let story = landing.story
    var lines = [
      "**\(landing.kind)** \(Markdown.code(story.commit.id.short)) "
        + Markdown.code(story.commit.subject), "",
    ]
    func item(_ label: String, _ text: String?) {
      if let text { lines.append("- \(label): \(Markdown.code(text))") }
    }
    item("time", story.time.description)
    item("actor", StoryText.actor(story))
    item("rationale", story.metadata.rationale)
    item("approval", story.metadata.approvalRef)
    for approval in story.approvals {
      item("approved by", "\(approval.approver) (\(approval.time))")
    }
    for reviewer in story.reviewers { item("reviewed by", reviewer) }
    for artifact in story.evidence { item("evidence", "\(artifact.name) \(artifact.digest)") }
    item("decision", story.decision.map { "\($0.word) \($0.digest)" })
    item("checkpoint", story.checkpoint)
    item("review by", story.metadata.reviewBy.map { landing.isPastReview ? "\($0) (past)" : $0 })
    for override in story.overrides { item("override", "\(override.kind): \(override.reason)") }
    return lines + [""] + table(landing.changes)
  }

  private func table(_ changes: [PullRequest.Change]) -> [String] {
    if changes.isEmpty { return ["No policy changes."] }
    let rows = changes.map { change -> [String] in
      let place = change.pointer.map { "\(change.document)#\($0)" } ?? change.document
      let state = change.pointer == nil ? "layout only" : change.fate.map(state) ?? "proposed"
      return [Markdown.cell(place), shown(change.before), shown(change.after), state]
    }
    return Markdown.table(["value", "before", "after", "state"], rows)
  }

  private func shown(_ value: JSONValue?) -> String {
    value.map { Markdown.cell(ChangeText.shown($0)) } ?? "none"
  }

  private func state(_ fate: ValueFate) -> String {
    let by = fate.story.map { story in
      " by \(Markdown.code(story.commit.id.short))"
        + (story.pullRequest.map { " (#\($0))" } ?? "")
    }
    let word =
      switch fate {
      case .inForce: "in force"
      case .changed: "changed since"
      case .rolledBack: "rolled back"
      }
    return word + (by ?? "")
  }
}
