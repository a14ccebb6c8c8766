import Writ
import WritGit
import WritJSON
import WritPolicy

/// A change as an event by CloudEvents 1.0, in its JSON format.
enum CloudEvent {
  /// - Parameter source: what the commits are of; with the id it names the event, wherever it is told.
  static func json(_ entry: Entry, source: String) -> JSONObject {
    var event: JSONObject = [
      "specversion": "1.0", "id": .string(entry.commit.id.hex), "source": .string(source),
      "type": .string("dev.writ.change.\(entry.intent?.rawValue ?? "unstated")"),
      "time": .string(Instant(seconds: entry.commit.committer.seconds).description),
    ]
    if entry.paths.count == 1 { event["subject"] = .string(entry.paths[0]) }
    event["datacontenttype"] = "application/json"
    event["data"] = .object(EntryText.json(entry))
    return event
  }
}

extension Ledger {
  /// What names this history, wherever its clones are: its first commit.
  func eventSource(from revision: String?, on branch: String?) throws -> String {
    "urn:git:\(try root(from: revision, on: branch).hex)"
  }
}

extension EntryText {
  /// Prints an object on one line.
  static func printLine(_ object: JSONObject) {
    Output.line(JSONValue.object(object).compactText)
  }
}
