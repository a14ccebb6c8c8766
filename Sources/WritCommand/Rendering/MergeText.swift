import WritJSON

/// What came of a merge, for people and programs.
enum MergeText {
  /// Tells conflicts and notes: as messages, or as the result in JSON.
  static func tell(_ report: JSONMergeReport, json: Bool) {
    for note in report.notes { Output.message("note: \(note)") }
    let conflicts = conflicts(of: report)
    if !conflicts.isEmpty {
      Output.message(
        "error: The sides disagree at \(conflicts.count == 1 ? "one place" : "\(conflicts.count) places")."
      )
    }
    for conflict in conflicts { Output.message("  - \(line(conflict))") }
    guard json else { return }
    var members: JSONObject = [
      "conflicts": .array(conflicts.map { .object($0.json) }),
      "notes": .array(
        report.notes.map {
          ["pointer": .string($0.pointer.description), "kind": .string($0.kind.rawValue)]
        }),
    ]
    if case .merged(let document) = report.result { members["merged"] = document.value }
    Output.json("merge", members)
  }

  private static func conflicts(of report: JSONMergeReport) -> [JSONConflict] {
    if case .conflicts(let conflicts) = report.result { conflicts } else { [] }
  }

  /// A conflict on one line.
  static func line(_ conflict: JSONConflict) -> String {
    let place = conflict.pointer.isRoot ? "(document)" : conflict.pointer.description
    func shown(_ value: JSONValue?) -> String { value.map(ChangeText.shown) ?? "nothing" }
    return "\(place): \(conflict.reason.sentence): base \(shown(conflict.base)), "
      + "ours \(shown(conflict.ours)), theirs \(shown(conflict.theirs))"
  }
}

extension JSONConflict.Reason {
  fileprivate var sentence: String {
    switch self {
    case .changed: "changed on both sides"
    case .removed: "removed on one side and changed on the other"
    case .moved: "moved on one side and changed on the other"
    case .sequence: "changed at the same elements, or ordered differently"
    case .renamed: "renamed differently"
    }
  }
}
