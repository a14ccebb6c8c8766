import Writ
import WritJSON
import WritPolicy

/// A plan as the body of a pull request: whatever people and documents say stays text.
struct PlanMarkdown {
  let planned: PlannedChange
  let metadata: Metadata
  let evidence: [EvidenceInput]

  var lines: [String] {
    if planned.isEmpty { return ["### Policy change", "", "No changes."] }
    var lines = ["### Policy change", ""]
    lines += items.map { "- \($0): \(Markdown.code($1))" } + [""]
    lines += changes
    lines += section("Refused", refusals) + section("Held", held)
    if !requirements.isEmpty {
      lines += ["", "#### Asked", ""]
      lines += Markdown.table(["what", "outcome", "rule"], requirements)
    }
    return lines
  }

  private var items: [(String, String)] {
    let plan = planned.plan
    let rows: [(String, String?)] = [
      ("plan", plan.digest.description),
      ("base", "\(plan.base.prefix(10)) of \(plan.branch.shortBranch)"),
      ("rationale", metadata.rationale), ("approval", metadata.approvalRef),
      ("review by", metadata.reviewBy),
    ]
    return rows.compactMap { label, text in text.map { (label, $0) } }
      + evidence.map { ("evidence", "\($0.item.name) \($0.item.digest)") }
  }

  private var changes: [String] {
    let rows = planned.documents.flatMap { document -> [[String]] in
      if document.changes.isEmpty {
        let what = document.name == nil ? "no document" : "layout only"
        return [[Markdown.cell(document.label), "", what]]
      }
      return document.changes.map { change in
        [
          Markdown.cell("\(document.label)#\(change.pointer)"), shown(change.before),
          shown(change.after),
        ]
      }
    }
    return Markdown.table(["value", "before", "after"], fitting: rows) {
      "\($0) more values: `writ plan` lists them."
    }
  }

  private func shown(_ value: JSONValue?) -> String {
    value.map { Markdown.cell(ChangeText.shown($0)) } ?? "none"
  }

  private var requirements: [[String]] {
    planned.verdict.requirements.map { checked in
      [
        Markdown.cell(checked.requirement.words), checked.outcome.rawValue,
        Markdown.cell(checked.requirement.rule),
      ]
    }
  }

  private var refusals: [String] {
    planned.verdict.findings.map {
      "- \(Markdown.code($0.message)) To mend it: \(Markdown.code($0.mend))"
    }
  }

  private var held: [String] {
    planned.held.map {
      "- \(Markdown.code("\($0.document)#\($0.pointer)")) was rolled back by "
        + Markdown.code(String($0.rollback.prefix(10)))
    }
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["", "#### \(title)", ""] + lines
  }
}
