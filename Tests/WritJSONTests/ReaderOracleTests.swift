import Foundation
import Testing
import WritJSON
import WritTesting

/// Python's reader in a strict form: an implementation that shares nothing with this one.
@Suite("The reader, held against an independent one")
struct ReaderOracleTests {
  /// The python on the path, with the script's folder to start in; nil where there is none.
  static let python: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/python3" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }()

  /// What Python says against the verdicts and values of this reader.
  static func disagreements(over texts: [[UInt8]]) throws -> [String] {
    var lines = ""
    for text in texts {
      let encoded = Data(text).base64EncodedString()
      if let document = MutationTests.read(text) {
        let canonical = try document.value.canonicalBytes(numbers: .exact)
        lines += "1 \(encoded) \(Data(canonical).base64EncodedString())\n"
      } else {
        lines += "0 \(encoded)\n"
      }
    }
    let script = Places.parent(#filePath) + "/Support/oracle.py"
    var run = Subprocess(
      try #require(python), ["-I", script], environment: [:], directory: "/")
    run.input = Array(lines.utf8)
    let outcome = try run.run()
    #expect(outcome.status == 0, "\(outcome.errorText)")
    let said = outcome.outputText.split(separator: "\n").map(String.init)
    #expect(said.last == "read \(texts.count)")
    return said.dropLast().map { line in
      let place = line.split(separator: " ").first.flatMap { Int($0) } ?? 0
      return "\(line): \(String(decoding: texts[place].prefix(400), as: UTF8.self))"
    }
  }

  /// Real policies from real merges, and the texts of the parsing suite.
  static let real: [[UInt8]] = {
    var texts = MutationTests.seeds
    for name in SharedData.names("json-parsing") where name.hasSuffix(".json") {
      if let bytes = try? SharedData.bytes("json-parsing/\(name)") { texts.append(bytes) }
    }
    for name in SharedData.names("merges") {
      guard let bytes = try? SharedData.bytes("merges/\(name)"),
        let text = try? JSONDocument(parsing: bytes).value["ours"]?.stringValue
      else { continue }
      texts.append(Array(text.utf8.prefix(20_000)))
    }
    return texts
  }()

  @Test("takes the same texts of the parsing suite", .enabled(if: python != nil))
  func suite() throws {
    #expect(try Self.disagreements(over: Self.real) == [])
  }

  @Test(
    "takes the same mutations of real policies, with the same values",
    .enabled(if: python != nil), arguments: 0..<4)
  func mutations(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 77)
    var texts: [[UInt8]] = []
    while texts.count < 400 {
      guard let base = Self.real.randomElement(using: &random) else { return }
      let length = Int.random(in: 20...2_000, using: &random)
      let start = seed % 2 == 0 ? 0 : Int.random(in: 0...base.count / 2, using: &random)
      texts.append(MutationTests.mutated(Array(base[start...].prefix(length)), using: &random))
      texts.append(MutationTests.mutated(base.count < 8_000 ? base : [], using: &random))
    }
    #expect(try Self.disagreements(over: texts) == [])
  }

  @Test(
    "takes the same texts that a generator makes of the grammar's parts",
    .enabled(if: python != nil), arguments: 0..<4)
  func generated(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 4_242)
    let texts = (0..<1_500).map { _ in
      var text = GeneratedText()
      text.append(using: &random, depth: 0)
      return text.bytes
    }
    #expect(texts.contains { MutationTests.read($0) != nil })
    #expect(texts.contains { MutationTests.read($0) == nil })
    #expect(try Self.disagreements(over: texts) == [])
  }
}

/// A text put together of the grammar's parts, with a wrong one now and then.
private struct GeneratedText {
  private(set) var bytes: [UInt8] = []

  private static let scalars: [String] = [
    "0", "-0", "1", "-12.50", "1e5", "1E+5", "2e-400", "1e400", "12345678901234567890", "0.1",
    "true", "false", "null", "\"\"", "\"a\"", "\"\\u00e9\"", "\"é\"", "\"e\u{301}\"", "\"\\n\\/\"",
    "\"\\ud83d\\ude00\"", "\"😀\"", "\"\u{7F}\"", "\"\u{2028}\"",
  ]
  private static let faults: [String] = [
    "01", "+1", "1.", ".5", "1e", "--1", "NaN", "-Infinity", "True", "nul", "'a'", "\"\\x\"",
    "\"\\ud83d\"", "\"\\ude00\\ud83d\"", "\"\\u12\"", "\"\t\"", "\"", "//", "/**/", ",", ":", "",
    "\u{FEFF}", "\u{A0}", "\u{B}", "0x1", "1_0", "[", "}", "tru\u{65}\u{301}",
  ]
  private static let keys: [String] = ["\"a\"", "\"b\"", "\"\\u0061\"", "\"\"", "\"é\"", "\"c\""]
  private static let blanks: [String] = ["", "", "", " ", "\n", "\r\n", "\t", "  "]

  private mutating func append(_ choices: [String], _ random: inout SeededGenerator) {
    bytes += Array((choices.randomElement(using: &random) ?? "").utf8)
  }

  mutating func append(using random: inout SeededGenerator, depth: Int) {
    append(Self.blanks, &random)
    switch Int.random(in: 0..<(depth > 4 ? 6 : 10), using: &random) {
    case 0 where Int.random(in: 0..<6, using: &random) == 0: append(Self.faults, &random)
    case 0...5: append(Self.scalars, &random)
    case 6, 7: appendAll("[", "]", &random) { $0.append(using: &$1, depth: depth + 1) }
    default:
      appendAll("{", "}", &random) { text, random in
        text.append(Self.blanks, &random)
        text.append(Self.keys, &random)
        text.append(Self.blanks + [""], &random)
        text.append([":", ":", ":", ":", ":", ":", ":", ":", ":", ":", ""], &random)
        text.append(using: &random, depth: depth + 1)
      }
    }
    append(Self.blanks, &random)
  }

  private mutating func appendAll(
    _ open: String, _ close: String, _ random: inout SeededGenerator,
    _ part: (inout GeneratedText, inout SeededGenerator) -> Void
  ) {
    bytes += Array(open.utf8)
    let count = Int.random(in: 0..<4, using: &random)
    for index in 0..<count {
      part(&self, &random)
      if index < count - 1 { bytes.append(0x2C) }
    }
    if count > 0, Int.random(in: 0..<25, using: &random) == 0 { bytes.append(0x2C) }
    bytes += Array(close.utf8)
  }
}
