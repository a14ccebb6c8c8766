import WritGit
public import WritJSON
public import WritPolicy

extension VerifyProblem {
  /// The problem in output and in the cache.
  public var json: JSONValue {
    var object: JSONObject = ["status": .string(status.word)]
    object["commit"] = commit.map { .string($0.hex) }
    object["reference"] = reference.map(JSONValue.string)
    object["findings"] = .array(findings.map(\.json))
    object["missing"] = .array(missing.map(JSONValue.string))
    object["gap"] = gap.map(JSONValue.string)
    return .object(object)
  }

  /// Reads the stored form; nil when it is none.
  init?(_ value: JSONValue) {
    guard let word = value["status"]?.stringValue,
      let status = VerifyStatus.allCases.first(where: { $0.word == word })
    else { return nil }
    self.init(
      commit: value["commit"]?.stringValue.flatMap { ObjectID($0) },
      reference: value["reference"]?.stringValue, status: status,
      findings: (value["findings"]?.arrayValue ?? []).compactMap(Finding.init),
      missing: (value["missing"]?.arrayValue ?? []).compactMap(\.stringValue),
      gap: value["gap"]?.stringValue)
  }
}

extension AcceptedGap {
  /// The gap in output and in the cache.
  public var json: JSONValue {
    var object: JSONObject = ["path": .string(path)]
    for (key, value) in gap.json.objectValue ?? [:] where key != "version" && key != "signature" {
      object[key] = value
    }
    object["accepted"] = .number(JSONNumber(accepted))
    return .object(object)
  }

  /// Reads the stored form; nil when it is none.
  init?(_ value: JSONValue) {
    guard let path = value["path"]?.stringValue, var object = value.objectValue else { return nil }
    let accepted = object["accepted"]?.intValue ?? 0
    object["path"] = nil
    object["accepted"] = nil
    object["version"] = .number(JSONNumber(Gap.version))
    guard let gap = AcceptedGap.read(.object(object)) else { return nil }
    self.init(path: path, gap: gap, accepted: accepted)
  }

  private static func read(_ value: JSONValue) -> Gap? {
    do throws(PolicyError) {
      return try Gap(value)
    } catch {
      return nil
    }
  }
}

extension Finding {
  /// The finding in output.
  public var json: JSONValue {
    var object: JSONObject = ["code": .string(code.rawValue)]
    object["rule"] = rule.map(JSONValue.string)
    object["path"] = path.map(JSONValue.string)
    object["pointer"] = pointer.map(JSONValue.string)
    object["message"] = .string(message)
    object["mend"] = .string(mend)
    object["requirement"] = requirement.map(JSONValue.string)
    object["condition"] = condition.map(JSONValue.string)
    object["line"] = line.map { .number(JSONNumber($0)) }
    object["column"] = column.map { .number(JSONNumber($0)) }
    return .object(object)
  }

  /// Reads what `json` wrote; nil when it is none.
  fileprivate init?(_ value: JSONValue) {
    guard let code = value["code"]?.stringValue.flatMap(Code.init(rawValue:)),
      let message = value["message"]?.stringValue, let mend = value["mend"]?.stringValue
    else { return nil }
    self.init(
      code, rule: value["rule"]?.stringValue, path: value["path"]?.stringValue,
      pointer: value["pointer"]?.stringValue, message, mend: mend)
    requirement = value["requirement"]?.stringValue
    condition = value["condition"]?.stringValue
    line = value["line"]?.intValue
    column = value["column"]?.intValue
  }
}
