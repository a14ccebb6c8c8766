import Foundation
import Testing
import WritTesting

/// `docs/cli-json.md` is held against what the commands print.
@Suite struct JSONOutputTests {
  @Test func `every member is documented, and every member that is always there is there`() throws {
    let shapes = try DocumentedShape.all()
    let session = try JSONSession()
    var seen = Set<String>()
    for step in JSONSession.steps {
      let (object, status) = try session.run(step)
      #expect(status == step.status, "\(step.words)")
      let isError = object["error"] != nil
      let name = isError ? "Errors" : step.shape ?? step.command
      let shape = try #require(shapes[name], "\(name) is not documented")
      seen.insert(name)
      #expect(object["version"] as? Int == 1, "\(step.words)")
      #expect(object["command"] as? String == step.command, "\(step.words)")
      let problems = shape.problems(with: object)
      #expect(problems.isEmpty, "\(step.words): \(problems)")
    }
    #expect(seen == Set(shapes.keys), "commands without a step here")
  }
}
