import Testing
import WritJSON

@testable import WritSchema

extension SchemaOptions {
  /// As these, but no container of a document is made a value as a whole.
  var inParts: SchemaOptions {
    var options = self
    options.wholeLimit = 0
    options.mostTimesInParts = 1_000_000
    return options
  }
}

/// Documents whose containers are gone through as they were read, held against their values.
@Suite struct LargeDocumentTests {
  private static let files =
    ["keywords", "references", "dynamic", "unevaluated", "vocabularies", "content"]

  @Test(
    "A document is judged in parts as it is judged as a whole",
    arguments: try files.flatMap(SchemaCase.load))
  func alike(_ example: SchemaCase) throws {
    let whole = try example.compile()
    let inParts = try example.compile(SchemaOptions().inParts)
    for value in example.values("valid") + example.values("invalid") {
      let document = try JSONDocument(parsing: value.compactText)
      #expect(inParts.isValid(document) == whole.isValid(value))
      #expect(inParts.validate(document) == whole.validate(document))
    }
  }

  @Test("What is told of a large container is what is told of its value")
  func sentences() throws {
    let schema: JSONValue = [
      "properties": ["a": ["const": 1], "b": ["enum": [[1], "x"]], "c": ["type": "string"]]
    ]
    let text = """
      {"a": {"k": [1, {"l": null}], "m": "a long text that is cut when it is told to somebody"},
       "b": [[], {}, [[["deep"]]]], "c": {}}
      """
    let document = try JSONDocument(parsing: text)
    let inParts = try CompiledSchema(schema, options: SchemaOptions().inParts)
    let found = inParts.validate(document)
    #expect(found.count == 3)
    #expect(found == (try CompiledSchema(schema)).validate(document))
  }

  @Test("A deep document is judged in parts", arguments: DeepDocumentTests.forms)
  func deep(_ form: DeepDocumentTests.Form) throws {
    let schema = try CompiledSchema(
      try JSONDocument(parsing: form.schema).value, options: SchemaOptions().inParts)
    for (core, fits) in [(form.good, true), (form.bad, false)] {
      let text =
        String(repeating: form.open, count: 500) + core
        + String(repeating: form.close, count: 500)
      let document = try JSONDocument(parsing: text)
      #expect(schema.isValid(document) == fits)
      #expect(schema.validate(document).isEmpty == fits)
    }
  }

  @Test("Where parts would be made too often the whole is judged, and the verdict stays")
  func spent() throws {
    let branch: JSONValue = ["items": ["items": ["type": "integer"]]]
    var options = SchemaOptions()
    options.wholeLimit = 8
    let schema = try CompiledSchema(
      ["allOf": .array(Array(repeating: branch, count: 50))], options: options)
    #expect(schema.isValid(try JSONDocument(parsing: "[[1, 2, 3, 4, 5, 6], [7, 8, 9, 10]]")))
    let faulty = try JSONDocument(parsing: "[[1, 2, 3, 4, 5, 6], [7, 8, 9, true]]")
    #expect(!schema.isValid(faulty))
    #expect(schema.validate(faulty).map(\.instance.description) == ["/1/3"])
  }
}
