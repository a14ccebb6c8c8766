import Foundation
import Testing
import WritExpression
import WritJSON

/// A line of a `cel` block of docs/conditions.md: an expression and what it gives.
struct DocumentedExample: Sendable, CustomTestStringConvertible {
  let line: Int
  let expression: String
  let outcome: String

  var testDescription: String { "line \(line): \(expression)" }
}

/// The parts of docs/conditions.md that are run.
struct ConditionsPage {
  /// The text of each fenced block by the words behind its opening fence, with its first line.
  private let blocks: [(label: String, line: Int, text: [String])]

  init() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "docs/conditions.md")
    var blocks: [(label: String, line: Int, text: [String])] = []
    var isInside = false
    let lines = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n")
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        if !isInside { blocks.append((String(line.dropFirst(3)), index + 2, [])) }
        isInside.toggle()
      } else if isInside {
        blocks[blocks.count - 1].text.append(line)
      }
    }
    self.blocks = blocks
  }

  var examples: [DocumentedExample] {
    blocks.filter { $0.label == "cel" }.flatMap { block in
      block.text.enumerated().compactMap { offset, line in
        guard let mark = line.range(of: "// ", options: .backwards) else { return nil }
        return DocumentedExample(
          line: block.line + offset,
          expression: line[..<mark.lowerBound].trimmingCharacters(in: .whitespaces),
          outcome: String(line[mark.upperBound...]))
      }
    }
  }

  var bindings: JSONValue {
    get throws {
      let block = try #require(blocks.first { $0.label == "json bindings" })
      return try JSONDocument(parsing: block.text.joined(separator: "\n")).value
    }
  }

  /// The sources of errors and how they are shown.
  var errors: [(source: String, shown: String)] {
    blocks.filter { $0.label == "text error" }.map { block in
      let parts = block.text.split(separator: "---")
      return (parts[0].joined(separator: "\n"), parts[1].joined(separator: "\n") + "\n")
    }
  }
}

@Suite struct DocumentationTests {
  private static func evaluate(_ source: String) throws -> Value {
    var environment = Environment()
    var values = Bindings()
    for (name, json) in try #require(try ConditionsPage().bindings.objectValue).members {
      environment.variables[name] = .document
      values[name] = try Value(json: json)
    }
    return try Expression(parsing: source).checked(environment: environment).evaluate(values)
  }

  @Test(
    "Every example of the page gives what stands behind it",
    arguments: try ConditionsPage().examples)
  func example(_ example: DocumentedExample) throws {
    if example.outcome.hasPrefix("error ") {
      let error = #expect(throws: ExpressionError.self) {
        try Self.evaluate(example.expression)
      }
      #expect(error?.code.rawValue == String(example.outcome.dropFirst(6)))
    } else {
      #expect(try Self.evaluate(example.expression) == Self.evaluate(example.outcome))
    }
  }

  @Test("The page has examples, and every line of its blocks is one")
  func examplesAreFound() throws {
    #expect(try ConditionsPage().examples.count > 40)
  }

  @Test("Errors are shown as on the page")
  func errors() throws {
    for (source, shown) in try ConditionsPage().errors {
      let error = #expect(throws: ExpressionError.self) { try Self.evaluate(source) }
      #expect(error?.rendered(source: source) == shown)
    }
  }

  @Test("The page names every code and the edition of the time zones")
  func codes() throws {
    let page = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/conditions.md"), encoding: .utf8)
    for code in ExpressionError.Code.allCases { #expect(page.contains("`\(code.rawValue)`")) }
    #expect(page.contains("edition \(TimeZones.embeddedEdition)"))
  }
}
