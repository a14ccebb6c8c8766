import Foundation
import WritJSON
import WritTesting

/// Cases kept as data under `Cases/`.
enum CaseData {
  static func load(_ name: String) -> JSONValue {
    let path = Places.parent(#filePath) + "/Cases/" + name + ".json"
    do {
      return try JSONDocument(parsing: Array(try Files.read(path))).value
    } catch {
      // An empty list of arguments would pass for no reason at all.
      preconditionFailure("\(name): \(error)")
    }
  }
}

/// A case with its note as its name.
struct DataCase: Sendable, CustomStringConvertible {
  let value: JSONValue

  var description: String { value["note"]?.stringValue ?? "" }

  static func all(_ name: String) -> [DataCase] {
    (CaseData.load(name).arrayValue ?? []).map(DataCase.init)
  }
}
