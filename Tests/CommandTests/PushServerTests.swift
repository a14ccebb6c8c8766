import Foundation
import Testing
import WritTesting

/// Pushes over ssh, smart HTTP and under gitolite, to servers that the test starts on loopback.
@Suite(.serialized) struct PushServerTests {
  @Test(arguments: ["ssh", "http", "gitolite"])
  func `a server takes good pushes, and refuses bad ones whatever the client does`(
    _ kind: String
  ) throws {
    guard Places.program != nil else { try Test.cancel("there is no built writ") }
    let folder = try TemporaryFolder("push-\(kind)")
    let environment = try HermeticEnvironment.make(home: folder.path + "/home")
    let script = Places.parent(#filePath) + "/Servers/push.sh"
    var process = Subprocess(
      "sh", [script, kind], environment: environment, directory: folder.path)
    process.timeout = 240
    let outcome = try process.run()
    guard outcome.status != 77 else {
      let reason = outcome.outputText.trimmingCharacters(in: .newlines)
      print("\(kind): \(reason)")
      try Test.cancel("\(reason)")
    }
    #expect(
      outcome.status == 0 && outcome.outputText.hasSuffix("== done\n"),
      "\(kind): \(outcome.outputText)\(outcome.errorText)")
  }
}
