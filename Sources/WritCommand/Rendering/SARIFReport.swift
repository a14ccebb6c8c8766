import WritJSON

/// A report in the Static Analysis Results Interchange Format (OASIS SARIF 2.1.0).
struct SARIFReport {
  private let report: Report

  init(_ report: Report) { self.report = report }

  /// The log with one run.
  var json: JSONValue {
    let problems = report.items.flatMap(\.problems)
    var codes: [String] = []
    for problem in problems where !codes.contains(problem.code) { codes.append(problem.code) }
    let driver: JSONValue = [
      "name": "writ", "version": .string(Version.number),
      "rules": .array(codes.map { ["id": .string($0)] }),
    ]
    let run: JSONValue = [
      "tool": ["driver": driver], "columnKind": "unicodeCodePoints",
      "results": .array(problems.map(result)),
    ]
    return [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": [run],
    ]
  }

  private func result(_ problem: Report.Problem) -> JSONValue {
    var properties = JSONObject()
    properties["rule"] = problem.rule.map(JSONValue.string)
    properties["pointer"] = problem.pointer.map(JSONValue.string)
    properties["mend"] = problem.mend.map(JSONValue.string)
    var object: JSONObject = [
      "ruleId": .string(problem.code), "level": "error",
      "message": ["text": .string(problem.message)],
    ]
    if let path = problem.path { object["locations"] = [location(path, problem)] }
    if !properties.isEmpty { object["properties"] = .object(properties) }
    return .object(object)
  }

  private func location(_ path: String, _ problem: Report.Problem) -> JSONValue {
    var place: JSONObject = ["artifactLocation": ["uri": .string(path.percentEncoded)]]
    if let line = problem.line {
      place["region"] = [
        "startLine": .number(JSONNumber(line)),
        "startColumn": .number(JSONNumber(problem.column ?? 1)),
      ]
    }
    return ["physicalLocation": .object(place)]
  }
}

extension String {
  /// The text as a path of a URI (RFC 3986, section 3.3).
  fileprivate var percentEncoded: String {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in utf8 {
      let isLetter = (0x41...0x5A).contains(byte & 0xDF)
      if isLetter || (0x30...0x39).contains(byte) || "-._~/".utf8.contains(byte) {
        result.append(byte)
      } else {
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
