import Foundation
import Testing

@testable import WritPattern

/// One case of Cases/*.json.
struct PatternCase: Decodable, Sendable, CustomTestStringConvertible {
  let note: String
  let pattern: String
  let syntax: String?
  let matches: [String]?
  let rejects: [String]?
  let error: String?

  var testDescription: String { "\(note): \(pattern)" }

  /// The syntaxes the case speaks of.
  var syntaxes: [Pattern.Syntax] {
    switch syntax {
    case "re2": [.re2]
    case "ecma262": [.ecma262]
    default: [.re2, .ecma262]
    }
  }

  /// The cases of one file.
  static func load(_ name: String) throws -> [PatternCase] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let data = try Data(contentsOf: folder.appending(path: "Cases/\(name).json"))
    return try JSONDecoder().decode([PatternCase].self, from: data)
  }
}

@Suite struct PatternCases {
  @Test(
    "A pattern that both syntaxes share matches the same in both",
    arguments: try PatternCase.load("common"))
  func common(_ example: PatternCase) throws {
    for syntax in [Pattern.Syntax.re2, .ecma262] { try check(example, syntax) }
  }

  @Test("A pattern of ECMA-262 matches what it should", arguments: try PatternCase.load("ecma262"))
  func ecma(_ example: PatternCase) throws {
    try check(example, .ecma262)
  }

  @Test("A pattern of RE2 matches what it should", arguments: try PatternCase.load("re2"))
  func re2(_ example: PatternCase) throws {
    try check(example, .re2)
  }

  @Test("A pattern that cannot be honoured is refused", arguments: try PatternCase.load("refused"))
  func refused(_ example: PatternCase) {
    for syntax in example.syntaxes {
      let error = #expect(throws: PatternError.self) {
        try Pattern(example.pattern, syntax: syntax)
      }
      #expect(error?.code.rawValue == example.error)
      #expect(error?.message.hasSuffix(".") == true)
    }
  }

  private func check(_ example: PatternCase, _ syntax: Pattern.Syntax) throws {
    let pattern = try Pattern(example.pattern, syntax: syntax)
    for subject in example.matches ?? [] {
      #expect(pattern.matches(subject), "should match \(subject.debugDescription)")
    }
    for subject in example.rejects ?? [] {
      #expect(!pattern.matches(subject), "should not match \(subject.debugDescription)")
    }
  }
}
