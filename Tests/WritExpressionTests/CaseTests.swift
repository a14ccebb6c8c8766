import Testing
import WritExpression
import WritJSON

@Suite struct CaseTests {
  @Test(
    "Every case of the files gives its result or its error",
    arguments: try ExpressionCase.files.flatMap { try ExpressionCase.load($0) })
  func holds(_ example: ExpressionCase) throws {
    do {
      let value = try example.evaluate()
      let json = try value.json
      #expect(example.code == nil, "\(example.expression) has the value \(json)")
      #expect(json == example.result, "\(example.expression)")
      #expect(value.kind.rawValue == example.type, "\(example.expression)")
    } catch let error as ExpressionError {
      #expect(error.code.rawValue == example.code, "\(example.expression): \(error)")
      #expect(error.kind.rawValue == example.kind, "\(example.expression): \(error)")
      #expect(error.line >= 1 && error.column >= 1)
      #expect(error.message.hasSuffix("."), "\(error.message)")
    }
  }

  @Test("Every case has a note of its own within its file", arguments: try ExpressionCase.files)
  func notesAreUnique(_ file: String) throws {
    let notes = try ExpressionCase.load(file).map(\.note)
    #expect(Set(notes).count == notes.count)
  }
}
