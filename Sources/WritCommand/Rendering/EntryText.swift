import Writ
import WritGit
import WritJSON
import WritPolicy

/// Entries of the history, for people and programs.
enum EntryText {
  /// Two lines: what happened, then who and where.
  static func print(_ entry: Entry) {
    let isMerge = entry.commit.parents.count > 1
    let intent = entry.intent?.rawValue ?? (isMerge ? "merge" : "by hand")
    Output.line("\(Style.yellow(entry.commit.id.short))  \(entry.commit.subject)")
    var parts = [Instant(seconds: entry.commit.committer.seconds).description, intent]
    parts.append(entry.metadata.actor ?? entry.commit.author.identity)
    if let number = entry.pullRequestNumber { parts.append("#\(number)") }
    if let id = entry.id { parts.append(id) }
    Output.line("            " + Style.dim(parts.joined(separator: "  ")))
  }

  static func json(_ entry: Entry) -> JSONObject {
    var object: JSONObject = [
      "commit": .string(entry.commit.id.hex),
      "time": .string(Instant(seconds: entry.commit.committer.seconds).description),
      "subject": .string(entry.commit.subject),
      "author": .string(entry.commit.author.identity),
    ]
    object["id"] = entry.id.map(JSONValue.string)
    object["intent"] = entry.intent.map { .string($0.rawValue) }
    for (key, value) in entry.metadata.json where key != "pullRequest" { object[key] = value }
    object["pullRequest"] =
      entry.pullRequestNumber.map { .number(JSONNumber($0)) } ?? .null
    object["restores"] = entry.restores.map(JSONValue.string)
    object["paths"] = .array(entry.paths.map(JSONValue.string))
    return object
  }
}
