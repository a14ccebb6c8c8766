import WritJSON
import WritPolicy

/// Changes by value, for people.
enum ChangeText {
  /// Prints each document with a line per value.
  static func print(_ documents: [DocumentChange]) {
    for document in documents {
      Output.line(Style.bold(document.label))
      if document.name == nil { Output.line("  (not a JSON document)") }
      if document.name != nil, document.changes.isEmpty { Output.line("  (layout only)") }
      for change in document.changes { Output.line("  \(line(change))") }
    }
  }

  /// One change on one line.
  static func line(_ change: JSONChange) -> String {
    let pointer = change.pointer.isRoot ? "(document)" : change.pointer.description
    switch (change.before, change.after) {
    case (let before?, let after?) where before == after:
      let origin = change.from?.description ?? pointer
      return "\(Style.cyan(">")) \(pointer): moved from \(origin) \(shown(after))"
    case (let before?, let after?):
      return "\(Style.yellow("~")) \(pointer): \(shown(before)) -> \(shown(after))"
    case (nil, let after?): return "\(Style.green("+")) \(pointer): \(shown(after))"
    case (let before?, nil): return "\(Style.red("-")) \(pointer): \(shown(before))"
    case (nil, nil): return pointer
    }
  }

  /// The value on one line of at most 100 characters.
  static func shown(_ value: JSONValue) -> String {
    let text = value.compactText
    return text.count <= 100 ? text : text.prefix(97) + "..."
  }
}
