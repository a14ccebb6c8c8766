import Writ
import WritGit
import WritJSON
import WritPolicy

/// What is due, for people and programs.
enum DueText {
  private static let shown = 10

  static func print(_ report: DueReport) {
    for item in report.items {
      let word = item.reason.rawValue.padded(to: 13)
      let head = item.isPast ? Style.red(word) : Style.yellow(word)
      Output.line(head + place(item))
      if let detail = item.detail { Output.line("  \(detail.oneLine)") }
      for value in item.values.prefix(shown) { Output.line("  \(value.oneLine)") }
      if item.values.count > shown {
        Output.line("  ... and \(item.values.count - shown) more")
      }
      Output.line("  mend: \(mend(item))")
    }
    let number = report.items.count
    Output.line(
      "\(number == 0 ? "nothing" : String(number)) due as of \(report.asOf)\(ahead(report))")
    if report.undated > 0 { Output.line("\(report.undated) values in force have no review date") }
  }

  private static func ahead(_ report: DueReport) -> String {
    report.within == 0 ? "" : ", or within \(report.within) days"
  }

  private static func place(_ item: DueReport.Item) -> String {
    let date = (item.deadline?.text ?? "now").padded(to: 12)
    guard let story = item.story else { return date }
    return date + StoryText.line(story)
  }

  /// What takes an item off the list.
  private static func mend(_ item: DueReport.Item) -> String {
    let review = item.review.map { " (\($0.found) of \($0.wanted) so far)" } ?? ""
    let id = item.story?.id?.oneLine
    switch item.reason {
    case .unreadable: return "correct the file; 'writ validate' tells what is wrong"
    case .review:
      let again = "set another value with a later --review-by"
      return id.map { "'writ approve \($0) --review --review-by DATE', or \(again)" }
        ?? "undo it with 'writ rollback --undo COMMIT' and set the value by 'writ apply', which can be reviewed"
    case .breakGlass, .overridden, .unconfirmed:
      guard let id else { return "set the value again" }
      return "look at it, then 'writ approve \(id) --review'\(review); or roll it back"
    }
  }

  // MARK: JSON

  static func json(_ report: DueReport) -> JSONObject {
    [
      "tip": .string(report.tip.hex), "asOf": .string(report.asOf.description),
      "within": .number(JSONNumber(report.within)),
      "items": .array(report.items.map { .object(json($0)) }),
      "undated": .number(JSONNumber(report.undated)),
    ]
  }

  static func json(_ item: DueReport.Item) -> JSONObject {
    var object: JSONObject = [
      "reason": .string(item.reason.rawValue), "past": .bool(item.isPast),
      "deadline": item.deadline.map { .string($0.text) } ?? .null,
      "values": .array(item.values.map(JSONValue.string)), "mend": .string(mend(item)),
    ]
    object["detail"] = item.detail.map(JSONValue.string)
    object["reviews"] = item.review.map {
      [
        "found": .number(JSONNumber($0.found)), "wanted": .number(JSONNumber($0.wanted)),
      ]
    }
    object["change"] = item.story.map { .object(StoryText.json($0)) }
    return object
  }

  // MARK: Markdown

  static func markdown(_ report: DueReport) -> [String] {
    let number = report.items.count
    var lines = ["## Due as of \(report.asOf)\(ahead(report))", ""]
    lines += [
      "\(number) \(number == 1 ? "item" : "items"), at \(Markdown.code(report.tip.short)).", "",
    ]
    let rows = report.items.map { item in
      [
        item.reason.rawValue, item.deadline.map { Markdown.cell($0.text) } ?? "now",
        values(item), item.story.map { Markdown.cell(StoryText.actor($0)) } ?? "unknown",
        item.story.map { Markdown.code($0.commit.id.short) } ?? "none",
        item.detail.map(Markdown.cell) ?? "", Markdown.cell(mend(item)),
      ]
    }
    if !rows.isEmpty {
      lines += Markdown.table(
        ["why", "deadline", "values", "actor", "commit", "detail", "mend"], rows)
    }
    return lines
  }

  private static func values(_ item: DueReport.Item) -> String {
    let more = item.values.count > shown ? [" and \(item.values.count - shown) more"] : []
    return (item.values.prefix(shown).map(Markdown.cell) + more).joined(separator: ", ")
  }
}
