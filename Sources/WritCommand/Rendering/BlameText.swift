import Writ
import WritGit
import WritJSON
import WritPolicy

/// Who made the values of a document, for people and programs.
struct BlameText {
  let blame: Blame

  var json: JSONObject {
    var object: JSONObject = [
      "policy": .string(blame.document.text), "pointer": .string(blame.pointer.description),
      "tip": .string(blame.tip.hex),
    ]
    object["values"] = .array(
      blame.values.map { value in
        var members: JSONObject = ["pointer": .string(value.pointer.description)]
        for (key, part) in StoryText.json(value.story) { members[key] = part }
        members["value"] = value.value
        members["before"] = value.before
        members["madeAt"] = value.madeAt.map(JSONValue.string)
        return .object(members)
      })
    object["unreadable"] = .array(blame.unreadable.map(StoryText.json))
    return object
  }

  // MARK: Values

  /// Prints two lines for each value, or all that is known of a single one.
  func printValues() {
    if blame.values.count == 1, let only = blame.values.first {
      printWhole(only)
    } else {
      for value in blame.values {
        Output.line(line(value))
        Output.line("    " + Style.dim(StoryText.line(value.story)))
      }
    }
    printSpans()
  }

  private func line(_ value: Blame.Value) -> String {
    let place = value.pointer.isRoot ? "(document)" : value.pointer.description
    let before = value.before.map { " (was \(ChangeText.shown($0)))" } ?? ""
    return Style.bold(place.oneLine) + " = " + (ChangeText.shown(value.value) + before).oneLine
  }

  private func printWhole(_ value: Blame.Value) {
    func row(_ label: String, _ text: String?) {
      if let text { Output.line(label.padded(to: 12) + text.oneLine) }
    }
    let story = value.story
    Output.line(Style.bold("\(blame.document)#\(value.pointer)".oneLine))
    row("value", ChangeText.shown(value.value))
    row("before", value.before.map(ChangeText.shown) ?? "none")
    row("commit", story.commit.id.hex)
    row("origin", story.origin?.id.hex)
    row("subject", story.commit.subject)
    row("time", story.time.description)
    row("intent", StoryText.intent(story))
    row("actor", story.metadata.actor ?? "\(story.author) (author)")
    row("apply", story.id)
    row("pull req.", story.metadata.pullRequest ?? story.pullRequest.map { "#\($0)" })
    row("approval", story.metadata.approvalRef)
    row("rationale", story.metadata.rationale)
    row("review by", story.metadata.reviewBy)
    row("decision", story.decision.map { "\($0.word) \($0.digest)" })
    for item in story.evidence { row("evidence", "\(item.name) \(item.digest)") }
    for override in story.overrides {
      row("override", "\(override.kind): \(override.reason) (\(override.by))")
    }
    row("restores", story.restores)
    row("made at", value.madeAt)
  }

  private func printSpans() {
    for span in blame.unreadable {
      Output.line(Style.yellow("unreadable  ") + StoryText.sentence(span))
    }
  }

  // MARK: Tree

  /// Prints the document, and beside each line with a value what stands behind it.
  func printTree() {
    var notes: [JSONPointer: String] = [:]
    for value in blame.values { notes[value.pointer] = note(value.story) }
    let width = notes.values.map(\.count).max() ?? 0
    for line in TreeLine.lines(of: blame.root, at: blame.pointer) {
      let note = line.pointer.flatMap { notes[$0] } ?? ""
      Output.line(Style.dim(note.padded(to: width + 2)) + line.text.oneLine)
    }
    printSpans()
  }

  private func note(_ story: ChangeStory) -> String {
    let number = story.pullRequest.map { "#\($0)" } ?? ""
    let actor = StoryText.actor(story).split(separator: "<").first.map(String.init) ?? ""
    let name = actor.trimmedAtEnd
    return [
      story.commit.id.short, String(story.time.description.prefix(10)), number.padded(to: 7),
      name.count > 24 ? name.prefix(21) + "..." : name,
    ].joined(separator: " ").trimmedAtEnd
  }
}

/// One line of a document that is printed.
private struct TreeLine {
  let text: String
  /// The place of the scalar or empty container on it.
  let pointer: JSONPointer?

  static func lines(of value: JSONValue, at pointer: JSONPointer) -> [TreeLine] {
    var lines: [TreeLine] = []
    append(value, pointer, label: "", comma: "", indent: "", &lines)
    return lines
  }

  private static func append(
    _ value: JSONValue, _ pointer: JSONPointer, label: String, comma: String, indent: String,
    _ lines: inout [TreeLine]
  ) {
    switch value {
    case .object(let members) where !members.isEmpty:
      lines.append(TreeLine(text: "\(indent)\(label){", pointer: nil))
      for (place, member) in members.members.enumerated() {
        append(
          member.value, pointer.appending(member.key),
          label: JSONValue.string(member.key).compactText + ": ",
          comma: place + 1 < members.count ? "," : "", indent: indent + "  ", &lines)
      }
      lines.append(TreeLine(text: "\(indent)}\(comma)", pointer: nil))
    case .array(let elements) where !elements.isEmpty:
      lines.append(TreeLine(text: "\(indent)\(label)[", pointer: nil))
      for (place, element) in elements.enumerated() {
        append(
          element, pointer.appending(place), label: "",
          comma: place + 1 < elements.count ? "," : "", indent: indent + "  ", &lines)
      }
      lines.append(TreeLine(text: "\(indent)]\(comma)", pointer: nil))
    default:
      lines.append(
        TreeLine(text: "\(indent)\(label)\(value.compactText)\(comma)", pointer: pointer))
    }
  }
}
