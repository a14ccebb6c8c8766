import Writ
import WritGit
import WritJSON
import WritPolicy

/// A report as one HTML file that loads nothing and runs nothing.
struct ReportPage {
  let report: ChangeReport

  var html: String {
    let title = "Policy changes \(ReportText.span(report))"
    var lines = [
      "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
      // Nothing in it may load or run, whatever a hostile text would try.
      "<meta http-equiv=\"Content-Security-Policy\" "
        + "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
      "<title>\(Markup.escaped(title))</title>", "<style>\(Self.style)</style>", "</head>",
      "<body>", "<h1>\(Markup.escaped(title))</h1>",
      "<p>\(report.entries.count) changes, at <code>\(report.tip.hex)</code>.</p>",
    ]
    lines += ["<h2>Over time</h2>", BarChart(bars: timeBars, isVertical: true).svg]
    lines += chart("By mark", report.counts { $0.marks.map(\.rawValue) })
    lines += chart("By policy", report.counts(ReportText.policies))
    lines += chart("By actor", report.counts(ReportText.actor))
    lines += ["<h2>Changes</h2>"] + table + ["</body>", "</html>", ""]
    return lines.joined(separator: "\n")
  }

  private static let style =
    "body{font:14px system-ui,sans-serif;margin:2rem;color:#24292f}"
    + "table{border-collapse:collapse;width:100%}td,th{border:1px solid #d8dee4;padding:4px 8px;"
    + "text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f6f8fa}"
    + "code{font-family:ui-monospace,monospace}.mark{color:#cf222e}svg{max-width:100%}"

  private static let barLimit = 20

  private func chart(_ title: String, _ counts: [(name: String, count: Int)]) -> [String] {
    guard !counts.isEmpty else { return [] }
    let rest = counts.dropFirst(Self.barLimit).reduce(0) { $0 + $1.count }
    var bars = Array(counts.prefix(Self.barLimit))
    if rest > 0 { bars.append((name: "(others)", count: rest)) }
    return ["<h2>\(title)</h2>", BarChart(bars: bars, isVertical: false).svg]
  }

  /// Days, weeks or months, as the time is long.
  private var timeBars: [(name: String, count: Int)] {
    guard let first = report.entries.map(\.story.time).min(),
      let last = report.entries.map(\.story.time).max()
    else { return [] }
    let days = Int((last.seconds - first.seconds) / 86_400) + 1
    let size = days <= 45 ? 1 : days <= 320 ? 7 : max(30, (days + 59) / 60)
    let start = first.seconds / 86_400
    var bars: [(name: String, count: Int)] = stride(from: 0, to: days, by: size).map {
      (Instant(seconds: (start + Int64($0)) * 86_400).date.description, 0)
    }
    for entry in report.entries {
      let place = Int(entry.story.time.seconds / 86_400 - start) / size
      if bars.indices.contains(place) { bars[place].count += 1 }
    }
    return bars
  }

  private var table: [String] {
    let head = [
      "time", "value", "before", "after", "state", "intent", "actor", "approval", "evidence",
      "decision", "why", "review by", "commit", "marks",
    ]
    var lines = ["<table>", "<tr>" + head.map { "<th>\($0)</th>" }.joined() + "</tr>"]
    for entry in report.entries { lines += entry.changes.map { row(entry, $0) } }
    return lines + ["</table>"]
  }

  private func row(_ entry: ChangeReport.Entry, _ change: PullRequest.Change) -> String {
    let story = entry.story
    func code(_ text: String?) -> String {
      text.map { "<code>\(Markup.escaped($0))</code>" } ?? ""
    }
    let approval = [
      story.metadata.approvalRef, story.pullRequest.map { "#\($0)" },
      story.approvals.isEmpty ? nil : story.approvals.map(\.approver).joined(separator: ", "),
    ].compactMap { $0 }
    let cells = [
      story.time.description, code(ReportText.value(change)),
      code(change.before.map(ChangeText.shown)), code(change.after.map(ChangeText.shown)),
      change.fate?.word ?? "layout only", Markup.escaped(StoryText.intent(story)),
      Markup.escaped(StoryText.actor(story)), Markup.escaped(approval.joined(separator: "; ")),
      Markup.escaped(story.evidence.map(\.name).joined(separator: ", ")),
      Markup.escaped(story.decision?.word ?? ""),
      Markup.escaped(story.metadata.rationale ?? story.commit.subject),
      Markup.escaped(story.metadata.reviewBy ?? ""), code(story.commit.id.short),
      "<span class=\"mark\">\(ReportText.marks(entry))</span>",
    ]
    return "<tr>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
  }
}
