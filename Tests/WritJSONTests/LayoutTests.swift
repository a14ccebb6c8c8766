import Testing
import WritJSON

/// Whether a text is the one that would be written is found without writing it.
@Suite struct LayoutTests {
  private static let texts = [
    "1\n", "\"a\"\n", "{}\n", "[]\n", "{\n  \"a\": 1\n}\n", "[\n  1,\n  [],\n  {}\n]\n",
    "{\n  \"a\": {\n    \"b\": [\n      true,\n      null,\n      \" , : { \"\n    ]\n  },\n  \"c\": -1.50\n}\n",
    "{\n  \"é\": \"\\n\"\n}\n", "\"\\u0041\"\n", "\"\u{7F}\"\n", "\"/\"\n", "\"\\/\"\n",
  ]

  @Test("A text is the written one exactly when writing gives it", arguments: texts)
  func agreesWithWriting(text: String) throws {
    let bytes = Array(text.utf8)
    var compared = 0
    for variant in [bytes] + variants(of: bytes) {
      guard let value = try? JSONDocument(parsing: variant).value else { continue }
      compared += 1
      #expect(
        value.isSerialized(as: variant) == (value.serialized() == variant),
        "\(String(decoding: variant, as: UTF8.self))")
    }
    #expect(compared > 1)
  }

  /// White space put in and left out at every place.
  private func variants(of bytes: [UInt8]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for place in bytes.indices {
      var shorter = bytes
      shorter.remove(at: place)
      result.append(shorter)
      for blank in [0x20, 0x09, 0x0A, 0x0D] as [UInt8] {
        var longer = bytes
        longer.insert(blank, at: place)
        result.append(longer)
        var other = bytes
        other[place] = blank
        result.append(other)
      }
    }
    return result + [bytes + [0x0A], bytes + [0x20]]
  }
}
