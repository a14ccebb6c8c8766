internal import WritJSON

extension Record.File {
  var json: JSONValue {
    [
      "path": .string(path), "before": before.map(JSONValue.string) ?? .null,
      "after": after.map(JSONValue.string) ?? .null,
    ]
  }

  init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(value, "the record", at: place, known: ["path", "before", "after"])
    self.init(
      path: try form.string("path"), before: try form.optionalString("before"),
      after: try form.optionalString("after"))
  }
}

extension Record.Override {
  var json: JSONValue {
    ["kind": .string(kind), "reason": .string(reason), "by": .string(by)]
  }

  init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(value, "the record", at: place, known: ["kind", "reason", "by"])
    self.init(
      kind: try form.string("kind"), reason: try form.string("reason"), by: try form.string("by"))
  }
}

extension CheckedLimit {
  var json: JSONValue {
    [
      "rule": .string(rule), "policy": .string(document), "pointer": .string(pointer),
      "inside": .bool(isInside),
    ]
  }

  init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(
      value, "the record", at: place, known: ["rule", "policy", "pointer", "inside"])
    rule = try form.string("rule")
    document = try form.string("policy")
    pointer = try form.string("pointer")
    isInside = try form.optionalBool("inside") ?? false
  }
}
