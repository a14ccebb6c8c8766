import WritPolicy

/// A summary of evidence for people.
enum SummaryText {
  static func print(_ summary: EvidenceSummary) {
    let runs = summary.runs
    Output.line("kind      \(summary.kind)")
    if let time = summary.recordedAt { Output.line("recorded  \(time)") }
    Output.line("runs      \(runs.ok) ok, \(runs.failed) failed, \(runs.skipped) skipped")
    for group in summary.groups.prefix(20) {
      Output.line(
        "group     \(group.name): \(group.metrics.count) metrics, \(group.cases.count) cases")
    }
    if summary.groups.count > 20 { Output.line("          and \(summary.groups.count - 20) more") }
    for note in summary.notes { Output.message("note: \(note)") }
  }
}
