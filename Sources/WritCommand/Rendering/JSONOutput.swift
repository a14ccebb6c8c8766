import WritJSON
import WritPolicy

extension Output {
  /// Prints the result of a command: its version and name, then its members.
  static func json(_ command: String, _ members: JSONObject) {
    var object: JSONObject = ["version": 1, "command": .string(command)]
    for (key, value) in members { object[key] = value }
    bytes(JSONValue.object(object).serialized())
  }
}

extension DocumentChange {
  /// The changes of the document, one object each.
  var json: [JSONValue] {
    if changes.isEmpty { return [["policy": .string(label), "layoutOnly": true]] }
    return changes.map { change in
      var object: JSONObject = ["policy": .string(label)]
      for (key, value) in change.json { object[key] = value }
      return .object(object)
    }
  }
}

extension Metadata {
  var json: JSONObject {
    var object: JSONObject = [:]
    for field in MetadataField.allCases {
      object[field.rawValue] = self[field].map(JSONValue.string)
    }
    return object
  }
}
