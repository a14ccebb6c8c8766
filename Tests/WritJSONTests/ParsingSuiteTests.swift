import Testing
import WritJSON
import WritTesting

@Suite(
  "The JSON parsing test suite",
  .enabled(if: SharedData.has("json-parsing"), "\(SharedData.missing)"))
struct ParsingSuiteTests {
  static let names = SharedData.names("json-parsing").filter { $0.hasSuffix(".json") }

  @Test("accepts what must be accepted", arguments: names.filter { $0.hasPrefix("y_") })
  func accepted(name: String) throws {
    let bytes = try SharedData.bytes("json-parsing/\(name)")
    // RFC 8259 leaves equal keys to the reader; this one refuses them.
    if name.hasPrefix("y_object_duplicated_key") {
      let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: bytes) }
      #expect(error?.code == .duplicateKey)
      return
    }
    let document = try JSONDocument(parsing: bytes)
    #expect(document.bytes == bytes)
    #expect(document.value == document.value)
  }

  @Test("refuses what must be refused", arguments: names.filter { $0.hasPrefix("n_") })
  func refused(name: String) throws {
    let bytes = try SharedData.bytes("json-parsing/\(name)")
    let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: bytes) }
    #expect(error?.line != nil)
  }
}
