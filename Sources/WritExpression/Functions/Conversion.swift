/// The conversions between types; each one refuses what the other type cannot hold.
enum Conversion {
  static func convert(_ value: Value, to function: Function) throws(Failure) -> Value {
    switch function {
    case .int: return .int(try int(value))
    case .uint: return .uint(try uint(value))
    case .double: return .double(try double(value))
    case .string: return .string(try string(value))
    case .bytes: return .bytes(try bytes(value))
    case .bool: return .bool(try bool(value))
    case .timestamp: return .timestamp(try timestamp(value))
    default: return .duration(try duration(value))
    }
  }

  private static func int(_ value: Value) throws(Failure) -> Int64 {
    switch value {
    case .int(let value): return value
    case .uint(let value):
      guard let result = Int64(exactly: value) else { throw .overflow(.int) }
      return result
    case .double(let value):
      // The bounds are excluded, because they stand for integers that lie beyond them too.
      guard value > -0x1p63, value < 0x1p63 else { throw .overflow(.int) }
      return Int64(value)
    case .string(let text):
      guard let result = Int64(text), isPlainInteger(text) else {
        throw unreadable(value, as: "an int")
      }
      return result
    case .timestamp(let value): return value.seconds
    default: throw .noOverload("int", [value])
    }
  }

  private static func uint(_ value: Value) throws(Failure) -> UInt64 {
    switch value {
    case .uint(let value): return value
    case .int(let value):
      guard let result = UInt64(exactly: value) else { throw .overflow(.uint) }
      return result
    case .double(let value):
      guard value >= 0, value < 0x1p64 else { throw .overflow(.uint) }
      return UInt64(value)
    case .string(let text):
      guard let result = UInt64(text), isPlainInteger(text) else {
        throw unreadable(value, as: "a uint")
      }
      return result
    default: throw .noOverload("uint", [value])
    }
  }

  /// Whether a text is digits behind at most one sign, in ASCII.
  private static func isPlainInteger(_ text: String) -> Bool {
    let digits = text.utf8.drop { $0 == Ascii.minus || $0 == Ascii.plus }
    return !digits.isEmpty && digits.allSatisfy(Ascii.isDigit)
  }

  private static func double(_ value: Value) throws(Failure) -> Double {
    switch value {
    case .double(let value): return value
    case .int(let value): return Double(value)
    case .uint(let value): return Double(value)
    case .string(let text):
      guard let result = DoubleText.value(of: text) else { throw unreadable(value, as: "a double") }
      return result
    default: throw .noOverload("double", [value])
    }
  }

  private static func string(_ value: Value) throws(Failure) -> String {
    switch value {
    case .string(let value): return value
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .uint(let value): return String(value)
    case .double(let value): return DoubleText.shortest(value)
    case .bytes(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw Failure(.badConversion, "The bytes are not UTF-8, so they are no string.")
      }
      return text
    case .timestamp(let value): return value.description
    case .duration(let value): return value.description
    default: throw .noOverload("string", [value])
    }
  }

  private static func bytes(_ value: Value) throws(Failure) -> [UInt8] {
    switch value {
    case .bytes(let value): return value
    case .string(let text): return Array(text.utf8)
    default: throw .noOverload("bytes", [value])
    }
  }

  private static func bool(_ value: Value) throws(Failure) -> Bool {
    switch value {
    case .bool(let value): return value
    case .string(let text):
      if ["1", "t", "true", "T", "TRUE", "True"].contains(text) { return true }
      if ["0", "f", "false", "F", "FALSE", "False"].contains(text) { return false }
      throw unreadable(value, as: "a bool")
    default: throw .noOverload("bool", [value])
    }
  }

  private static func timestamp(_ value: Value) throws(Failure) -> Value.Timestamp {
    switch value {
    case .timestamp(let value): return value
    case .int(let seconds):
      guard let point = Value.Timestamp(seconds: seconds) else { throw .overflow(.timestamp) }
      return point
    case .string(let text):
      guard let point = Value.Timestamp(text: text) else {
        throw unreadable(value, as: "a timestamp", hint: "write it like 2026-01-31T09:30:00Z")
      }
      return point
    default: throw .noOverload("timestamp", [value])
    }
  }

  private static func duration(_ value: Value) throws(Failure) -> Value.Duration {
    switch value {
    case .duration(let value): return value
    case .string(let text):
      guard let span = Value.Duration(text: text) else {
        throw unreadable(
          value, as: "a duration",
          hint: "write it like 1h30m, 90s or 250ms; the longest is 292 years")
      }
      return span
    default: throw .noOverload("duration", [value])
    }
  }

  private static func unreadable(
    _ value: Value, as type: String, hint: String? = nil
  ) -> Failure {
    Failure(.badConversion, "\(value.shown) cannot be read as \(type).", hint: hint)
  }
}
