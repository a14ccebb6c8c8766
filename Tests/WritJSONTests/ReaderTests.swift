import Testing
import WritJSON

@Suite("The strict reader")
struct ReaderTests {
  @Test("says what is wrong and where", arguments: Cases.load("reader-errors.json"))
  func refusal(example: Case) throws {
    let text = try example.text("text")
    let error = try #require(throws: JSONError.self) { try JSONDocument(parsing: text) }
    #expect(error.code.rawValue == (try example.text("error")))
    #expect(error.line == example.value["line"]?.intValue)
    #expect(error.column == example.value["column"]?.intValue)
    #expect(error.message.hasSuffix("."))
    if let says = example.value["says"]?.stringValue { #expect(error.message.contains(says)) }
  }

  static let malformed: [[UInt8]] = [
    [0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF],
    [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xE2, 0x82], [0xF0, 0x80, 0x80, 0xAF],
    [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
    [0xF0, 0x9F, 0x98],
  ]

  @Test("refuses malformed UTF-8 in strings, keys and elsewhere", arguments: malformed)
  func invalidUTF8(sequence: [UInt8]) throws {
    let texts = [
      Array("[\"plain text \"".utf8).dropLast() + sequence + Array("\"]".utf8),
      Array("{\"".utf8) + sequence + Array("\": 1}".utf8), Array("[".utf8) + sequence + [0x5D],
    ]
    for text in texts {
      let error = try #require(throws: JSONError.self) { try JSONDocument(parsing: Array(text)) }
      #expect(error.code == .invalidUTF8 || error.code == .byteOrderMark)
    }
  }

  @Test("accepts the borders of UTF-8", arguments: [0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF])
  func borders(code: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(code))
    let text = String(Character(scalar))
    #expect(
      try JSONDocument(parsing: "\"\(text)\"").value.stringValue?.unicodeScalars.first == scalar)
  }

  @Test(
    "knows byte order marks", arguments: [[0xEF, 0xBB, 0xBF, 0x31], [0xFE, 0xFF], [0xFF, 0xFE]])
  func byteOrderMark(bytes: [UInt8]) throws {
    let error = try #require(throws: JSONError.self) { try JSONDocument(parsing: bytes) }
    #expect(error.code == .byteOrderMark)
  }

  @Test("keeps its depth limit", arguments: [1, 512, 513, 1_000, 2_000])
  func depth(levels: Int) throws {
    let limits = JSONLimits(depth: levels)
    func nested(_ count: Int) -> [UInt8] {
      [UInt8](repeating: 0x5B, count: count) + [UInt8](repeating: 0x5D, count: count)
    }
    let document = try JSONDocument(parsing: nested(levels), limits: limits)
    #expect(document.value == document.value)
    #expect(document.value.hashValue == document.value.hashValue)
    #expect(document.value.serialized(indent: nil, finalNewline: false) == document.bytes)
    let error = try #require(throws: JSONError.self) {
      try JSONDocument(parsing: nested(levels + 1), limits: limits)
    }
    #expect(error.code == .tooDeep)
    #expect(error.column == levels + 1)
  }

  @Test("survives 100,000 opening brackets of either kind")
  func hostileDepth() throws {
    for text in ["[", "{\"a\":", "[{\"a\":"] {
      let hostile = String(repeating: text, count: 100_000)
      let error = try #require(throws: JSONError.self) { try JSONDocument(parsing: hostile) }
      #expect(error.code == .tooDeep)
    }
  }

  @Test("refuses a text that is too large")
  func size() throws {
    let limits = JSONLimits(bytes: 4)
    #expect(try JSONDocument(parsing: "[12]", limits: limits).bytes.count == 4)
    let error = try #require(throws: JSONError.self) {
      try JSONDocument(parsing: "[123]", limits: limits)
    }
    #expect(error.code == .tooLarge)
  }

  @Test("finds an equal key among very many")
  func manyKeys() throws {
    let members = (0..<20_000).map { "\"key \($0)\": 0" }
    let text = "{" + members.joined(separator: ",\n")
    #expect(try JSONDocument(parsing: text + "}").value.objectValue?.count == 20_000)
    let error = try #require(throws: JSONError.self) {
      try JSONDocument(parsing: text + ",\n\"key 19998\": 0}")
    }
    #expect(error.code == .duplicateKey)
    #expect(error.line == 20_001)
    #expect(error.message.contains("\"key 19998\" occurs twice in one object, first at line 19999"))
  }

  @Test("does not merge keys that Unicode holds equivalent")
  func equivalentKeys() throws {
    let value = try JSONDocument(parsing: "{\"\u{E9}\": 1, \"e\u{301}\": 2}").value
    #expect(value["\u{E9}"]?.intValue == 1)
    #expect(value["e\u{301}"]?.intValue == 2)
  }

  @Test("unescapes strings")
  func escapes() throws {
    let value = try JSONDocument(parsing: #"["\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\u0000"]"#).value
    #expect(value[0]?.stringValue == "\"\\/\u{8}\u{C}\n\r\t\u{E9}\u{1F600}\0")
  }

  @Test("gives cursors with places")
  func cursors() throws {
    let document = try JSONDocument(parsing: "{\n  \"é\": [true, {\"x\": 1.0}]\n}")
    let node = try document.root.require(JSONPointer(parsing: "/é/1/x"))
    #expect(node.kind == .number)
    #expect(node.sourceText == "1.0")
    #expect((node.line, node.column) == (2, 21))
    #expect(document.root["é"]?.elements.map(\.kind) == [.bool, .object])
    #expect(document.root.members.map(\.key) == ["é"])
    #expect(document.root["é"]?[7] == nil)
    #expect(document.root["é"]?[-1] == nil)
    #expect(document.root.node(at: try JSONPointer(parsing: "/é/01")) == nil)
  }
}
