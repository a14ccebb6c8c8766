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
      printDetails(landing.story, isPastReview: landing.isPastReview)
      for part in landing.parts { printPart(part) }
      for change in landing.changes { Output.line("  " + line(change)) }
    }
    for proposal in request.proposed {
      Output.line()
      Output.line("proposed  \(Style.bold(proposal.reference.oneLine))  \(proposal.tip.short)")
      for story in proposal.stories { printPart(story) }
      for change in proposal.changes { Output.line("  " + line(change)) }
    }
  }

  private func printPart(_ part: ChangeStory) {
    Output.line("  " + Style.bold(part.commit.subject.oneLine))
    Output.line("    " + Style.dim(StoryText.line(part)))
    printDetails(part, indent: "    ")
  }

  private func printDetails(
    _ story: ChangeStory, isPastReview: Bool = false, indent: String = "  "
  ) {
    for (label, text) in StoryText.details(story, isPastReview: isPastReview) {
      Output.line(indent + label.padded(to: 12) + text.oneLine)
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
          "commits": .array(proposal.stories.map { .object(StoryText.jsonWithApprovals($0)) }),
          "changes": .array(proposal.changes.map(Self.json)),
        ]
      })
    return object
  }

  private func json(_ landing: PullRequest.Landing) -> JSONObject {
    var object = StoryText.jsonWithApprovals(landing.story)
    object["kind"] = .string(landing.kind)
    object["merged"] = .array(landing.merged.map { .string($0.id.hex) })
    object["parts"] = .array(landing.parts.map { .object(StoryText.jsonWithApprovals($0)) })
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
      lines += ["**proposed** in \(Markdown.code(proposal.reference))", ""]
      for story in proposal.stories { lines += part(story) }
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
    lines += items(story, isPastReview: landing.isPastReview)
    for story in landing.parts.prefix(Self.partLimit) { lines += part(story) }
    if landing.parts.count > Self.partLimit {
      lines.append("- \(landing.parts.count - Self.partLimit) more commits")
    }
    return lines + [""] + table(landing.changes)
  }

  private func part(_ story: ChangeStory) -> [String] {
    ["- \(Markdown.code(story.commit.subject))"] + items(story).map { "  " + $0 }
  }

  private func items(_ story: ChangeStory, isPastReview: Bool = false) -> [String] {
    let who = [("time", story.time.description), ("actor", StoryText.actor(story))]
    return (who + StoryText.details(story, isPastReview: isPastReview))
      .map { "- \($0): \(Markdown.code($1))" }
  }

  /// More commits are counted.
  private static let partLimit = 20

  private func table(_ changes: [PullRequest.Change]) -> [String] {
    if changes.isEmpty { return ["No policy changes."] }
    let rows = changes.map { change -> [String] in
      let place = change.pointer.map { "\(change.document)#\($0)" } ?? change.document
      let state = change.pointer == nil ? "layout only" : change.fate.map(state) ?? "proposed"
      return [Markdown.cell(place), shown(change.before), shown(change.after), state]
    }
    return Markdown.table(["value", "before", "after", "state"], fitting: rows) {
      "\($0) more values: `writ pr \(request.number)` lists them."
    }
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
