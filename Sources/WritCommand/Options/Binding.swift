import WritExpression
import WritJSON

/// A variable of an expression and the file that holds its value: `NAME=FILE` or `NAME:TYPE=FILE`.
struct Binding {
  let name: String
  let type: ValueType
  let value: Value

  /// The types that JSON has not, and the ones that its author does not choose among.
  private static let types: [String: ValueType] = [
    "int": .int, "uint": .uint, "double": .double, "bytes": .bytes, "timestamp": .timestamp,
    "duration": .duration,
  ]

  /// Reads the words after `--bind`.
  init(_ words: String) throws {
    guard let equals = words.firstIndex(of: "="), equals != words.startIndex else {
      throw UsageError("--bind '\(words)' is not NAME=FILE.")
    }
    let file = String(words[words.index(after: equals)...])
    let target = words[..<equals].split(separator: ":", omittingEmptySubsequences: false)
    name = String(target[0])
    guard target.count > 1 else {
      type = .document
      value = try Value(json: Input.json(file))
      return
    }
    let typeName = target.dropFirst().joined(separator: ":")
    guard let type = Self.types[typeName] else {
      throw UsageError(
        "--bind '\(words)' names no type that a variable can have.",
        hint: "the types are \(Self.types.keys.sorted().joined(separator: ", "))")
    }
    self.type = type
    value = try Self.value(of: typeName, in: file, Input.json(file))
  }

  /// What the language makes of the text or number when it is asked to convert it.
  private static func value(
    of type: String, in file: String, _ json: JSONValue
  ) throws -> Value {
    guard let text = json.stringValue ?? json.numberValue?.text else {
      throw UsageError(
        "\(file) holds neither a text nor a number, so it is no value of the type \(type).")
    }
    // A double may be a whole number, and an integer one that is written as a double is.
    let source = type == "bytes" ? "base64.decode(x)" : "\(type)(x)"
    do throws(ExpressionError) {
      return try Expression(parsing: source)
        .checked(environment: WritExpression.Environment(variables: ["x": .string]))
        .evaluate(["x": .string(text)])
    } catch {
      throw UsageError("\(file): \(error.message)", hint: error.hint)
    }
  }
}
