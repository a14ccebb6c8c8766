import Testing
import WritGit
import WritTesting

@Suite("The processors of the process")
struct ProcessorTests {
  @Test("They are as many as nproc counts")
  func count() throws {
    let command = Subprocess(
      "nproc", [], environment: ["PATH": "/usr/bin:/bin"], directory: "/")
    let outcome = try command.run()
    let text = String(decoding: outcome.output, as: UTF8.self)
    #expect(try Processors.count == #require(Int(text.prefix { $0 != "\n" })))
  }
}
