import WritJSON
import WritTrials

/// A report of a benchmark, of the gate or of a cycle, for the terminal and as a page.
struct RunDrawing {
  private let document: JSONValue
  private let kind: Kind
  private let path: String

  private enum Kind { case runs, gate, cycle }

  init(_ document: JSONValue, _ path: String) throws {
    self.document = document
    self.path = path
    if document["models"]?.objectValue != nil {
      kind = .runs
    } else if document["event"]?.stringValue == "PROFILE_PROMOTION_GATE_EVALUATED" {
      kind = .gate
    } else if document["recommendations"]?.objectValue != nil {
      kind = .cycle
    } else {
      throw UsageError("'\(path)' is no report that can be drawn.")
    }
  }

  /// A bar: what it is of, how long it is, and what stands behind it.
  private struct Bar {
    let name: String
    let value: Double
    let note: String
  }

  private struct Chart {
    let title: String
    let bars: [Bar]
    var texts: [String] = []
  }

  private static func text(_ value: JSONValue?) -> String {
    Printable.line(value?.stringValue ?? value?.compactText ?? "")
  }

  private static func number(_ value: JSONValue?) -> Double { value?.doubleValue ?? 0 }

  // MARK: What is drawn

  private var charts: [Chart] {
    switch kind {
    case .runs: [runs("Ability", "avg_ability_score"), runs("p95 in seconds", "p95_wall_seconds")]
    case .gate: (document["profiles"]?.objectValue ?? [:]).map { profile($0, $1) }
    case .cycle: [cycle]
    }
  }

  private func runs(_ title: String, _ key: String) -> Chart {
    Chart(
      title: title,
      bars: (document["models"]?.objectValue ?? [:]).map { model, value in
        let summary = value["summary"]
        let failed = summary?["failed_runs"]?.intValue ?? 0
        let total = summary?["total_runs"]?.intValue ?? 0
        return Bar(
          name: Printable.line(model), value: Self.number(summary?[key]),
          note: "\(total) runs\(failed > 0 ? ", \(failed) failed" : "")")
      })
  }

  private func profile(_ name: String, _ value: JSONValue) -> Chart {
    Chart(
      title: Printable.line(name),
      bars: (value["candidates"]?.arrayValue ?? []).map { candidate in
        let violations = (candidate["violations"]?.arrayValue ?? []).compactMap(\.stringValue)
        return Bar(
          name: Self.text(candidate["model"]), value: Self.number(candidate["composite_score"]),
          note: Printable.line(violations.isEmpty ? "passes" : violations.joined(separator: ", ")))
      })
  }

  private var cycle: Chart {
    var chart = Chart(
      title: "Recommendations",
      bars: (document["recommendations"]?.objectValue ?? [:]).map { profile, entry in
        Bar(
          name: Printable.line(profile), value: Self.number(entry["composite_score"]),
          note: entry["model"]?.stringValue.map(Printable.line) ?? Self.text(entry["status"]))
      })
    chart.texts = (document["paths"]?.objectValue ?? [:]).map { name, value in
      "\(Printable.line(name))  \(Self.text(value))"
    }
    return chart
  }

  private var title: String {
    let id = Self.text(document["run_id"])
    let started = Self.text(document["started_at_utc"])
    let state =
      document["passed"]?.boolValue.map { $0 ? "passed" : "not passed" }
      ?? (document["finished_at_utc"] == nil ? "broken off" : "finished")
    return "Run \(id), \(started): \(state)"
  }

  private var alerts: [String] {
    (document["governance"]?["alerts"]?.arrayValue ?? []).map { alert in
      "\(Self.text(alert["severity"]))  \(Self.text(alert["message"]))"
    }
  }

  /// The charts as values, for a page that draws them itself.
  var json: JSONValue {
    [
      "title": .string(title), "alerts": .array(alerts.map(JSONValue.string)),
      "charts": .array(
        charts.map { chart in
          [
            "title": .string(chart.title),
            "bars": .array(
              chart.bars.map { bar in
                [
                  "name": .string(bar.name), "note": .string(bar.note),
                  "value": JSONNumber(bar.value).map(JSONValue.number) ?? .null,
                ]
              }),
          ]
        }),
    ]
  }

  // MARK: In the terminal

  var lines: [String] {
    var lines = [Style.bold(title)]
    for chart in charts {
      lines += ["", Style.bold(chart.title)]
      let most = chart.bars.map(\.value).max() ?? 0
      lines += TextTable.lines(
        chart.bars.map {
          [$0.name, GateText.bar($0.value, of: most), BenchText.shown($0.value), $0.note]
        })
      lines += chart.texts
    }
    return lines + alerts
  }

  // MARK: As a page

  /// One file that loads nothing and runs nothing.
  var page: String {
    var lines = [
      "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
      "<meta http-equiv=\"Content-Security-Policy\" "
        + "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
      "<title>\(Markup.escaped(title))</title>",
      "<style>body{font:14px system-ui,sans-serif;margin:2rem;color:#24292f}svg{max-width:100%}"
        + "</style>", "</head>", "<body>", "<h1>\(Markup.escaped(title))</h1>",
    ]
    for chart in charts {
      lines.append("<h2>\(Markup.escaped(chart.title))</h2>")
      lines.append(ScoreChart(bars: chart.bars.map { ($0.name, $0.value, $0.note) }).svg)
      lines += chart.texts.map { "<p>\(Markup.escaped($0))</p>" }
    }
    lines += alerts.map { "<p>\(Markup.escaped($0))</p>" }
    return (lines + ["</body>", "</html>", ""]).joined(separator: "\n")
  }
}
