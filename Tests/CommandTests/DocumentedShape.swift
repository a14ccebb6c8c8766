import Foundation
import WritTesting

/// One table of `docs/cli-json.md`.
struct DocumentedShape {
  struct Member {
    let type: String
    let isAlways: Bool
  }

  var members: [String: Member] = [:]

  static func all() throws -> [String: DocumentedShape] {
    let page = try String(
      contentsOfFile: Places.packageRoot + "/docs/cli-json.md", encoding: .utf8)
    var result: [String: DocumentedShape] = [:]
    var heading = ""
    for line in page.components(separatedBy: "\n") {
      if line.hasPrefix("## ") {
        heading = String(line.dropFirst(3)).replacing("writ ", with: "")
        result[heading] = DocumentedShape()
      }
      guard line.hasPrefix("| `") else { continue }
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let path = cells[0].replacing("`", with: "")
      result[heading]?.members[path] = Member(
        type: cells[1], isAlways: cells[2].hasPrefix("always"))
    }
    return result
  }

  func problems(with object: [String: Any]) -> [String] {
    var result: [String] = []
    check(object.filter { !["version", "command"].contains($0.key) }, "", &result)
    return result
  }

  private func check(_ object: [String: Any], _ prefix: String, _ problems: inout [String]) {
    for (path, member) in members where member.isAlways {
      guard let key = child(of: prefix, path), object[key] == nil else { continue }
      problems.append("\(path) is missing")
    }
    for (key, value) in object {
      let path = prefix.isEmpty ? key : "\(prefix).\(key)"
      guard let member = members[path] else {
        problems.append("\(path) is not documented")
        continue
      }
      if member.type == "value" { continue }
      if !member.type.contains(kind(of: value)) {
        problems.append("\(path) is a \(kind(of: value)), not \(member.type)")
      }
      if let inner = value as? [String: Any] { check(inner, path, &problems) }
      for inner in value as? [[String: Any]] ?? [] { check(inner, path + "[]", &problems) }
    }
  }

  /// The key of a path that lies directly below a prefix.
  private func child(of prefix: String, _ path: String) -> String? {
    let start = prefix.isEmpty ? "" : prefix + "."
    guard path.hasPrefix(start) else { return nil }
    let rest = String(path.dropFirst(start.count))
    return rest.contains(".") || rest.contains("[") ? nil : rest
  }

  private func kind(of value: Any) -> String {
    switch value {
    case is NSNull: "null"
    case let number as NSNumber: String(cString: number.objCType) == "c" ? "boolean" : "number"
    case is String: "string"
    case is [Any]: "array"
    default: "object"
    }
  }
}
