import Writ
import WritGit
import WritJSON
import WritPolicy

/// The life of a value in all formats.
struct TraceText {
  let trace: Trace
  /// When a chart ends.
  let end: Instant

  private var place: String { "\(trace.document)#\(trace.pointer)" }
  private var series: StepSeries { StepSeries(trace, until: end) }

  /// Prints it in a format.
  func print(_ format: TraceFormat) {
    switch format {
    case .text: printText()
    case .json: Output.json("trace", json)
    case .markdown: for line in markdown { Output.line(line) }
    case .svg: Output.bytes(Array(StepChart(series: series, title: place.oneLine).svg.utf8))
    }
  }

  // MARK: Text

  private func printText() {
    let value = trace.value.map { " = \(ChangeText.shown($0).oneLine)" } ?? " (no value)"
    Output.line(Style.bold(place.oneLine) + value)
    let chart = AsciiChart(series: series).lines
    if !chart.isEmpty {
      Output.line()
      for line in chart { Output.line(line) }
    }
    Output.line()
    for change in trace.changes {
      Output.line(step(change))
      Output.line("    " + Style.dim(StoryText.line(change.story)))
      if let rationale = change.story.metadata.rationale {
        Output.line("    " + Style.dim(rationale.oneLine))
      }
      for item in change.story.evidence {
        Output.line("    " + Style.dim("evidence \(item.name.oneLine) \(item.digest.oneLine)"))
      }
    }
    for span in trace.unreadable {
      Output.line(Style.yellow("unreadable  ") + StoryText.sentence(span))
    }
  }

  private func step(_ change: Trace.Change) -> String {
    let text: String
    switch (change.from, change.to) {
    case (let from?, let to?):
      text = "\(Style.yellow("~")) \(ChangeText.shown(from)) -> \(ChangeText.shown(to))"
    case (nil, let to?):
      let source = change.movedFrom.map { ", moved from \($0)" } ?? ""
      text = "\(Style.green("+")) \(ChangeText.shown(to))\(source)"
    case (let from?, nil): text = "\(Style.red("-")) \(ChangeText.shown(from))"
    case (nil, nil): text = "unchanged"
    }
    guard change.story.isRollback else { return text.oneLine }
    let target = change.story.restores.map { " of \($0)" } ?? ""
    return text.oneLine + Style.red("  << rollback\(target)".oneLine)
  }

  // MARK: JSON

  private var json: JSONObject {
    var object: JSONObject = [
      "policy": .string(trace.document.text), "pointer": .string(trace.pointer.description),
      "tip": .string(trace.tip.hex),
    ]
    object["value"] = trace.value
    object["changes"] = .array(
      trace.changes.map { change in
        var members = StoryText.json(change.story)
        members["from"] = change.from
        members["to"] = change.to
        members["rollback"] = .bool(change.story.isRollback)
        members["movedFrom"] = change.movedFrom.map(JSONValue.string)
        return .object(members)
      })
    object["unreadable"] = .array(trace.unreadable.map(StoryText.json))
    return object
  }

  // MARK: Markdown

  private var markdown: [String] {
    var lines = ["### \(Markdown.code(place))", ""]
    let rows = trace.changes.map { change -> [String] in
      let story = change.story
      return [
        story.time.description, change.from.map(shown) ?? "", change.to.map(shown) ?? "",
        StoryText.intent(story)
          + (story.isRollback && story.intent != .rollback ? ", rollback" : ""),
        Markdown.cell(StoryText.actor(story)), story.pullRequest.map { "#\($0)" } ?? "",
        story.metadata.approvalRef.map(Markdown.cell) ?? "", Markdown.code(story.commit.id.short),
      ]
    }
    lines += Markdown.table(
      ["time", "from", "to", "intent", "actor", "pull request", "approval", "commit"], rows)
    for span in trace.unreadable {
      lines += ["", "> Unreadable: \(Markdown.code(StoryText.sentence(span)))"]
    }
    return lines
  }

  private func shown(_ value: JSONValue) -> String { Markdown.cell(ChangeText.shown(value)) }
}
