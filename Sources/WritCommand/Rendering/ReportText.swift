import Writ
import WritGit
import WritJSON
import WritPolicy

/// A report as Markdown, JSON and CSV.
struct ReportText {
  let report: ChangeReport

  /// The time that the report is about, in words.
  static func span(_ report: ChangeReport) -> String {
    let from = report.since.map { "from \($0)" } ?? "from the beginning"
    return "\(from) \(report.until.map { "to \($0)" } ?? "to the newest change")"
  }

  static func policies(_ entry: ChangeReport.Entry) -> [String] { entry.changes.map(\.document) }

  static func actor(_ entry: ChangeReport.Entry) -> [String] { [StoryText.actor(entry.story)] }

  static func marks(_ entry: ChangeReport.Entry) -> String {
    ChangeReport.Mark.allCases.filter(entry.marks.contains).map(\.rawValue).joined(separator: ", ")
  }

  static func value(_ change: PullRequest.Change) -> String {
    change.pointer.map { "\(change.document)#\($0)" } ?? change.document
  }

  // MARK: Markdown

  var markdown: [String] {
    let number = report.entries.count
    var lines = ["## Policy changes \(Self.span(report))", ""]
    lines += [
      "\(number) change\(number == 1 ? "" : "s"), at \(Markdown.code(report.tip.short)).", "",
    ]
    let marked = report.counts { $0.marks.map(\.rawValue) }
    if !marked.isEmpty { lines += counts("mark", marked) + [""] }
    lines += counts("policy", report.counts(Self.policies)) + [""]
    lines += counts("actor", report.counts(Self.actor)) + [""]
    let rows = report.entries.flatMap(rows)
    if !rows.isEmpty {
      lines += Markdown.table(
        [
          "time", "value", "before", "after", "state", "actor", "approval", "why", "commit",
          "marks",
        ],
        rows)
    }
    return lines
  }

  private func counts(_ what: String, _ counts: [(name: String, count: Int)]) -> [String] {
    Markdown.table([what, "changes"], counts.map { [Markdown.cell($0.name), String($0.count)] })
  }

  private func rows(_ entry: ChangeReport.Entry) -> [[String]] {
    let story = entry.story
    return entry.changes.map { change in
      [
        story.time.description, Markdown.cell(Self.value(change)), shown(change.before),
        shown(change.after), change.fate?.word ?? "layout only",
        Markdown.cell(StoryText.actor(story)),
        approval(story).map(Markdown.cell) ?? "none",
        Markdown.cell(story.metadata.rationale ?? story.commit.subject),
        Markdown.code(story.commit.id.short), Self.marks(entry),
      ]
    }
  }

  private func shown(_ value: JSONValue?) -> String {
    value.map { Markdown.cell(ChangeText.shown($0)) } ?? "none"
  }

  private func approval(_ story: ChangeStory) -> String? {
    story.metadata.approvalRef ?? story.approvals.first?.approver ?? story.reviewers.first
      ?? story.pullRequest.map { "#\($0)" }
  }

  // MARK: JSON

  var json: JSONObject {
    var object: JSONObject = ["tip": .string(report.tip.hex)]
    object["since"] = report.since.map { .string($0.description) } ?? .null
    object["until"] = report.until.map { .string($0.description) } ?? .null
    object["changes"] = .array(
      report.entries.map { entry in
        var members = StoryText.jsonWithApprovals(entry.story)
        members["marks"] = .array(
          ChangeReport.Mark.allCases.filter(entry.marks.contains).map { .string($0.rawValue) })
        members["values"] = .array(entry.changes.map(PullRequestText.json))
        return .object(members)
      })
    object["counts"] = [
      "policies": counts(report.counts(Self.policies)),
      "actors": counts(report.counts(Self.actor)),
      "marks": counts(report.counts { $0.marks.map(\.rawValue) }),
    ]
    return object
  }

  private func counts(_ counts: [(name: String, count: Int)]) -> JSONValue {
    .array(counts.map { ["name": .string($0.name), "count": .number(JSONNumber($0.count))] })
  }

  // MARK: CSV

  /// RFC 4180, one line a value.
  var csv: String {
    var lines = [
      [
        "time", "commit", "id", "policy", "pointer", "before", "after", "state", "intent", "actor",
        "approvalRef", "approvers", "pullRequest", "rationale", "evidence", "decision", "reviewBy",
        "marks",
      ]
    ]
    for entry in report.entries {
      for change in entry.changes { lines.append(cells(entry, change)) }
    }
    return lines.map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  private func cells(_ entry: ChangeReport.Entry, _ change: PullRequest.Change) -> [String] {
    let story = entry.story
    return [
      story.time.description, story.commit.id.hex, story.id ?? "", change.document,
      change.pointer?.description ?? "", change.before?.compactText ?? "",
      change.after?.compactText ?? "", change.fate?.word ?? "layout-only",
      StoryText.intent(story), StoryText.actor(story), story.metadata.approvalRef ?? "",
      (story.approvals.map(\.approver) + story.reviewers).joined(separator: "; "),
      story.pullRequest.map(String.init) ?? "",
      story.metadata.rationale ?? story.commit.subject,
      story.evidence.map { "\($0.name) \($0.digest)" }.joined(separator: "; "),
      story.decision?.word ?? "", story.metadata.reviewBy ?? "", Self.marks(entry),
    ]
  }

  /// A cell that a spreadsheet could take for a formula begins with an apostrophe; numbers do not.
  private static func quoted(_ text: String) -> String {
    var text = text
    if let first = text.utf8.first, "=+-@\t\r".utf8.contains(first), Double(text) == nil {
      text = "'" + text
    }
    guard text.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
