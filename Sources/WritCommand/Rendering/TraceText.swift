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
    case .svg: Output.bytes(Array(StepChart(series: series, title: title).svg.utf8))
    }
  }

  private var title: String {
    (series.caption.map { "\(place): \($0)" } ?? place).oneLine
  }

  // MARK: Text

  private func printText() {
    let value = trace.value.map { " = \(ChangeText.shown($0).oneLine)" } ?? " (no value)"
    Output.line(Style.bold(place.oneLine) + value)
    printChart()
    Output.line()
    for change in trace.changes {
      for line in step(change) { Output.line(line) }
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

  /// Names of long values would say nothing beside a chart.
  private func printChart() {
    let series = self.series
    let hasNames = series.names.allSatisfy { $0.count <= AsciiChart.nameLimit }
    let chart = AsciiChart(series: series).lines
    if chart.isEmpty || !hasNames { return }
    Output.line()
    for line in chart { Output.line(line) }
    if let caption = series.caption { Output.line(Style.dim("drawn is \(caption)")) }
  }

  private func step(_ change: Trace.Change) -> [String] {
    var lines: [String]
    switch (change.from, change.to) {
    case (let from?, let to?):
      lines = ["\(Style.yellow("~")) \(ChangeText.shown(from)) -> \(ChangeText.shown(to))"]
      if let parts = parts(from, to) {
        lines = ["\(Style.yellow("~")) \(Self.count(parts.count))"]
        lines += parts.prefix(Self.partLimit).map { "    " + ChangeText.line($0) }
        if parts.count > Self.partLimit { lines.append("    ...") }
      }
    case (nil, let to?):
      let source = change.movedFrom.map { ", moved from \($0)" } ?? ""
      lines = ["\(Style.green("+")) \(ChangeText.shown(to))\(source)"]
    case (let from?, nil): lines = ["\(Style.red("-")) \(ChangeText.shown(from))"]
    case (nil, nil): lines = ["unchanged"]
    }
    if change.story.isRollback {
      let target = change.story.restores.map { " of \($0)" } ?? ""
      lines[0] += Style.red("  << rollback\(target)")
    }
    return lines.map(\.oneLine)
  }

  /// More changes inside of one value are not listed.
  private static let partLimit = 12

  private static func count(_ parts: Int) -> String {
    parts == 1 ? "1 value in it changed:" : "\(parts) values in it changed:"
  }

  /// What changed inside of a value that is too long to be shown whole twice.
  private func parts(_ from: JSONValue, _ to: JSONValue) -> [JSONChange]? {
    guard [from, to].contains(where: { $0.compactText.count > 100 }) else { return nil }
    let parts = JSONDiff.changes(from: from, to: to)
    return parts.contains { $0.pointer.isRoot } ? nil : parts
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
      let cells = self.cells(change)
      return [
        story.time.description, cells.from, cells.to,
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

  private func cells(_ change: Trace.Change) -> (from: String, to: String) {
    guard let from = change.from, let to = change.to, let parts = parts(from, to), parts.count == 1,
      let part = parts.first
    else { return (change.from.map(shown) ?? "", change.to.map(shown) ?? "") }
    func cell(_ value: JSONValue?) -> String {
      Markdown.cell("\(part.pointer)") + ": " + (value.map(shown) ?? "none")
    }
    return (cell(part.before), cell(part.after))
  }

  private func shown(_ value: JSONValue) -> String { Markdown.cell(ChangeText.shown(value)) }
}
