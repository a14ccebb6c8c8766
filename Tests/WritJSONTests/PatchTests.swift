import Testing
import WritJSON
import WritTesting

@Suite("Patches")
struct PatchTests {
  /// The official cases, by file; a disabled one is named in the run and left out.
  static let official: [Case] = ["tests.json", "spec_tests.json"].flatMap { name -> [Case] in
    guard let bytes = try? SharedData.bytes("json-patch/\(name)"),
      let cases = try? JSONDocument(parsing: bytes).value.arrayValue
    else { return [] }
    return cases.map { value in
      var members = value.objectValue ?? JSONObject()
      members["note"] = members["comment"] ?? .string(value.compactText)
      return Case(value: .object(members))
    }
  }

  @Test(
    "give what the official suite expects",
    .enabled(if: SharedData.has("json-patch"), "\(SharedData.missing)"), arguments: official)
  func suite(example: Case) throws {
    if example.value["disabled"] == true {
      print("disabled by the suite: \(example.testDescription)")
      return
    }
    let value = try #require(example.value["doc"])
    let document = try JSONDocument(parsing: value.serialized())
    let patch = try #require(example.value["patch"])
    if example.value["error"] != nil {
      #expect(throws: JSONError.self) { try document.applying(patch) }
    } else {
      let patched = try document.applying(patch)
      if let expected = example.value["expected"] { #expect(patched.value == expected) }
    }
  }

  @Test("change only the bytes concerned, or nothing", arguments: Cases.load("patches.json"))
  func cases(example: Case) throws {
    let document = try JSONDocument(parsing: try example.text("before"))
    let patch = try #require(example.value["patch"])
    guard let code = example.value["error"]?.stringValue else {
      let patched = try document.applying(patch)
      #expect(String(decoding: patched.bytes, as: UTF8.self) == (try example.text("after")))
      return
    }
    let error = try #require(throws: JSONError.self) { try document.applying(patch) }
    #expect(error.code.rawValue == code)
    if let says = example.value["says"]?.stringValue { #expect(error.message == says) }
    if let hint = example.value["hint"]?.stringValue { #expect(error.hint == hint) }
  }
}
