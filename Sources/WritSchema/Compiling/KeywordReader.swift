import WritJSON

/// Reads the keywords of one schema, strictly: a value of the wrong shape is an error.
struct KeywordReader {
  let schema: JSONObject
  let place: SchemaLocation
  let documentURI: String
  let dialect: Dialect

  /// The value of a keyword, if its vocabulary is in use.
  func value(_ keyword: String, _ vocabulary: Vocabulary) -> JSONValue? {
    dialect.has(vocabulary) ? schema[keyword] : nil
  }

  func string(_ keyword: String, _ vocabulary: Vocabulary) throws(SchemaError) -> String? {
    guard let value = value(keyword, vocabulary) else { return nil }
    guard let string = value.stringValue else { throw invalid(keyword, "a string", value) }
    return string
  }

  func bool(_ keyword: String, _ vocabulary: Vocabulary) throws(SchemaError) -> Bool? {
    guard let value = value(keyword, vocabulary) else { return nil }
    guard let bool = value.boolValue else { throw invalid(keyword, "true or false", value) }
    return bool
  }

  func number(_ keyword: String) throws(SchemaError) -> JSONNumber? {
    guard let value = value(keyword, .validation) else { return nil }
    guard let number = value.numberValue else { throw invalid(keyword, "a number", value) }
    return number
  }

  /// A count; one beyond all counts in memory is as good as the largest integer.
  func count(_ keyword: String) throws(SchemaError) -> Int? {
    guard let value = value(keyword, .validation) else { return nil }
    guard let number = value.numberValue, number.isIntegral, !number.isNegative else {
      throw invalid(keyword, "a whole number from 0", value)
    }
    return value.intValue ?? Int.max
  }

  func object(_ keyword: String, _ vocabulary: Vocabulary) throws(SchemaError) -> JSONObject? {
    guard let value = value(keyword, vocabulary) else { return nil }
    guard let object = value.objectValue else { throw invalid(keyword, "an object", value) }
    return object
  }

  func array(_ keyword: String, _ vocabulary: Vocabulary) throws(SchemaError) -> [JSONValue]? {
    guard let value = value(keyword, vocabulary) else { return nil }
    guard let array = value.arrayValue else { throw invalid(keyword, "an array", value) }
    return array
  }

  /// The names of an array of strings.
  func names(_ value: JSONValue, of keyword: String) throws(SchemaError) -> [String] {
    let names = value.arrayValue?.compactMap(\.stringValue)
    guard let names, names.count == value.arrayValue?.count else {
      throw invalid(keyword, "an array of strings", value)
    }
    return names
  }

  /// The error for a value of the wrong shape.
  func invalid(_ keyword: String, _ expected: String, _ value: JSONValue) -> SchemaError {
    SchemaError(
      .invalidKeyword,
      "The value of \"\(keyword)\" must be \(expected), but is \(Excerpt.of(value)).",
      in: documentURI, at: place.pointer.appending(keyword))
  }
}
