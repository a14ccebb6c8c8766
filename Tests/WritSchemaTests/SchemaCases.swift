import Testing
import WritJSON

@testable import WritSchema

@Suite struct SchemaCases {
  static let files = [
    "keywords", "references", "dynamic", "unevaluated", "vocabularies", "content",
  ]

  @Test(
    "A schema takes what it should and refuses the rest",
    arguments: try files.flatMap(SchemaCase.load))
  func verdicts(_ example: SchemaCase) throws {
    let schema = try example.compile()
    for value in example.values("valid") {
      let comment = Comment(rawValue: "valid: \(Excerpt.of(value))")
      #expect(schema.isValid(value), comment)
      #expect(schema.validate(value).map(\.description) == [], comment)
    }
    for value in example.values("invalid") {
      let comment = Comment(rawValue: "invalid: \(Excerpt.of(value))")
      #expect(!schema.isValid(value), comment)
      #expect(!schema.validate(value).isEmpty, comment)
    }
  }

  @Test("A schema that cannot be honoured is refused", arguments: try SchemaCase.load("refused"))
  func refused(_ example: SchemaCase) {
    let error = #expect(throws: SchemaError.self) { try example.compile() }
    #expect(error?.code.rawValue == example.value["error"]?.stringValue)
    #expect(error?.pointer.description == example.value["pointer"]?.stringValue)
    #expect(error?.document == example.value["document"]?.stringValue ?? "")
    #expect(error?.message.hasSuffix(".") == true)
  }

  @Test(
    "A format takes what it should and refuses the rest", arguments: try SchemaCase.load("formats"))
  func formats(_ example: SchemaCase) throws {
    let name = try #require(example.value["format"]?.stringValue)
    let format = try #require(SchemaFormat(rawValue: name))
    for string in example.strings("accepts") {
      #expect(format.accepts(string), "\(name) should take \(string.debugDescription)")
    }
    for string in example.strings("rejects") {
      #expect(!format.accepts(string), "\(name) should refuse \(string.debugDescription)")
    }
  }
}
